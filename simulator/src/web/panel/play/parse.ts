import { sentences } from './grammar';
import type { Step } from './steps';

/** Lines of one play. */
export const mostLines = 200;
/** Characters of one line. */
export const longestLine = 2_000;
/** Unreadable lines that are told at once. */
const mostComplaints = 5;

/** What could not be read: one complaint for a line. */
export class PlayError extends Error {
	constructor(readonly complaints: readonly string[]) {
		super(complaints.join('\n'));
	}
}

/**
 * The steps of a play, in order. Empty lines and those that begin with `#` are left out.
 *
 * @throws PlayError naming each line that is not understood, what was found there and what is allowed
 */
export function parsePlay(text: string): Step[] {
	const lines = text.split(/\r?\n/);
	if (lines.length > mostLines) throw new PlayError([`A play has ${mostLines} lines at most; this one has ${lines.length}`]);
	const steps: Step[] = [];
	const complaints: string[] = [];
	for (const [index, written] of lines.entries()) {
		const line = index + 1;
		const trimmed = written.trim();
		if (trimmed === '' || trimmed.startsWith('#')) continue;
		try {
			steps.push({ line, text: trimmed, action: read(trimmed) });
		} catch (error) {
			complaints.push(complaintOf(line, error));
		}
	}
	const left = complaints.length - mostComplaints;
	if (left > 0) complaints.splice(mostComplaints, left, `and ${left} more ${left === 1 ? 'line' : 'lines'}`);
	if (complaints.length > 0) throw new PlayError(complaints);
	if (steps.length === 0) throw new PlayError(['There is nothing to play. For example, write: Ada: Hello']);
	return steps;
}

/** What went wrong with a line, in a sentence. */
export function complaintOf(line: number, error: unknown): string {
	const { message } = error as Error;
	return `Line ${line}: ${message.charAt(0).toUpperCase()}${message.slice(1)}`;
}

function read(written: string): Step['action'] {
	if (written.length > longestLine) throw new Error(`a line has ${longestLine} characters at most; this one has ${written.length}`);
	for (const { pattern, read: readGroups } of sentences) {
		const match = pattern.exec(written);
		if (match !== null) return readGroups(match.groups ?? {});
	}
	throw new Error(`“${shortened(written)}” is not understood. ${advice(written)}`);
}

/** What is allowed where the reading stopped. */
function advice(written: string): string {
	if (written.startsWith('+')) return 'Time moves on by a number and a unit, as in: +1 hour, +30 minutes, +2 days';
	if (/["“”]/.test(written)) return 'Words in quotation marks come last, as in: Ada ❤️ "Hello"';
	return 'A line is a name and what the person does, as in: Ada: Hello · Ada ❤️ last · Ada types · Ben > Team: Hi · +1 hour';
}

function shortened(text: string): string {
	const characters = [...text.slice(0, 200)];
	return characters.length > 60 ? `${characters.slice(0, 60).join('')}…` : text;
}
