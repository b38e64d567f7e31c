import { createServer } from 'node:net';
import { usualPort } from '../../simulator/src/standalone/start';

/** Which port of a run belongs to what, counted from the first one. */
export const offsets = { phone: 0, controlPlane: 1, firstLine: 2, n8n: 8, broker: 9 } as const;

const step = 10;
const mostTries = 40;

/** The first of a row of ports that nobody uses now. */
export async function freeBase(from: number = usualPort): Promise<number> {
	for (let base = from; base < from + mostTries * step; base += step) {
		const free = await Promise.all(Object.values(offsets).map(async (offset) => await isFree(base + offset)));
		if (free.every(Boolean)) return base;
	}
	throw new Error(`Every port from ${from} on is in use. Choose others with --port.`);
}

export async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	return await new Promise((resolve) => {
		server.once('error', () => resolve(false));
		server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
	});
}
