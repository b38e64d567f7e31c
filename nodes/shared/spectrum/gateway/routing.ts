import { parseAddress } from '../model/address/address';
import { hashOfParts } from '../keys/hash';
import { sharedPhone, type Line, type LineInventory } from '../model/line';
import { SpectrumError } from '../errors/SpectrumError';

/** What is known about the line before one is chosen. */
export interface RouteWish {
	/** The line the user pinned: a number, or a line id. */
	readonly pinned?: string;
	/** The line of the incoming item. */
	readonly incoming?: string;
}

/** A choice of line, or the question that must be asked of the servers first. */
export type Route =
	| { readonly decided: true; readonly line: Line }
	| { readonly decided: false; readonly candidates: readonly Line[] };

/**
 * The contract's routing: one line needs no choice (a shared plan ignores a pinned line); else the pinned line, else
 * the line of the incoming item. Without either, the line that already has the space is to be asked for.
 */
export function route(inventory: LineInventory, wish: RouteWish): Route {
	const { plan } = inventory;
	// What reaches a line, its token above all, stays behind.
	const lines = inventory.lines.map(({ id, phone }): Line => ({ id, phone }));
	if (lines.length === 0) throw noLines(plan);
	const [only] = lines;
	if (plan === 'shared' && only !== undefined) return { decided: true, line: only };
	if (wish.pinned !== undefined) {
		return { decided: true, line: lineNamed(wish.pinned, lines) };
	}
	// A line that vanished since the message arrived cannot answer; another one of the project then does.
	const incoming = wish.incoming === undefined ? undefined : find(wish.incoming, lines);
	if (incoming !== undefined) return { decided: true, line: incoming };
	if (lines.length === 1 && only !== undefined) return { decided: true, line: only };
	return { decided: false, candidates: lines };
}

/**
 * One of several lines, as good as at random, but always the same for the same key: a repeated attempt that picked
 * another line would be a second message, because each line's server recognises only its own repeats. Rendezvous
 * hashing keeps the choice when a line is added or removed in between.
 */
export function lineForKey(lines: readonly Line[], key: string): Line {
	const ranked = lines.map((line) => ({ line, rank: hashOfParts([key, line.id]) }));
	const best = ranked.reduce((left, right) => (right.rank > left.rank ? right : left));
	return best.line;
}

function lineNamed(name: string, lines: readonly Line[]): Line {
	const line = find(name, lines);
	if (line !== undefined) return line;
	throw new SpectrumError({
		kind: 'invalid',
		message: `There is no line "${name}" in this credential`,
		advice: `Use one of its lines: ${lines.map((known) => known.phone).join(', ')}`,
	});
}

function find(name: string, lines: readonly Line[]): Line | undefined {
	const parsed = parseAddress(name);
	const phone = parsed.ok ? parsed.value.address : name;
	return lines.find((line) => line.phone === phone || line.id === name);
}

function noLines(plan: LineInventory['plan']): SpectrumError {
	return new SpectrumError({
		kind: 'unsupported',
		message: 'The project has no line to send from',
		advice:
			plan === 'dedicated'
				? 'Add a line to the project in the Spectrum dashboard; a line without a number does not count.'
				: `Check the credential: a ${sharedPhone} line should be there.`,
	});
}
