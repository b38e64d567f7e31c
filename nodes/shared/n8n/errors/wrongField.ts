import type { SpectrumErrorDetails } from '../../spectrum/errors/SpectrumError';
import { shortened } from '../../spectrum/values/cut';
import { jsonOf } from '../../spectrum/values/json';
import { shown } from '../../spectrum/values/invisible';

/** UTF-16 code units of a found value that an error shows. */
const longestShown = 100;

/** A field that cannot be used as it is. */
export interface WrongField {
	/** The name in the panel, with what it is: `field "To"`, `filter "Senders"`. */
	readonly field: string;
	/** What is wrong, as a clause without a subject: `is not a number`. */
	readonly problem: string;
	/** The value. Absent for secrets, which no error shows. */
	readonly found?: unknown;
	/** What to do, in a sentence. */
	readonly advice: string;
}

/** The error of a field that cannot be used: which one, what is wrong, what was found, and what to do. */
export function wrongField({ field, problem, found, advice }: WrongField): SpectrumErrorDetails {
	const text = typeof found === 'string' ? found : found === undefined ? '' : jsonOf(found);
	const cut = shown(shortened(text, longestShown));
	return { kind: 'invalid', message: `The ${field} ${problem}${cut === '' ? '' : `; found "${cut}"`}`, advice };
}
