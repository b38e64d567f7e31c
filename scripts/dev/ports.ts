import { httpOffset, usualPort } from '../../simulator/src/standalone/start';
import { isRowFree } from '../ports';

/** Which port of a run belongs to what, counted from the first one. Lines that are added have those up to the HTTP face. */
export const offsets = { phone: 0, controlPlane: 1, firstLine: 2, http: httpOffset, n8n: 8, broker: 9 } as const;

const step = 10;
const mostTries = 40;

/** The first of a row of ports that nobody uses now. */
export async function freeBase(from: number = usualPort): Promise<number> {
	for (let base = from; base < from + mostTries * step; base += step) {
		if (await isRowFree(base, step)) return base;
	}
	throw new Error(`Every port from ${from} on is in use. Choose others with --port.`);
}
