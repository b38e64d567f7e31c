import type { NodeHint } from 'n8n-workflow';

/**
 * A hint in the output pane, before the node has run.
 *
 * @param operations the operations that it concerns. Default: all
 */
export function outputHint(message: string, operations?: readonly string[]): NodeHint {
	return {
		type: 'info',
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
		...(operations === undefined ? {} : { displayCondition: `={{ ${JSON.stringify(operations)}.includes($parameter["operation"]) }}` }),
		message,
	};
}
