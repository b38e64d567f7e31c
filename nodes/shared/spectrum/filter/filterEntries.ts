import { parseAddress, type Parsed } from '../model/address/address';
import { inEntry } from '../values/entries';
import { globOf, type Glob } from './glob';
import { invisibleIn, trimInvisible } from '../values/invisible';
import type { Line } from '../model/line';
import { phoneSeparators } from '../model/address/phoneNumber';

/** Shown wherever an entry of a list of senders is refused. */
export const senderExample = '+15551234567, alice@example.com, *@example.com, *@*.example.com or +44*';

/** Shown wherever an entry of a list of lines is refused. */
export const lineExample = '+15559876543, or a line ID';

/** People, by address or by what their addresses have in common. Everything in its normalised form. */
export interface SenderList {
	readonly addresses: ReadonlySet<string>;
	/** Of `*@example.com`: exactly this domain, none below it. */
	readonly domains: ReadonlySet<string>;
	/** Of `+44*`: how a number begins. */
	readonly prefixes: readonly string[];
	/** Of `*@*.example.com` and `*@example.*`: what a whole e-mail address looks like. */
	readonly globs: readonly Glob[];
}

interface SenderEntry {
	readonly kind: 'address' | 'domain' | 'prefix' | 'glob';
	readonly value: string;
}

/** A number of three to six digits that companies send from. Nobody can write to it, but it writes. */
const shortCode = /^\d{3,6}$/;

/**
 * Reads people: addresses as everywhere, short codes, `+44*`, and e-mail addresses in which a `*` stands for anything.
 *
 * @param country How numbers without a country code are read: see {@link parseAddress}.
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

/** True when the list names this address, which may be written in any way. */
export function names(list: SenderList, address: string): boolean {
	const normal = normalAddress(address);
	if (list.addresses.has(normal)) return true;
	const at = normal.lastIndexOf('@');
	if (at !== -1) return list.domains.has(normal.slice(at + 1)) || list.globs.some((glob) => glob.matches(normal));
	return list.prefixes.some((prefix) => normal.startsWith(prefix));
}

/** Reads lines: numbers, `shared`, or the ids of lines. */
export function parseLines(entries: readonly string[], country?: string): Parsed<ReadonlySet<string>> {
	const lines = new Set<string>();
	for (const entry of entries) {
		const text = trimInvisible(entry);
		const parsed = parseAddress(text, country);
		// An id is a name or, of a self-hosted server, begins with host:port; all else was meant to be a number.
		const isId = /^[\w[][\w.:/+[\]-]*$/.test(text) && /[a-z:]/i.test(text);
		if (!parsed.ok && !isId) return inEntry(entry, parsed.problem);
		lines.add(parsed.ok ? parsed.value.address : text.toLowerCase());
	}
	return { ok: true, value: lines };
}

/** True when one of these lines is meant, by its number or its id. */
export function includesLine(lines: ReadonlySet<string>, line: Partial<Line>): boolean {
	return [line.phone, line.id].some((name) => name !== undefined && lines.has(normalAddress(name)));
}

/** Reads conversations: space ids, or the address of the other side of a direct one. As keys, see {@link spaceKey}. */
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
 * What two ids of one conversation have in common. Servers and clients differ in the service in front (`any`,
 * `iMessage`), which says how a message travels and not where it belongs.
 */
export function spaceKey(id: string): string {
	const [mark, rest] = splitSpaceId(id.trim()) ?? [undefined, id.trim()];
	if (mark === undefined) return rest;
	return `;${mark};${mark === '-' ? normalAddress(rest) : rest}`;
}

/** The other side of a direct conversation. */
export function otherSide(spaceId: string): string | undefined {
	const [mark, rest] = splitSpaceId(spaceId.trim()) ?? [];
	return mark === '-' ? rest : undefined;
}

/**
 * An address as it is compared. Servers also name senders that nobody can write to, such as a short code. One with
 * characters that nobody sees is another address than the one without.
 */
export function normalAddress(address: string): string {
	if (invisibleIn(address) !== undefined) return address.toLowerCase();
	const parsed = parseAddress(address);
	return parsed.ok ? parsed.value.address : address.trim().toLowerCase();
}

function parseSender(text: string, country: string | undefined): Parsed<SenderEntry> {
	if (text.startsWith('*@') && !text.includes('*', 2)) {
		// A domain is right when an address in it would be.
		const inside = parseAddress(`x${text.slice(1)}`);
		if (!inside.ok) return { ok: false, problem: 'names no complete domain behind *@' };
		return { ok: true, value: { kind: 'domain', value: inside.value.address.slice(2) } };
	}
	if (/^\+.*\*$/.test(text)) {
		if (/\(\s*0/.test(text)) return { ok: false, problem: 'has a zero in parentheses, which no number that arrives has; leave it out' };
		const prefix = text.slice(0, -1).replace(phoneSeparators, '');
		if (!/^\+[1-9]\d{0,13}$/.test(prefix)) return { ok: false, problem: 'is not the beginning of a number behind +' };
		return { ok: true, value: { kind: 'prefix', value: prefix } };
	}
	if (text.includes('*')) return parseGlob(text.toLowerCase());
	const address = parseFrom(text, country);
	return address.ok ? { ok: true, value: { kind: 'address', value: address.value } } : address;
}

/** A pattern is right when an address is that has something in the place of each `*`. */
function parseGlob(text: string): Parsed<SenderEntry> {
	if (text.includes('@') && parseAddress(text.replace(/\*+/g, 'x.x')).ok) return { ok: true, value: { kind: 'glob', value: text } };
	return { ok: false, problem: 'has a * in a place where it means nothing' };
}

function parseSpace(text: string, country: string | undefined): Parsed<string> {
	const parts = splitSpaceId(text);
	if (parts === undefined && text.includes(';')) return { ok: false, problem: 'is not a space ID' };
	const [mark, rest] = parts ?? ['-', text];
	if (mark === '+') {
		return /\s/.test(rest) ? { ok: false, problem: 'has a space inside its ID' } : { ok: true, value: `;+;${rest}` };
	}
	const address = parseFrom(rest, country);
	return address.ok ? { ok: true, value: `;-;${address.value}` } : address;
}

/** Whom messages come from: whom one can write to, and short codes. */
function parseFrom(text: string, country: string | undefined): Parsed<string> {
	if (shortCode.test(text)) return { ok: true, value: text };
	const parsed = parseAddress(text, country);
	return parsed.ok ? { ok: true, value: parsed.value.address } : parsed;
}

function splitSpaceId(id: string): [mark: '-' | '+', rest: string] | undefined {
	const [, mark, rest] = /^[^;]+;([-+]);(.+)$/s.exec(id) ?? [];
	return rest === undefined ? undefined : [mark === '+' ? '+' : '-', rest];
}
