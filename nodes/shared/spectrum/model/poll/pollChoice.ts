import type { Parsed } from '../address/address';
import { withoutBullet, withoutFence } from '../../values/entries';
import { isFields } from '../../values/json';
import type { PollOption } from './poll';

/** An option to create. Its value is for the workflow alone: the wire carries texts only. */
export interface PollChoice {
	readonly text: string;
	/** What a vote for it returns; absent means its text. */
	readonly value?: string;
}

/** An option of a poll together with the value that the workflow gave it, if that is known. */
export interface ValuedOption extends PollOption {
	readonly value?: string;
}

/** Which value belongs to which option: by id, or by text where the id was not known. */
export interface PollValue {
	readonly id?: string;
	readonly text?: string;
	readonly value: string;
}

/** How many options a new poll has. */
export const pollOptionLimits = { fewest: 2, most: 10 } as const;

/** Shown wherever options are refused. */
export const pollChoicesExample = 'Pizza, Pasta, Salad (2 to 10 different ones)';

/** Shown wherever values are refused. */
export const pollValuesExample = '{{ $("iMessage Poll").item.json.options }}, or {"Pizza": "pizza-1", "Pasta": "pasta-7"}';

/** Checks the options of a new poll: 2 to 10, none empty, and every text and value names one option only. */
export function parsePollChoices(given: readonly PollChoice[]): Parsed<readonly PollChoice[]> {
	const choices = given.map(({ text, value }): PollChoice => {
		const kept = value?.trim() ?? '';
		return { text: text.trim(), ...(kept === '' ? {} : { value: kept }) };
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
				return { ok: false, problem: `names options ${other + 1} and ${index + 1} alike; texts and values must differ` };
			}
			named.set(name, index);
		}
	}
	return { ok: true, value: choices };
}

/**
 * Reads a list of options that an expression or an AI gave: a list of texts, a list of objects with `text` and perhaps
 * `value`, the same as JSON, or a text with one option on each line, with or without bullets, or separated by commas when
 * it is one line. A code fence around it is none of it.
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
 * Reads which option has which value: an object from text or id to value, or the `options` of an earlier output of the
 * node. Options without a value are left out.
 */
export function readPollValues(input: unknown): Parsed<readonly PollValue[]> {
	const given = typeof input === 'string' ? parsedJson(withoutFence(input)) : input;
	if (Array.isArray(given)) {
		if (!given.every(isFields)) return { ok: false, problem: 'is a list of something else than options' };
		return { ok: true, value: given.flatMap(valueOf) };
	}
	if (!isFields(given)) return { ok: false, problem: 'is neither a list of options nor an object' };
	const values = Object.entries(given).map(([name, value]) => ({ id: name, text: name, value: asText(value) }));
	return { ok: true, value: values.filter(({ value }) => value !== '') };
}

/**
 * The options with the values that are known of them. The first source that knows an option decides; within a source
 * an id decides before a text.
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
 * Finds the option that somebody names by its id, its value or its text, in this order; only then case and spacing
 * are ignored. A name that fits several options is refused.
 */
export function findPollOption(options: readonly ValuedOption[], name: string): Parsed<ValuedOption> {
	const wanted = name.trim();
	if (wanted === '') return { ok: false, problem: 'is empty' };
	const ways: ReadonlyArray<(option: ValuedOption) => boolean> = [
		({ id }) => id === wanted,
		({ value }) => value === wanted,
		({ text }) => text.trim() === wanted,
		({ text, value }) => folded(text) === folded(wanted) || (value !== undefined && folded(value) === folded(wanted)),
	];
	for (const fits of ways) {
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
	return options
		.map(({ id, text, value }) => `"${text}" (${value === undefined ? '' : `value ${value}, `}ID ${id})`)
		.join(', ');
}

/** True when people would take two texts for the same option. */
export function sameText(left: string, right: string): boolean {
	return folded(left) === folded(right);
}

function folded(text: string): string {
	return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
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
		// Not JSON: the caller has another reading, or refuses it.
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
