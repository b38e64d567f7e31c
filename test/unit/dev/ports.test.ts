import { createServer, type Server } from 'node:net';
import { freeBase, offsets } from '../../../scripts/dev/ports';
import { isFree, ownRow } from '../../../scripts/ports';

const servers: Server[] = [];

afterEach(async () => {
	for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function occupy(port: number): Promise<void> {
	const server = createServer();
	await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
	servers.push(server);
}

test('a port is free until a process listens', async () => {
	const port = await ownRow();
	expect(await isFree(port)).toBe(true);
	await occupy(port);
	expect(await isFree(port)).toBe(false);
});

test('each row is another one, below the ports that the system gives away, and above those that fetch refuses', async () => {
	const rows = [await ownRow(), await ownRow(), await ownRow()];
	expect(new Set(rows).size).toBe(3);
	expect(Math.min(...rows)).toBeGreaterThan(10_080);
	expect(Math.max(...rows) + 9).toBeLessThan(32_768);
});

// Lines that are added have ports of the row too, so each of the ten counts.
test.each([...Array(10).keys()])('a row of ports is passed over when another program has its port %d', async (offset) => {
	const base = await freeBase(await ownRow());
	await occupy(base + offset);
	expect(await freeBase(base)).toBeGreaterThan(base);
});

test('no two servers have one port', () => {
	expect(new Set(Object.values(offsets)).size).toBe(Object.keys(offsets).length);
});
