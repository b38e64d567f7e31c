import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toSpectrumError } from '../../spectrum/errors/from';
import { quotaOf } from '../../spectrum/errors/quotas';
import type { SpectrumError } from '../../spectrum/errors/SpectrumError';
import { systemClock } from '../../spectrum/timing/clock';
import { errorFields } from '../errors/errors';
import { whenLimitOption } from '../fields/whenLimit';
import { choiceParameter } from '../parameters/choice';
import { asOption } from '../parameters/parameters';
import { isToolCall } from '../run/toolCall';

const dayMilliseconds = 24 * 60 * 60_000;

/** Whether an item that a limit stops goes to the output *Not Sent*. Never for an agent, whose tool has one answer. */
export function hasLimitOutput(context: IExecuteFunctions, itemIndex: number): boolean {
	const choice = choiceParameter(context, asOption(whenLimitOption), itemIndex, ['error', 'output'] as const, 'error');
	return choice === 'output' && !isToolCall(context);
}

/** The item of a message that a limit stopped, with its own fields. Undefined for every other failure. */
export function notSentItem(context: IExecuteFunctions, itemIndex: number, caught: unknown): INodeExecutionData | undefined {
	const error = toSpectrumError(caught);
	if (error.kind !== 'quota') return undefined;
	const { json, binary } = context.getInputData()[itemIndex] ?? { json: {} };
	const { message, advice, code, quota } = errorFields(error);
	const retryAt = retryTime(error, systemClock.now());
	const about: IDataObject = {
		quota: JSON.parse(JSON.stringify({ code, message, advice, ...quota })) as IDataObject,
		...(retryAt === undefined ? {} : { retryAt: new Date(retryAt).toISOString() }),
	};
	return { json: { ...json, ...about }, ...(binary === undefined ? {} : { binary }), pairedItem: { item: itemIndex } };
}

/**
 * When another attempt makes sense, in milliseconds since the epoch: what the server says, otherwise what is known of the
 * limit. Undefined when time alone does not help.
 */
function retryTime({ code, retryAfterMilliseconds }: SpectrumError, now: number): number | undefined {
	if (retryAfterMilliseconds !== undefined) return now + retryAfterMilliseconds;
	const retry = quotaOf(code)?.retry;
	switch (retry?.when) {
		case 'nextWindow':
			// The contract does not say when the server's day begins. A day from now it is another one in any case.
			return now + dayMilliseconds;
		case 'later':
			return now + retry.atLeastMilliseconds;
		case 'afterReply':
		case 'changeContent':
		case undefined:
			return undefined;
	}
}
