import type { AdvancedIMessage as HttpIMessage, ClientOptions } from '../../node_modules/@photon-ai/advanced-imessage/dist/http';
import { Simulator, type SimulatedLine, type SimulatorOptions } from '../../simulator/src';

export type { HttpIMessage };

/** Held apart from the import, as in `vendorDriver.ts`. */
const vendorModule = '@photon-ai/advanced-imessage/http';

/** The vendor's own client for HTTP, with the token of one line of a simulator. */
export async function vendorHttpClient(
	spectrum: Simulator,
	line: SimulatedLine = spectrum.lines[0] as SimulatedLine,
	overrides: Partial<ClientOptions> = {},
): Promise<HttpIMessage> {
	const vendor = (await import(vendorModule)) as { createHttpClient(options: ClientOptions): HttpIMessage };
	return vendor.createHttpClient({
		address: spectrum.httpUrl,
		token: line.token,
		autoIdempotency: true,
		...overrides,
	});
}

/** Runs with a simulator without TLS and a client on its first line, and closes both. */
export async function withHttpClient(
	options: SimulatorOptions,
	use: (spectrum: Simulator, client: HttpIMessage) => Promise<void>,
	clientOptions: Partial<ClientOptions> = {},
): Promise<void> {
	const spectrum = await Simulator.start({ tls: false, ...options });
	const client = await vendorHttpClient(spectrum, undefined, clientOptions);
	try {
		await use(spectrum, client);
	} finally {
		await client.close();
		await spectrum.stop();
	}
}
