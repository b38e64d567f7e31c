import { ExecutionBaseError, NodeApiError, NodeOperationError, type IDataObject, type INode, type JsonObject } from 'n8n-workflow';
import { toSpectrumError } from '../../spectrum/errors/from';
import { quotaOf, type Quota } from '../../spectrum/errors/quotas';
import { SpectrumError } from '../../spectrum/errors/SpectrumError';
import { present } from '../../spectrum/values/present';

/** What the error output carries, so that a workflow can branch on it. */
export interface ErrorFields {
	/** What happened. */
	message: string;
	kind: SpectrumError['kind'];
	/** What to do. */
	advice: string;
	/** Spectrum's own code; absent when there was none. */
	code?: string;
	status?: string;
	context?: Record<string, string>;
	/** Which limit was reached and when trying again makes sense; on quota errors with a known code. */
	quota?: Pick<Quota, 'scope' | 'limit' | 'retry' | 'meaning'>;
}

/** The fields of a failure that a workflow may see. Nothing here can hold a secret. */
export function errorFields(error: SpectrumError): ErrorFields {
	const quota = quotaOf(error.code);
	return {
		message: error.message,
		kind: error.kind,
		advice: error.advice,
		...present({ code: error.code, status: error.status }),
		...(Object.keys(error.context).length === 0 ? {} : { context: { ...error.context } }),
		...(quota === undefined ? {} : { quota: { scope: quota.scope, limit: quota.limit, retry: quota.retry, meaning: quota.meaning } }),
	};
}

/** The one place where a failure becomes n8n's error: message says what happened, description what to do. */
export function toNodeApiError(node: INode, caught: unknown, itemIndex?: number): NodeApiError | NodeOperationError {
	if (caught instanceof NodeApiError || caught instanceof NodeOperationError) return caught;
	// n8n's own errors, such as an expression that cannot be resolved, already have a message and a description.
	if (caught instanceof ExecutionBaseError) return new NodeOperationError(node, caught, { itemIndex });
	const error = toSpectrumError(caught);
	const nodeError = new NodeApiError(node, errorFields(error) as unknown as JsonObject, {
		message: error.message,
		description: error.advice,
		itemIndex,
		level: error.kind === 'internal' || error.kind === 'protocol' ? 'error' : 'warning',
	});
	// n8n replaces a message that mentions a network code, such as ENOTFOUND, by a sentence of its own.
	nodeError.message = error.message;
	return nodeError;
}

/** The same failure with its advice in the message: an agent passes only the message of a failed tool to its model. */
export function withAdvice(caught: unknown): unknown {
	if (caught instanceof ExecutionBaseError) return caught;
	const error = toSpectrumError(caught);
	return new SpectrumError({ ...error, message: `${error.message}. ${error.advice}`, cause: error });
}

/**
 * The recipient of a failed item. With it, the next node does not take the item for one about the person who started the
 * run.
 */
export interface FailedItem {
	/** The recipient as the field gave it. */
	readonly to?: string;
	readonly spaceId?: string;
	readonly line?: string;
}

/** The error output's item, as plain data. */
export function errorOutput(caught: unknown, about: FailedItem = {}): IDataObject {
	if (caught instanceof ExecutionBaseError) {
		const fields: ErrorFields = { kind: 'invalid', message: caught.message, advice: caught.description ?? '' };
		return { error: { ...fields, ...about } };
	}
	return { error: { ...errorFields(toSpectrumError(caught)), ...about } };
}
