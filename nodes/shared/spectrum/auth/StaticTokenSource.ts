import type { SelfHostedConnection } from '../model/connection';
import type { LineAccess, LineInventory } from '../model/line';
import type { SpectrumError } from '../errors/SpectrumError';
import { withoutEnding } from '../values/ending';
import { present } from '../values/present';
import { finalRefusal } from './refusals';
import type { TokenSource } from './TokenSource';

/** The lines of a self-hosted credential. Their tokens never change while the credential stays the same. */
export class StaticTokenSource implements TokenSource {
	private readonly lines: LineInventory;

	constructor(connection: SelfHostedConnection) {
		this.lines = { plan: 'selfHosted', lines: linesOf(connection) };
	}

	async inventory(): Promise<LineInventory> {
		return await Promise.resolve(this.lines);
	}

	async renewed(): Promise<LineInventory> {
		return await this.inventory();
	}

	async refused(_token: string, refusal: SpectrumError): Promise<never> {
		return await Promise.reject(this.refusedAgain(refusal));
	}

	refusedAgain(refusal: SpectrumError): SpectrumError {
		return finalRefusal(
			refusal,
			'The server did not accept the API key',
			'Enter the current API key of this server in the credential, and check that the address belongs to the same server.',
		);
	}
}

/**
 * The id of a line is its server, and its instance if it has one. Further lines at the same server add their phone number, and
 * their position if needed.
 */
function linesOf(connection: SelfHostedConnection): LineAccess[] {
	const taken = new Set<string>();
	return connection.lines.map(({ address, instanceId, token, phone }, index) => {
		const server = connection.protocol === 'http' ? serverOf(address) : address;
		const place = instanceId === undefined ? server : `${server}/${instanceId}`;
		const names = [place, `${place}/${phone}`, `${place}/${phone}/${index}`];
		const id = names.find((name) => !taken.has(name)) ?? String(index);
		taken.add(id);
		return { id, phone, address, token, ...present({ instanceId }) };
	});
}

/** The server of a base URL as gRPC would write it, so that a line keeps its id when the connection of its credential changes. */
function serverOf(baseUrl: string): string {
	const { protocol, hostname, port, pathname } = new URL(baseUrl);
	return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}${withoutEnding(pathname, '/')}`;
}
