import { createServer } from 'node:net';

/**
 * Ports that a process looks for, of which the system gives none away by itself. It gives a port from 32,768 on (Linux)
 * or 49,152 on (others) to any server or client that does not care, also one that was free a moment ago. The lowest is
 * above those that `fetch` and browsers refuse to call, of which the last is 10080.
 */
const lowest = 11_000;
const highest = 30_000;
const stretch = 10;

/** Processes that look at one moment begin at different places. */
let next = lowest + (process.pid % ((highest - lowest) / stretch)) * stretch;

/** Whether a server of this machine can listen there. */
export async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	return await new Promise((resolve) => {
		server.once('error', () => resolve(false));
		server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
	});
}

/** Whether nobody uses `count` ports from `first` on. */
export async function isRowFree(first: number, count: number): Promise<boolean> {
	const free = await Promise.all(Array.from({ length: count }, async (_, index) => await isFree(first + index)));
	return free.every(Boolean);
}

/** The first of ten ports in a row that nobody uses now, another one with each call. */
export async function ownRow(): Promise<number> {
	const begin = next;
	do {
		const row = next;
		next = row + stretch < highest ? row + stretch : lowest;
		if (await isRowFree(row, stretch)) return row;
	} while (next !== begin);
	throw new Error(`Every port from ${lowest} to ${highest} is in use.`);
}
