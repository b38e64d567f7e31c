import type { Line } from '../../model/line';
import { isNotFound } from '../calls';
import type { Gateway } from '../Gateway';
import type { RouteWish } from '../routing';

/** What a line answered, and which one it was. */
export interface Found<Value> {
	readonly line: Line;
	readonly value: Value;
}

/**
 * Asks for something that names no conversation. A pinned line is the only one asked; otherwise the line of the
 * incoming item comes first, and then the others, because an ID tells nothing of its line.
 */
export async function onKnowingLine<Value>(
	gateway: Gateway,
	wish: RouteWish,
	ask: (line: Line) => Promise<Value>,
): Promise<Found<Value>> {
	const first = await gateway.anyLine(wish);
	const others = wish.pinned === undefined ? (await gateway.lines()).filter(({ id }) => id !== first.id) : [];
	for (const line of [first, ...others]) {
		try {
			return { line, value: await ask(line) };
		} catch (error) {
			if (!isNotFound(error) || line === (others.at(-1) ?? first)) throw error;
		}
	}
	throw new Error('There is always a first line');
}
