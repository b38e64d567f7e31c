import type { IExecuteFunctions } from 'n8n-workflow';
import { runsOf } from './engineRecord';
import { flowRecord } from './flowRecord';
import { nodesBefore } from './startingEvent';

/** A tool's record of one execution. */
interface ToolRecord {
	/** Calls that write. */
	calls?: number;
	/** Conversations that it has begun. */
	begun?: string[];
}

/** Name of the record of each tool. */
const entry = 'imessageTool';

/** Name of the list, shared by all tools of a workflow, of the messages that they have sent. */
const sentEntry = 'imessageSent';

/** Most messages that are remembered for one execution. */
const mostSent = 100;

/** Nodes whose `messageId` is always a message of their own. */
const sendingNode = /\.imessage(?:Effect)?$/;

/** Counts one more writing call of this tool. Returns the number of its writing calls in this execution. */
export function countCall(context: IExecuteFunctions): number {
	const record = flowRecord<ToolRecord>(context, entry);
	record.calls = (record.calls ?? 0) + 1;
	return record.calls;
}

/** Records a conversation that this tool begins. Returns how many it has begun in this execution, including this one. */
export function countNewConversation(context: IExecuteFunctions, spaceKey: string): number {
	const { begun = [] } = flowRecord<ToolRecord>(context, entry);
	if (!begun.includes(spaceKey)) begun.push(spaceKey);
	flowRecord<ToolRecord>(context, entry).begun = begun;
	return begun.length;
}

/** Remembers a message that a tool has sent. Beyond a hundred, the oldest are forgotten. */
export function rememberSent(context: IExecuteFunctions, messageId: string): void {
	const sent = sentOf(context);
	if (!sent.includes(messageId)) sent.push(messageId);
	if (sent.length > mostSent) sent.shift();
}

/** Whether this execution has sent the message: a tool, or a sending node that stands before the agent. */
export function wasSentInRun(context: IExecuteFunctions, messageId: string): boolean {
	if (sentOf(context).includes(messageId)) return true;
	return nodesBefore(context)
		.filter(({ type }) => sendingNode.test(type))
		.some(({ name }) =>
			runsOf(context, name).some(({ data }) =>
				(data?.main ?? []).some((items) => (items ?? []).some(({ json }) => idOf(json) === messageId)),
			),
		);
}

function sentOf(context: IExecuteFunctions): string[] {
	const flow = context.getContext('flow');
	return (flow[sentEntry] ??= []) as string[];
}

function idOf(json: unknown): unknown {
	return (json as { messageId?: unknown } | undefined)?.messageId;
}
