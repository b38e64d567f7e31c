import type { Person } from './contacts';

/** What the page knows of people besides their messages. */
export interface DeskState {
	readonly people: readonly Person[];
	/** Rows of the history that a person has seen, by person, line and conversation. */
	readonly seen: ReadonlyArray<readonly [string, number]>;
	/** Whose phones send no read receipts. */
	readonly silent: readonly string[];
}

const mostPeople = 500;
const mostSeen = 20_000;

/**
 * Reads what `JSON.stringify` made of a state.
 *
 * @throws Error for anything else
 */
export function parseDeskState(text: string): DeskState {
	const { people, seen, silent } = JSON.parse(text) as Partial<Record<keyof DeskState, unknown>>;
	return {
		people: listOf(people, mostPeople, isPerson),
		seen: listOf(seen, mostSeen, isSeen),
		silent: listOf(silent, mostPeople, isText),
	};
}

function listOf<T>(value: unknown, most: number, isItem: (item: unknown) => item is T): T[] {
	if (!Array.isArray(value)) throw new Error('a list is missing');
	const items = value.slice(0, most);
	if (!items.every(isItem)) throw new Error('a list has something else in it');
	return items;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 600;

function isPerson(value: unknown): value is Person {
	const { address, name } = (value ?? {}) as Partial<Person>;
	return isText(address) && isText(name);
}

function isSeen(value: unknown): value is readonly [string, number] {
	return Array.isArray(value) && value.length === 2 && isText(value[0]) && Number.isInteger(value[1]);
}
