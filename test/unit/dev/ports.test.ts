import { createServer, type Server } from 'node:net';
import { freeBase, isFree, offsets } from '../../../scripts/dev/ports';

const servers: Server[] = [];

afterEach(async () => {
	for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function occupy(port: number): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
	servers.push(server);
	return (server.address() as { port: number }).port;
}

/** Below the ports that the system gives to others at any moment. */
const from = 26_000 + (process.pid % 5_000);

test('a port is free until a process listens', async () => {
	const port = await freeBase(from);
	expect(await isFree(port)).toBe(true);
	await occupy(port);
	expect(await isFree(port)).toBe(false);
});

test.each(Object.entries(offsets))('a row of ports is passed over when that of %s is taken', async (_name, offset) => {
	const base = await freeBase(from);
	await occupy(base + offset);
	expect(await freeBase(base)).toBeGreaterThan(base);
});

test('no two servers have one port', () => {
	expect(new Set(Object.values(offsets)).size).toBe(Object.keys(offsets).length);
});
