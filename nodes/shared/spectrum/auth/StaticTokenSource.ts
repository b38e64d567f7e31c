import type { SelfHostedConnection } from '../model/connection';
import type { LineAccess, LineInventory } from '../model/line';
import type { SpectrumError } from '../errors/SpectrumError';
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

/** The id of a line is its address. Further lines at the same address add their phone number, and their position if needed. */
function linesOf(connection: SelfHostedConnection): LineAccess[] {
	const taken = new Set<string>();
	return connection.lines.map(({ address, token, phone }, index) => {
		const names = [address, `${address}/${phone}`, `${address}/${phone}/${index}`];
		const id = names.find((name) => !taken.has(name)) ?? String(index);
		taken.add(id);
		return { id, phone, address, token };
	});
}
