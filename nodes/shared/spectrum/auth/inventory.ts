import type { CloudConnection } from '../model/connection';
import { isInstanceId } from '../net/endpoint';
import { sharedPhone, type LineAccess, type LineInventory } from '../model/line';
import { asLabel } from '../values/label';
import type { MintedTokens } from './payloads';
import type { AuthContext } from './TokenSource';

/** The payload is the whole inventory each time: a line that is not in it is gone. */
export function inventoryOf(tokens: MintedTokens, connection: CloudConnection, onWarning: AuthContext['onWarning']): LineInventory {
	if (tokens.plan === 'shared') {
		const address = connection.http ?? connection.sharedAddress;
		return { plan: 'shared', lines: [{ id: sharedPhone, phone: sharedPhone, address, token: tokens.token, audience: 'registered' }] };
	}
	const lines: LineAccess[] = [];
	for (const { id, token, phone } of tokens.instances) {
		if (phone === undefined) {
			onWarning?.(`Line ${asLabel(id)} of the Spectrum project has no phone number yet and is left out`);
		} else if (token === undefined) {
			onWarning?.(`Line ${phone} of the Spectrum project has no token yet and is left out`);
		} else if (!isInstanceId(id)) {
			// Other characters could lead to another server.
			onWarning?.(`Line ${phone} of the Spectrum project has an ID that cannot be part of an address and is left out`);
		} else {
			const place =
				connection.http === undefined
					? { address: connection.dedicatedAddressPattern.replaceAll('{instanceId}', id) }
					: { address: connection.http, instanceId: id };
			lines.push({ id, phone, token, ...place });
		}
	}
	return { plan: 'dedicated', lines };
}
