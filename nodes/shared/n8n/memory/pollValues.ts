import { BoundedMap } from '../../spectrum/timing/boundedMap';
import type { PollValue } from '../../spectrum/model/poll/pollChoice';
import { jsonList } from '../../spectrum/values/entries';
import { asText } from '../../spectrum/values/json';
import { valueOfWorkflow, type WorkflowDataContext } from './staticData';

/** The part of a context that identifies a workflow and reaches its stored data. Triggers have it as well. */
export interface PollMemoryContext extends WorkflowDataContext {
	getWorkflow(): { readonly id?: string };
}

/** What a workflow remembers of a poll in addition to the server's data: the wire carries no values, and has lost titles. */
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

/** Limits of the memory. */
export const pollMemoryLimits = {
	/** Polls of one workflow: n8n loads and stores all of a workflow's data with each execution. */
	polls: 100,
	/** Workflows that one process remembers. */
	workflows: 500,
} as const;

/** One text: the Trigger looks at it with every event, and n8n copies every part of what it stores by itself. */
const storedPolls = valueOfWorkflow('imessagePolls', (stored) => asText(stored) ?? '');

const nothing: KnownPoll = { title: '', values: [] };

/**
 * The titles and values of the polls that a workflow created, in the workflow's stored data, so that all its nodes,
 * including its Trigger, know what a vote means, even after a restart. Bounded: the oldest poll is dropped first.
 *
 * The process keeps a copy. n8n stores nothing of a manual run. An execution that ends, and the Trigger with every event,
 * overwrite what others have stored since they loaded the workflow's data. The next poll, and {@link restore}, put back
 * what this process has seen. Other workflows do not see it. A Trigger in another process does not see it either, because
 * it continues with the data that it started with.
 */
export class PollMemory {
	private readonly workflows = new BoundedMap<readonly StoredPoll[]>(pollMemoryLimits.workflows);
	/** The stored text of a workflow that has all that the process has seen. */
	private readonly complete = new BoundedMap<string>(pollMemoryLimits.workflows);

	constructor(private readonly now: () => number = Date.now) {}

	/** The remembered title and values of a poll. Empty for a poll that this workflow did not create, or has forgotten. */
	recall(context: PollMemoryContext, pollId: string): KnownPoll {
		return this.known(context).find(({ id }) => id === pollId) ?? nothing;
	}

	/** Adds to what is remembered of a poll. New titles and values replace earlier ones. */
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
		this.store(context, kept);
	}

	/** Adds what this process has seen to the data that is about to be stored, if it is missing there. */
	restore(context: PollMemoryContext): void {
		const workflow = workflowOf(context);
		const seen = this.workflows.get(workflow);
		if (seen === undefined) return;
		const stored = storedPolls.read(context);
		if (stored === this.complete.get(workflow)) return;
		const there = new Map(parsePolls(stored).map(({ id, at }) => [id, at]));
		if (seen.every(({ id, at }) => (there.get(id) ?? -1) >= at)) this.complete.set(workflow, stored);
		else this.store(context, this.known(context).slice(-pollMemoryLimits.polls));
	}

	private store(context: PollMemoryContext, polls: readonly StoredPoll[]): void {
		const text = JSON.stringify(polls);
		storedPolls.write(context, text);
		this.complete.set(workflowOf(context), text);
	}

	/** Oldest first. If both have a poll, the one that was written later counts. */
	private known(context: PollMemoryContext): StoredPoll[] {
		const polls = new Map<string, StoredPoll>();
		for (const poll of [...parsePolls(storedPolls.read(context)), ...(this.workflows.get(workflowOf(context)) ?? [])]) {
			const other = polls.get(poll.id);
			if (other === undefined || other.at <= poll.at) polls.set(poll.id, poll);
		}
		return [...polls.values()].sort((left, right) => left.at - right.at);
	}
}

/** The memory of the process. */
export const pollMemory = new PollMemory();

/** People can write into a workflow's data with a Code node: anything that is not a poll is left out. */
function parsePolls(stored: string): StoredPoll[] {
	return (jsonList(stored) ?? []).filter(isStoredPoll);
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
