import type { Line } from '../../model/line';
import { isNotFound } from '../calls';
import type { Gateway } from '../Gateway';
import type { LineChoice } from '../routing';

/** The answer of a line, and the line. */
export interface Found<Value> {
	readonly line: Line;
	readonly value: Value;
}

/**
 * Finds the line that has something, such as a message or a file, by its ID alone. A pinned line is the only one that is
 * asked. Otherwise the line of the incoming item is asked first and then the other lines, because an ID does not name its
 * line. Rejects with the last line's error when no line has it.
 */
export async function findLine<Value>(gateway: Gateway, choice: LineChoice, ask: (line: Line) => Promise<Value>): Promise<Found<Value>> {
	const first = await gateway.anyLine(choice);
	const others = choice.pinned === undefined ? (await gateway.lines()).filter(({ id }) => id !== first.id) : [];
	for (const line of [first, ...others]) {
		try {
			return { line, value: await ask(line) };
		} catch (error) {
			if (!isNotFound(error) || line === (others.at(-1) ?? first)) throw error;
		}
	}
	throw new Error('There is always a first line');
}
