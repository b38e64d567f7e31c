import { parseAddress } from '../model/address/address';
import { hashOfParts } from '../keys/hash';
import { sharedPhone, type Line, type LineInventory } from '../model/line';
import { SpectrumError } from '../errors/SpectrumError';

/** What decides the line of a call. */
export interface LineChoice {
	/** The line that the user pinned: a number, or a line ID. */
	readonly pinned?: string;
	/** The line of the incoming item. */
	readonly incoming?: string;
	/**
	 * Which line begins a conversation that no line has. `best`: the line that Spectrum Cloud chooses for new people.
	 * Default: one of the lines, always the same for the same write.
	 */
	readonly forNewPeople?: 'best';
}

/** The line, or the candidates whose servers must be asked first. */
export type Route = { readonly decided: true; readonly line: Line } | { readonly decided: false; readonly candidates: readonly Line[] };

/**
 * Chooses the line by the rules of the contract. The line of a shared plan is always used, even if another line is pinned.
 * Otherwise the pinned line is used, then the line of the incoming item, then the only line. Without any of these, ask the
 * candidates which of them has the space.
 */
export function route(inventory: LineInventory, choice: LineChoice): Route {
	const { plan } = inventory;
	// Addresses and tokens are left out.
	const lines = inventory.lines.map(({ id, phone }): Line => ({ id, phone }));
	if (lines.length === 0) throw noLines(plan);
	const [only] = lines;
	if (plan === 'shared' && only !== undefined) return { decided: true, line: only };
	if (choice.pinned !== undefined) {
		return { decided: true, line: lineNamed(choice.pinned, lines) };
	}
	// If the line was removed since the message arrived, another line of the project answers.
	const incoming = choice.incoming === undefined ? undefined : find(choice.incoming, lines);
	if (incoming !== undefined) return { decided: true, line: incoming };
	if (lines.length === 1 && only !== undefined) return { decided: true, line: only };
	return { decided: false, candidates: lines };
}

/**
 * Picks one of several lines pseudo-randomly, but always the same line for the same key. A repeated attempt on another line
 * would be a second message, because each line's server recognises only its own repeats. With rendezvous hashing, most
 * choices survive a line that is added or removed in the meantime.
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
				: `Check the credential: it should have a ${sharedPhone} line.`,
	});
}
