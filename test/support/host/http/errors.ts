import { BaseError } from 'n8n-workflow';

/** packages/cli/src/errors/response-errors/abstract/response.error.ts */
export class ResponseError extends BaseError {
	/** @param errorCode what the answer's `code` says; n8n uses the status unless told otherwise. */
	constructor(
		message: string,
		readonly httpStatusCode: number,
		readonly errorCode: number = httpStatusCode,
		readonly hint?: string,
	) {
		super(message, { level: httpStatusCode >= 400 && httpStatusCode < 500 ? 'warning' : 'error' });
		this.name = 'ResponseError';
	}
}

/** packages/cli/src/errors/response-errors/not-found.error.ts */
export class NotFoundError extends ResponseError {
	constructor(message: string, hint?: string) {
		super(message, 404, 404, hint);
	}
}

/** packages/cli/src/errors/response-errors/unprocessable.error.ts */
export class UnprocessableRequestError extends ResponseError {
	constructor(message: string, hint?: string) {
		super(message, 422, 422, hint);
	}
}

/** packages/cli/src/errors/response-errors/conflict.error.ts */
export class ConflictError extends ResponseError {
	constructor(message: string, hint?: string) {
		super(message, 409, 409, hint);
	}
}

const hints = {
	default:
		"Click the 'Execute workflow' button on the canvas, then try again. (In test mode, the webhook only works for one call after you click this button)",
	production:
		"The workflow must be active for a production URL to run successfully. You can activate the workflow using the toggle in the top-right of the editor. Note that unlike test URL calls, production URL calls aren't shown on the canvas (only in the executions list)",
};

/** packages/cli/src/errors/response-errors/webhook-not-found.error.ts */
export class WebhookNotFoundError extends NotFoundError {
	constructor(
		{ path, httpMethod, webhookMethods }: { path: string; httpMethod?: string; webhookMethods?: string[] },
		hint: keyof typeof hints = 'default',
	) {
		super(notFoundMessage(path, httpMethod, webhookMethods), webhookMethods?.length ? '' : hints[hint]);
	}
}

function notFoundMessage(path: string, httpMethod?: string, webhookMethods: string[] = []): string {
	if (webhookMethods.length > 0 && httpMethod) {
		const methods =
			webhookMethods.length === 1 ? webhookMethods[0] : `${webhookMethods.slice(0, -1).join(', ')} or ${webhookMethods.at(-1)}`;
		return `This webhook is not registered for ${httpMethod} requests. Did you mean to make a ${methods} request?`;
	}
	return `The requested webhook "${httpMethod ? `${httpMethod} ` : ''}${path}" is not registered.`;
}
