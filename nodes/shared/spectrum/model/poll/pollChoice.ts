import type { Parsed } from '../address/address';
import { withoutBullet, withoutFence } from '../../values/entries';
import { isFields } from '../../values/json';
import type { PollOption } from './poll';
import { trimWords, withoutUnseen } from '../../values/invisible';

/** An option to create. Only the workflow knows its value, because the wire carries only texts. */
export interface PollChoice {
	readonly text: string;
	/** The result of a vote for it. Default: the text. */
	readonly value?: string;
}

/** An option of a poll with the value that the workflow gave it, if known. */
export interface ValuedOption extends PollOption {
	readonly value?: string;
}

/** The value of an option, which is named by ID, or by text if the ID is not known. */
export interface PollValue {
	readonly id?: string;
	readonly text?: string;
	readonly value: string;
}

/** The limits for the number of options in a new poll. */
export const pollOptionLimits = { fewest: 2, most: 10 } as const;

/** Example for errors about options. */
export const pollChoicesExample = 'Pizza, Pasta, Salad (2 to 10 different ones)';

/** Example for errors about values. */
export const pollValuesExample = '{{ $("iMessage Poll").item.json.options }}, or {"Pizza": "pizza-1", "Pasta": "pasta-7"}';

/** Checks the options of a new poll: 2 to 10 options, none empty, and every text and value names a single option. */
export function parsePollChoices(given: readonly PollChoice[]): Parsed<readonly PollChoice[]> {
	const choices = given.map(({ text, value }): PollChoice => {
		const trimmed = trimWords(value ?? '');
		return { text: trimWords(text), ...(trimmed === '' ? {} : { value: trimmed }) };
	});
	const { fewest, most } = pollOptionLimits;
	if (choices.length < fewest || choices.length > most) {
		return { ok: false, problem: `has ${choices.length} options, but a poll has ${fewest} to ${most}` };
	}
	const empty = choices.findIndex(({ text }) => text === '');
	if (empty >= 0) return { ok: false, problem: `has no text in option ${empty + 1}` };
	const named = new Map<string, number>();
	for (const [index, { text, value }] of choices.entries()) {
		for (const name of new Set([folded(text), ...(value === undefined ? [] : [folded(value)])])) {
			const other = named.get(name);
			if (other !== undefined) {
				return { ok: false, problem: `gives options ${other + 1} and ${index + 1} the same name; texts and values must differ` };
			}
			named.set(name, index);
		}
	}
	return { ok: true, value: choices };
}

/**
 * Reads a list of options from an expression or an AI: a list of texts, a list of objects with `text` and optionally
 * `value`, or either of them as JSON. A text with several lines has one option on each line, with or without bullets. A
 * text with one line separates the options by commas. An enclosing code fence is ignored.
 */
export function readPollChoices(input: unknown): readonly PollChoice[] {
	const list = typeof input === 'string' ? listIn(input) : input;
	if (!Array.isArray(list)) return [];
	return list.map((entry: unknown): PollChoice => {
		if (!isFields(entry)) return { text: asText(entry) };
		const value = asText(entry.value);
		return { text: asText(entry.text), ...(value === '' ? {} : { value }) };
	});
}

/**
 * Reads the values of options: an object that maps a text or ID to a value, or the `options` of an earlier output of the
 * node. Options without a value are left out.
 */
export function readPollValues(input: unknown): Parsed<readonly PollValue[]> {
	const given = typeof input === 'string' ? parsedJson(withoutFence(input)) : input;
	if (Array.isArray(given)) {
		if (!given.every(isFields)) return { ok: false, problem: 'is a list with entries that are not options' };
		return { ok: true, value: given.flatMap(valueOf) };
	}
	if (!isFields(given)) return { ok: false, problem: 'is neither a list of options nor an object' };
	const values = Object.entries(given).map(([name, value]) => ({ id: name, text: name, value: asText(value) }));
	return { ok: true, value: values.filter(({ value }) => value !== '') };
}

/**
 * The options with their known values. The first source that knows an option decides. Within a source, an ID takes
 * precedence over a text.
 */
export function withValues(options: readonly PollOption[], ...sources: ReadonlyArray<readonly PollValue[]>): ValuedOption[] {
	const ids = new Set(options.map(({ id }) => id));
	return options.map((option) => {
		for (const values of sources) {
			const known =
				values.find(({ id }) => id === option.id) ??
				values.find(({ id = '', text }) => !ids.has(id) && text !== undefined && sameText(text, option.text));
			if (known !== undefined) return { ...option, value: known.value };
		}
		return option;
	});
}

/**
 * Finds an option by its ID, its value or its text, in this order. If nothing matches exactly, case and spacing are
 * ignored. A name that fits several options is refused.
 */
export function findPollOption(options: readonly ValuedOption[], name: string): Parsed<ValuedOption> {
	const wanted = name.trim();
	if (wanted === '') return { ok: false, problem: 'is empty' };
	const matchers: ReadonlyArray<(option: ValuedOption) => boolean> = [
		({ id }) => id === wanted,
		({ value }) => value === wanted,
		({ text }) => text.trim() === wanted,
		({ text, value }) => folded(text) === folded(wanted) || (value !== undefined && folded(value) === folded(wanted)),
	];
	for (const fits of matchers) {
		const [found, ...more] = options.filter(fits);
		if (found === undefined) continue;
		if (more.length === 0) return { ok: true, value: found };
		return { ok: false, problem: `fits several options: ${listed([found, ...more])}; name one by its ID` };
	}
	return { ok: false, problem: `is not an option of this poll, which has ${listed(options)}` };
}

/** Options for an error message. */
function listed(options: readonly ValuedOption[]): string {
	if (options.length === 0) return 'none';
	return options.map(({ id, text, value }) => `"${text}" (${value === undefined ? '' : `value ${value}, `}ID ${id})`).join(', ');
}

/** True when two texts mean the same option to a person. */
export function sameText(left: string, right: string): boolean {
	return folded(left) === folded(right);
}

function folded(text: string): string {
	return withoutUnseen(text).normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}

function listIn(text: string): unknown {
	const inside = withoutFence(text);
	const json = parsedJson(inside);
	if (Array.isArray(json)) return json;
	const lines = inside.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
	return lines.length > 1 ? lines.map(withoutBullet) : inside.split(',').filter((part) => part.trim() !== '');
}

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		// Not JSON. The caller reads it differently or refuses it.
		return undefined;
	}
}

function valueOf(entry: Readonly<Record<string, unknown>>): PollValue[] {
	const value = asText(entry.value);
	if (value === '') return [];
	return [{ ...field('id', entry.id), ...field('text', entry.text), value }];
}

function field(name: 'id' | 'text', given: unknown): Partial<Record<'id' | 'text', string>> {
	const text = asText(given);
	return text === '' ? {} : { [name]: text };
}

function asText(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
