import type { IHookFunctions, ITriggerFunctions } from 'n8n-workflow';
import { unknownLine } from '../shared/n8n/fields/triggerFilter';
import type { SpectrumError } from '../shared/spectrum/errors/SpectrumError';
import type { EventFilter } from '../shared/spectrum/filter/eventFilter';
import type { Line } from '../shared/spectrum/model/line';
import { isPersonWaiting } from './nodeErrors';
import { warnOf } from './nodeLog';

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
