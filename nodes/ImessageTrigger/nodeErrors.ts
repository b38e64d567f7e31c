import { ExecutionBaseError, type INode, type ITriggerFunctions } from 'n8n-workflow';
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

/** n8n's error for a failure. An error that n8n has already, such as one of an expression, keeps its own texts. */
export function nodeErrorOf(context: NodeContext, caught: unknown): ReturnType<typeof toNodeApiError> {
	const error = caught instanceof ExecutionBaseError ? caught : whole(toSpectrumError(caught));
	return toNodeApiError(context.getNode(), error);
}

/** For a failed activation n8n 2.8 shows only the description, and n8n 2.40 only the message, so both get the whole text. */
function whole(error: SpectrumError): SpectrumError {
	const all = `${error.message}. ${error.advice}`;
	return new SpectrumError({ ...error, message: all, advice: all, cause: error });
}
