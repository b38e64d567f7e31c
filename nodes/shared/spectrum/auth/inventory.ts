import type { CloudConnection } from '../model/connection';
import { sharedPhone, type LineAccess, type LineInventory } from '../model/line';
import type { MintedTokens } from './payloads';
import type { AuthContext } from './TokenSource';

/** The payload is the whole inventory each time: a line that is not in it is gone. */
export function inventoryOf(tokens: MintedTokens, connection: CloudConnection, onWarning: AuthContext['onWarning']): LineInventory {
	if (tokens.plan === 'shared') {
		const { sharedAddress: address } = connection;
		return { plan: 'shared', lines: [{ id: sharedPhone, phone: sharedPhone, address, token: tokens.token, audience: 'registered' }] };
	}
	const lines: LineAccess[] = [];
	for (const { id, token, phone } of tokens.instances) {
		if (phone === undefined) {
			onWarning?.(`Line ${id} of the Spectrum project has no phone number yet and is left out`);
		} else if (!/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(id)) {
			// The id becomes part of a host name. Other characters could lead to another server.
			onWarning?.(`Line ${phone} of the Spectrum project has an ID that cannot be part of an address and is left out`);
		} else {
			const address = connection.dedicatedAddressPattern.replaceAll('{instanceId}', id);
			lines.push({ id, phone, address, token });
		}
	}
	return { plan: 'dedicated', lines };
}
