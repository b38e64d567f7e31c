import type { AdvancedIMessage, ClientOptions } from '../../node_modules/@photon-ai/advanced-imessage/dist/grpc';
import { Simulator, type SimulatedLine, type SimulatorOptions } from '../../simulator/src';

export type { AdvancedIMessage };

/** Held apart from the import, because the compiler's module resolution does not read the package's `exports`. */
const vendorModule = '@photon-ai/advanced-imessage/grpc';

/** The vendor's own client, connected to one line of a simulator. */
export async function vendorClient(
	spectrum: Simulator,
	line: SimulatedLine = spectrum.lines[0] as SimulatedLine,
	overrides: Partial<ClientOptions> = {},
): Promise<AdvancedIMessage> {
	const vendor = (await import(vendorModule)) as { createGrpcClient(options: ClientOptions): AdvancedIMessage };
	return vendor.createGrpcClient({
		address: line.address,
		token: line.token,
		tls: spectrum.settings.tls,
		autoIdempotency: true,
		...overrides,
	});
}

/** Runs with a plaintext simulator and a client on its first line, and closes both; a leak fails the test. */
export async function withClient(
	options: SimulatorOptions,
	use: (spectrum: Simulator, client: AdvancedIMessage) => Promise<void>,
	clientOptions: Partial<ClientOptions> = {},
): Promise<void> {
	const spectrum = await Simulator.start({ tls: false, ...options });
	const client = await vendorClient(spectrum, undefined, clientOptions);
	try {
		await use(spectrum, client);
	} finally {
		await client.close();
		await spectrum.stop();
	}
}
