import { createServer, type AddressInfo } from 'node:net';

/** Ports that nobody listens on now, all different. n8n takes numbers only, so the system's choice is asked for first. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = Array.from({ length: count }, () => createServer());
	try {
		return await Promise.all(
			servers.map(async (server) => {
				await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
				return (server.address() as AddressInfo).port;
			}),
		);
	} finally {
		await Promise.all(servers.map(async (server) => await new Promise((resolve) => server.close(resolve))));
	}
}
