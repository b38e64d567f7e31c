import type { INode, ITriggerFunctions } from 'n8n-workflow';
import { toSpectrumError } from '../shared/spectrum/errors/from';
import { SpectrumError } from '../shared/spectrum/errors/SpectrumError';
import { toNodeApiError } from '../shared/n8n/errors/errors';

interface NodeContext {
	getNode(): INode;
}

/** Runs `work`. Rejects with n8n's error for any failure, with message and advice in both of its texts. */
export async function withNodeErrors<Result>(context: NodeContext, work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (caught) {
		throw nodeErrorOf(context, caught);
	}
}

/**
 * Whether an activation fails when Spectrum cannot be reached or the public address is wrong. A person who activates needs
 * to know, but a start of n8n must not depend on that moment.
 */
export function isPersonWaiting(context: Pick<ITriggerFunctions, 'getActivationMode'>): boolean {
	const activation = context.getActivationMode();
	return activation !== 'init' && activation !== 'leadershipChange';
}

export function nodeErrorOf(context: NodeContext, caught: unknown): ReturnType<typeof toNodeApiError> {
	return toNodeApiError(context.getNode(), whole(toSpectrumError(caught)));
}

/** For a failed activation n8n 2.8 shows only the description, and n8n 2.40 only the message, so both get the whole text. */
function whole(error: SpectrumError): SpectrumError {
	const all = `${error.message}. ${error.advice}`;
	return new SpectrumError({ ...error, message: all, advice: all, cause: error });
}
