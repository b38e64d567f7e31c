import { parseAddress, type Parsed } from '../model/address/address';
import { inEntry } from '../values/entries';
import { globOf, type Glob } from './glob';
import { invisibleIn, trimInvisible } from '../values/invisible';
import { sharedPhone, type Line } from '../model/line';
import { problemOfSpaceId } from '../model/space';
import { isPlainNumber, phoneSeparators } from '../model/address/phoneNumber';

/** Example for errors about an entry in a list of senders. */
export const senderExample = '+15551234567, alice@example.com, *@example.com, *@*.example.com or +44*';

/** Example for errors about an entry in a list of lines. */
export const lineExample = '+15559876543, or a line ID';

/** People, by address or by a pattern of their addresses. All values are normalised. */
export interface SenderList {
	readonly addresses: ReadonlySet<string>;
	/** From `*@example.com`: exactly this domain, without its subdomains. */
	readonly domains: ReadonlySet<string>;
	/** From `+44*`: the beginning of a number. */
	readonly prefixes: readonly string[];
	/** From `*@*.example.com` and `*@example.*`: patterns for a whole email address. */
	readonly globs: readonly Glob[];
}

interface SenderEntry {
	readonly kind: 'address' | 'domain' | 'prefix' | 'glob';
	readonly value: string;
}

/** A number of three to six digits that companies send from. It cannot receive messages. */
const shortCode = /^\d{3,6}$/;

/**
 * Reads a list of people: addresses, short codes, `+44*`, and email addresses with `*` as a wildcard.
 *
 * @param country the country of numbers without a country code, see {@link parseAddress}
 */
export function parseSenders(entries: readonly string[], country?: string): Parsed<SenderList> {
	const lists = { address: new Set<string>(), domain: new Set<string>(), prefix: new Set<string>(), glob: new Set<string>() };
	for (const entry of entries) {
		const parsed = parseSender(trimInvisible(entry), country);
		if (!parsed.ok) return inEntry(entry, parsed.problem);
		lists[parsed.value.kind].add(parsed.value.value);
	}
	const { address: addresses, domain: domains, prefix, glob } = lists;
	return { ok: true, value: { addresses, domains, prefixes: [...prefix], globs: [...glob].map(globOf) } };
}

/** True when the list includes this address. The spelling of the address does not matter. */
export function includesSender(list: SenderList, address: string): boolean {
	const normal = normalAddress(address);
	if (list.addresses.has(normal)) return true;
	const at = normal.lastIndexOf('@');
	if (at !== -1) return list.domains.has(normal.slice(at + 1)) || list.globs.some((glob) => glob.matches(normal));
	return list.prefixes.some((prefix) => normal.startsWith(prefix));
}

