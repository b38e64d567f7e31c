import { taught } from './grammar';
import { longestLine, mostLines } from './parse';

/** The language in a few lines, for the page. */
export interface PlayHelp {
	readonly sentences: ReadonlyArray<{ readonly example: string; readonly meaning: string }>;
	readonly limits: string;
}

export const playHelp: PlayHelp = {
	sentences: taught.map(({ example, meaning }) => ({ example, meaning })),
	limits: `At most ${mostLines} lines of ${longestLine} characters. Empty lines and lines that begin with # are ignored.`,
};
