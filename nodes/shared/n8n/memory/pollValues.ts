import type { IDataObject } from 'n8n-workflow';
import { asFields, isFields } from '../../spectrum/values/json';
import { BoundedMap } from '../../spectrum/timing/boundedMap';
import type { PollValue } from '../../spectrum/model/poll/pollChoice';

/** The part of a context that reaches the data n8n stores for a workflow. Triggers have it as well. */
export interface PollMemoryContext {
	getWorkflowStaticData(type: string): IDataObject;
	getWorkflow(): { readonly id?: string };
}

/** What a workflow knows of a poll beside what the server says: the wire carries no values, and has lost titles. */
export interface KnownPoll {
	/** Empty when it is not known. */
	readonly title: string;
	readonly values: readonly PollValue[];
}

interface StoredPoll extends KnownPoll {
	readonly id: string;
	/** When it was last written, in milliseconds since the epoch. */
	readonly at: number;
}

/** How much is kept. */
export const pollMemoryLimits = {
	/** Polls of one workflow: n8n loads and stores all of a workflow's data with each execution. */
	polls: 100,
	/** Workflows that one process remembers. */
	workflows: 500,
} as const;

/** Name of the entry in the workflow's stored data: a list of {@link StoredPoll}. */
const entry = 'imessagePolls';

const nothing: KnownPoll = { title: '', values: [] };

/**
 * The titles and values of the polls that a workflow created, in the workflow's stored data, so that all its nodes, its
 * Trigger too, can tell what a vote means, also after a restart. Bounded: the oldest poll goes first.
 *
 * The process keeps a copy. n8n stores nothing of a run by hand, and whoever stores a workflow's data writes over what
 * others have stored since it was loaded: an execution that ends later, and the Trigger with every event. What this
 * process has seen is put back with the next poll, and by {@link restore}. Another workflow does not see any of it, and
 * neither does a Trigger in another process, which goes on with the data that it began with.
 */
export class PollMemory {
	private readonly workflows = new BoundedMap<readonly StoredPoll[]>(pollMemoryLimits.workflows);

	constructor(private readonly now: () => number = Date.now) {}

	/** What is known of a poll; empty for one that this workflow did not create, or has forgotten. */
	recall(context: PollMemoryContext, pollId: string): KnownPoll {
		return this.known(context).find(({ id }) => id === pollId) ?? nothing;
	}

	/** Adds to what is known of a poll; a title or value that was known before gives way. */
	remember(context: PollMemoryContext, pollId: string, news: KnownPoll): void {
		const known = this.known(context);
		const before = known.find(({ id }) => id === pollId) ?? nothing;
		const poll: StoredPoll = {
			id: pollId,
			at: this.now(),
			title: news.title === '' ? before.title : news.title,
			values: [...news.values, ...before.values.filter((value) => !news.values.some((other) => sameOption(value, other)))],
		};
		const kept = [...known.filter(({ id }) => id !== pollId), poll].slice(-pollMemoryLimits.polls);
		this.workflows.set(workflowOf(context), kept);
		write(context, kept);
	}

	/** Adds what this process has seen to the data that is about to be stored, where it is not there yet. */
	restore(context: PollMemoryContext): void {
		const seen = this.workflows.get(workflowOf(context));
		if (seen === undefined) return;
		const there = new Map(stored(context).map(({ id, at }) => [id, at]));
		if (seen.some(({ id, at }) => (there.get(id) ?? -1) < at)) write(context, this.known(context).slice(-pollMemoryLimits.polls));
	}

	/** Oldest first. Of a poll that both know, the later writing counts. */
	private known(context: PollMemoryContext): StoredPoll[] {
		const polls = new Map<string, StoredPoll>();
		for (const poll of [...stored(context), ...(this.workflows.get(workflowOf(context)) ?? [])]) {
			const other = polls.get(poll.id);
			if (other === undefined || other.at <= poll.at) polls.set(poll.id, poll);
		}
		return [...polls.values()].sort((left, right) => left.at - right.at);
	}
}

/** The memory of the process. */
export const pollMemory = new PollMemory();

/** n8n notices an assignment only, and what it hands out must not be put into another place of the data. */
function write(context: PollMemoryContext, polls: readonly StoredPoll[]): void {
	const data: unknown = context.getWorkflowStaticData('global');
	// Somebody may have put something else in the place of the data.
	if (isFields(data)) (data as IDataObject)[entry] = JSON.parse(JSON.stringify(polls)) as IDataObject[];
}

function stored(context: PollMemoryContext): StoredPoll[] {
	const list = asFields(context.getWorkflowStaticData('global'))?.[entry];
	if (!Array.isArray(list)) return [];
	// People can write into a workflow's data with a Code node: whatever is not a poll is left out.
	return (JSON.parse(JSON.stringify(list)) as unknown[]).filter(isStoredPoll);
}

function isStoredPoll(value: unknown): value is StoredPoll {
	if (typeof value !== 'object' || value === null) return false;
	const { id, at, title, values } = value as Partial<Record<keyof StoredPoll, unknown>>;
	return (
		typeof id === 'string' && typeof at === 'number' && typeof title === 'string' && Array.isArray(values) && values.every(isPollValue)
	);
}

function isPollValue(value: unknown): value is PollValue {
	if (typeof value !== 'object' || value === null) return false;
	const { id = '', text = '', value: meaning } = value as Partial<Record<keyof PollValue, unknown>>;
	return typeof id === 'string' && typeof text === 'string' && typeof meaning === 'string';
}

function sameOption(left: PollValue, right: PollValue): boolean {
	return left.id === undefined ? left.text === right.text : left.id === right.id;
}

function workflowOf(context: PollMemoryContext): string {
	return context.getWorkflow().id ?? '';
}
