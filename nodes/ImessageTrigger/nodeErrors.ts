import type { INode } from 'n8n-workflow';
import { toSpectrumError } from '../shared/spectrum/errors/from';
import { SpectrumError } from '../shared/spectrum/errors/SpectrumError';
import { toNodeApiError } from '../shared/n8n/errors/errors';

interface NodeContext {
	getNode(): INode;
}

/** Whatever fails in the work as n8n's error, with all that a person needs. */
export async function withNodeErrors<Result>(context: NodeContext, work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (caught) {
		throw nodeErrorOf(context, caught);
	}
}

export function nodeErrorOf(context: NodeContext, caught: unknown): ReturnType<typeof toNodeApiError> {
	return toNodeApiError(context.getNode(), whole(toSpectrumError(caught)));
}

/** Of a failed activation, n8n 2.8 shows the description alone, and n8n 2.40 the message alone: both say it all. */
function whole(error: SpectrumError): SpectrumError {
	const all = `${error.message}. ${error.advice}`;
	return new SpectrumError({ ...error, message: all, advice: all, cause: error });
}
