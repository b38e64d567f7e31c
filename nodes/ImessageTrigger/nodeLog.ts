import type { IHookFunctions, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';

type LogContext = Pick<IHookFunctions | ITriggerFunctions | IWebhookFunctions, 'getNode' | 'getWorkflow' | 'logger'>;

/**
 * Writes a line about the node to n8n's log.
 *
 * @param predicate what the node did, after its name: `refused a webhook request`
 * @param data of the line besides workflow and node
 */
export function logAbout(
	context: LogContext,
	level: 'debug' | 'info' | 'warn',
	predicate: string,
	data: Readonly<Record<string, unknown>> = {},
): void {
	context.logger[level](`${nameOf(context)} ${predicate}`, { ...identityOf(context), ...data });
}

/** Writes a warning that is a sentence of its own, after the node's name. */
export function warnOf(context: LogContext, sentence: string): void {
	context.logger.warn(`${nameOf(context)}: ${sentence}`, identityOf(context));
}

function nameOf(context: LogContext): string {
	return `"${context.getNode().name}" in workflow "${context.getWorkflow().name ?? ''}"`;
}

function identityOf(context: LogContext): Record<string, unknown> {
	return { workflowId: context.getWorkflow().id, nodeName: context.getNode().name };
}