/** Reads a list of lines: numbers, `shared`, or line IDs. */
export function parseLines(entries: readonly string[], country?: string): Parsed<ReadonlySet<string>> {
	const lines = new Set<string>();
	for (const entry of entries) {
		const text = trimInvisible(entry);
		const parsed = parseAddress(text, country);
		// A line ID is a name, or begins with host:port for a self-hosted server. Any other entry is a mistyped number.
		const isId = /^[\w[][\w.:/+[\]-]*$/.test(text) && /[a-z:]/i.test(text);
		if (!parsed.ok && !isId) return inEntry(entry, parsed.problem);
		lines.add(parsed.ok ? parsed.value.address : text.toLowerCase());
	}
	return { ok: true, value: lines };
}

/** The IDs in a list of lines: neither numbers nor the one name of the shared plan. */
export function lineIdsIn(lines: ReadonlySet<string>): string[] {
	return [...lines].filter((line) => line !== sharedPhone && !parseAddress(line).ok);
}

/** True when the list includes this line, by its number or its ID. */
export function includesLine(lines: ReadonlySet<string>, line: Partial<Line>): boolean {
	return namesOf(line).some((name) => lines.has(name));
}

/** The names in a list that choose none of these lines. */
export function namesWithoutLine(names: ReadonlySet<string>, lines: readonly Line[]): string[] {
	const known = new Set(lines.flatMap(namesOf));
	return [...names].filter((name) => !known.has(name));
}

function namesOf({ phone, id }: Partial<Line>): string[] {
	return [phone, id].filter((name) => name !== undefined).map(normalAddress);
}

/** Reads a list of spaces: space IDs, or addresses for direct spaces. Returns their keys, see {@link spaceKey}. */
export function parseSpaces(entries: readonly string[], country?: string): Parsed<ReadonlySet<string>> {
	const keys = new Set<string>();
	for (const entry of entries) {
		const parsed = parseSpace(trimInvisible(entry), country);
		if (!parsed.ok) return inEntry(entry, parsed.problem);
		keys.add(parsed.value);
	}
	return { ok: true, value: keys };
}

/**
 * The part that all IDs of one space share. Servers and clients use different service prefixes (`any`, `iMessage`). The
 * prefix says how a message travels and does not identify the space.
 */
export function spaceKey(id: string): string {
	const [mark, rest] = splitSpaceId(id.trim()) ?? [undefined, id.trim()];
	if (mark === undefined) return rest;
	return `;${mark};${mark === '-' ? normalAddress(rest) : rest}`;
}

/** Address of the other person in a direct space. */
export function otherSide(spaceId: string): string | undefined {
	const [mark, rest] = splitSpaceId(spaceId.trim()) ?? [];
	return mark === '-' ? rest : undefined;
}

/**
 * Normalises an address for comparison. It may be one that cannot receive messages, such as a short code. An address with
 * invisible characters differs from the same address without them.
 */
export function normalAddress(address: string): string {
	if (isPlainNumber(address)) return address;
	if (invisibleIn(address) !== undefined) return address.toLowerCase();
	const parsed = parseAddress(address);
	return parsed.ok ? parsed.value.address : address.trim().toLowerCase();
}

function parseSender(text: string, country: string | undefined): Parsed<SenderEntry> {
	if (text.startsWith('*@') && !text.includes('*', 2)) {
		// The domain is valid when an address in it would be valid.
		const inside = parseAddress(`x${text.slice(1)}`);
		if (!inside.ok) return { ok: false, problem: 'has no complete domain after *@' };
		return { ok: true, value: { kind: 'domain', value: inside.value.address.slice(2) } };
	}
	if (/^\+.*\*$/.test(text)) {
		if (/\(\s*0/.test(text)) return { ok: false, problem: 'has a zero in parentheses, which received numbers never have; leave it out' };
		const prefix = text.slice(0, -1).replace(phoneSeparators, '');
		if (!/^\+[1-9]\d{0,13}$/.test(prefix)) return { ok: false, problem: 'does not have the beginning of a number after +' };
		return { ok: true, value: { kind: 'prefix', value: prefix } };
	}
	const hidden = text.includes('*') ? invisibleIn(text) : undefined;
	if (hidden !== undefined) return { ok: false, problem: `contains an invisible character, ${hidden}; type it instead of copying it` };
	if (text.includes('*')) return parseGlob(text.toLowerCase());
	const address = parseFrom(text, country);
	return address.ok ? { ok: true, value: { kind: 'address', value: address.value } } : address;
}

/** The pattern is valid when an address with some text instead of each `*` would be valid. */
function parseGlob(text: string): Parsed<SenderEntry> {
	if (text.includes('@') && parseAddress(text.replace(/\*+/g, 'x.x')).ok) return { ok: true, value: { kind: 'glob', value: text } };
	return { ok: false, problem: 'has a * in a place where it has no meaning' };
}

function parseSpace(text: string, country: string | undefined): Parsed<string> {
	const parts = splitSpaceId(text);
	if (parts === undefined && text.includes(';')) return { ok: false, problem: 'is not a space ID' };
	const [mark, rest] = parts ?? ['-', text];
	if (mark === '+') {
		const problem = /\s/.test(rest) ? 'has a space inside its ID' : problemOfSpaceId(rest);
		return problem === undefined ? { ok: true, value: `;+;${rest}` } : { ok: false, problem };
	}
	const address = parseFrom(rest, country);
	return address.ok ? { ok: true, value: `;-;${address.value}` } : address;
}

/** Reads the address of a sender: a normal address or a short code. */
function parseFrom(text: string, country: string | undefined): Parsed<string> {
	if (shortCode.test(text)) return { ok: true, value: text };
	const parsed = parseAddress(text, country);
	return parsed.ok ? { ok: true, value: parsed.value.address } : parsed;
}

function splitSpaceId(id: string): [mark: '-' | '+', rest: string] | undefined {
	const [, mark, rest] = /^[^;]+;([-+]);(.+)$/s.exec(id) ?? [];
	return rest === undefined ? undefined : [mark === '+' ? '+' : '-', rest];
}
