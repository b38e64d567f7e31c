import type { IHookFunctions, ITriggerFunctions } from 'n8n-workflow';
import { wrongField } from '../../shared/n8n/errors/wrongField';
import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import type { EventFilter } from '../../shared/spectrum/filter/eventFilter';
import { lineIdsIn, namesWithoutLine } from '../../shared/spectrum/filter/filterEntries';
import type { Line } from '../../shared/spectrum/model/line';
import { isPersonWaiting } from '../nodeErrors';
import { warnOf } from '../nodeLog';
import { linesOption } from './filterFields';

/**
 * Refuses the activation because of a problem that a person can correct. At a start of n8n nobody is there to correct it, and
 * the messages that still arrive must not be lost. Then it only warns.
 */
export function refuseOrWarn(context: IHookFunctions | ITriggerFunctions, problem: SpectrumError | undefined): void {
	if (problem === undefined) return;
	if (isPersonWaiting(context)) throw problem;
	warnOf(context, `${problem.message}. ${problem.advice}`);
}

/** Checks that the credential has the lines of the filter: the workflow would wait for others forever. */
export function checkLines(context: IHookFunctions | ITriggerFunctions, filter: EventFilter, lines: readonly Line[]): void {
	refuseOrWarn(context, unknownLine(filter, lines));
}

/** Why deliveries by webhook cannot pass a filter: they name their line by its number only. Undefined when they can. */
export function undeliverableLine({ lines = new Set() }: EventFilter): SpectrumError | undefined {
	const [id] = lineIdsIn(lines);
	if (id === undefined) return undefined;
	const problem = 'has the ID of a line, but Spectrum names lines by their numbers when it delivers by webhook';
	const advice = 'Enter the numbers of the lines, or choose "Stream" in "Receive By".';
	return new SpectrumError(wrongField({ field: `filter "${linesOption.displayName}"`, problem, found: id, advice }));
}

/** How many lines of the credential an error names. */
const mostNamed = 10;

/** Why a filter would wait forever: the credential has no line of that name. Undefined when it has every line. */
function unknownLine({ lines: wanted = new Set() }: EventFilter, lines: readonly Line[]): SpectrumError | undefined {
	const [found] = namesWithoutLine(wanted, lines);
	if (found === undefined) return undefined;
	const names = lines
		.map(({ phone, id }) => phone || id)
		.sort()
		.slice(0, mostNamed);
	const more = lines.length > mostNamed ? [`${lines.length - mostNamed} more`] : [];
	const has = names.length === 0 ? 'no line' : new Intl.ListFormat('en').format([...names, ...more]);
	return new SpectrumError(
		wrongField({
			field: `filter "${linesOption.displayName}"`,
			problem: 'names a line that the credential does not have',
			found,
			advice: `The credential has ${has}. Correct the filter, or remove it to receive on all lines.`,
		}),
	);
}
