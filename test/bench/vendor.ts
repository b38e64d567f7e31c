import type { AdvancedIMessage, ClientOptions } from '../../node_modules/@photon-ai/advanced-imessage/dist/grpc';
import { selfHostedToken } from './server/conversation';

/** Held apart from the import, because the compiler's module resolution does not read the package's `exports`. */
const vendorModule = '@photon-ai/advanced-imessage/grpc';

/** The vendor's own client for one server. */
export async function vendorClient(address: string): Promise<AdvancedIMessage> {
	const vendor = (await import(vendorModule)) as { createGrpcClient(options: ClientOptions): AdvancedIMessage };
	return vendor.createGrpcClient({ address, token: selfHostedToken, tls: false, autoIdempotency: true });
}
