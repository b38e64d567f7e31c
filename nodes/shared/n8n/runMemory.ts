import type { IExecuteFunctions } from 'n8n-workflow';

/** What the pack keeps of one execution. n8n stores it with the execution, so it outlives waits and other processes. */
interface RunRecord {
	/** Calls of each tool that write, by node ID. */
	calls: Record<string, number>;
	/** Conversations that each tool has begun, by node ID. */
	begun: Record<string, string[]>;
	/** IDs of the messages that the run has sent, oldest first. */
	sent: string[];
}

/** Name of the entry in the execution's flow context, which all nodes of the workflow share. */
const entry = 'imessage';

/** Messages that are remembered of one run. */
const mostSent = 100;

function recordOf(context: IExecuteFunctions): RunRecord {
	const flow = context.getContext('flow') as Record<string, unknown>;
	const record = (flow[entry] ?? {}) as Partial<RunRecord>;
	flow[entry] = record;
	record.calls ??= {};
	record.begun ??= {};
	record.sent ??= [];
	return record as RunRecord;
}

/** Counts one more writing call of this tool, and says how many that makes in this execution. */
export function countCall(context: IExecuteFunctions): number {
	const { calls } = recordOf(context);
	const { id } = context.getNode();
	calls[id] = (calls[id] ?? 0) + 1;
	return calls[id];
}

/** Notes a conversation that this tool begins, and says how many it has begun in this execution, this one included. */
export function countBegun(context: IExecuteFunctions, spaceKey: string): number {
	const { begun } = recordOf(context);
	const { id } = context.getNode();
	const spaces = (begun[id] ??= []);
	if (!spaces.includes(spaceKey)) spaces.push(spaceKey);
	return spaces.length;
}

/** Remembers a message that the run has sent. Of more than a hundred the oldest are forgotten. */
export function rememberSent(context: IExecuteFunctions, messageId: string): void {
	const { sent } = recordOf(context);
	if (!sent.includes(messageId)) sent.push(messageId);
	if (sent.length > mostSent) sent.shift();
}

/** Whether this execution has sent the message. */
export function wasSentInRun(context: IExecuteFunctions, messageId: string): boolean {
	return recordOf(context).sent.includes(messageId);
}
