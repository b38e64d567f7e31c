import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { services, Simulator } from '../../simulator/src';
import { driveEverything } from './driveEverything';
import { undriven } from './undriven';
import { vendorClient } from './vendorDriver';

const generated = path.join(__dirname, '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1');

/** `Service/Method` of every RPC in the code that was generated from our wire definition. */
function describedRpcs(): string[] {
	return readdirSync(generated)
		.filter((file) => file.endsWith('_service.ts'))
		.flatMap((file) => [...readFileSync(path.join(generated, file), 'utf8').matchAll(/path: "\/photon\.imessage\.v1\.(\w+\/\w+)"/g)])
		.map(([, name]) => name as string)
		.sort();
}

/** `Service/Method` of every RPC that the vendor's client called and the simulator answered. */
async function drivenRpcs(): Promise<string[]> {
	const spectrum = await Simulator.start({ plan: 'dedicated', tls: false });
	const client = await vendorClient(spectrum);
	try {
		await driveEverything(client, spectrum);
	} finally {
		await client.close();
		await spectrum.stop();
	}
	// A live stream has no other end than that the client leaves it.
	const answered = spectrum.calls.filter(({ outcome }) => outcome?.type === 'answered' || outcome?.type === 'left');
	return [...new Set(answered.map(({ service, method }) => `${service}/${method}`))].sort();
}

describe('the ledger of RPCs driven by the vendor’s client', () => {
	const described = describedRpcs();
	let driven: string[];

	beforeAll(async () => {
		driven = await drivenRpcs();
	});

	it('knows the eight services of the wire, and the simulator serves all their RPCs', () => {
		const served = services.flatMap(({ name, definition }) => Object.keys(definition).map((method) => `${name}/${method}`));
		expect(new Set(described.map((name) => name.split('/')[0])).size).toBe(8);
		expect(served.sort()).toEqual(described);
	});

	it('finds every RPC either driven or listed as undriven, never both', () => {
		expect([...driven, ...undriven].sort()).toEqual(described);
	});

	it('finds every RPC that the simulator implements driven', () => {
		const implemented = services.flatMap(({ name, methods }) => Object.keys(methods).map((method) => `${name}/${method}`));
		expect(driven).toEqual(implemented.sort());
	});
});
