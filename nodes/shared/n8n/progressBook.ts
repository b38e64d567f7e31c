import { asKeptProgress, type KeptProgress } from '../events/keptProgress';
import { Progress } from '../events/progress';
import { NodeStore, type StaticDataContext } from './staticData';

/** What names a node, and reaches what n8n stores for it. */
export interface BookContext extends StaticDataContext {
	getWorkflow(): { readonly id?: string };
	getNode(): { readonly id: string };
}

/** Name of the entry in the node's stored data: {@link KeptProgress} by account and line. */
const entry = 'progress';

/** Places that one process remembers. */
const mostPlaces = 5_000;

type Kept = Record<string, Record<string, KeptProgress>>;

/**
 * How far each trigger node has got on each line, in the node's stored data and in this process.
 *
 * n8n stores the data when a trigger hands on an event, before the run exists, and at no other time; what a trigger
 * learns afterwards, such as the end of the last run, reaches the store with the next event only. So the process keeps
 * its own knowledge, by the node's id: a workflow that is published anew, or whose node was renamed, goes on from there.
 */
export class ProgressBook {
	private readonly places = new Map<string, Progress>();

	/** The one record of a place, with what is stored added to what this process knows. */
	open(context: BookContext, account: string, lineId: string): Progress {
		const key = JSON.stringify([context.getWorkflow().id ?? '', context.getNode().id, account, lineId]);
		const known = this.places.get(key) ?? new Progress();
		const stored = asKeptProgress(storedIn(context)[shortOf(account)]?.[lineId]);
		if (stored !== undefined) known.merge(stored);
		this.remember(key, known);
		return known;
	}

	private remember(key: string, progress: Progress): void {
		this.places.delete(key);
		this.places.set(key, progress);
		if (this.places.size <= mostPlaces) return;
		const [oldest] = this.places.keys();
		if (oldest !== undefined) this.places.delete(oldest);
	}
}

/** Writes what is known of the lines of an account into the node's stored data. n8n stores it with the next event. */
export function keepProgress(context: BookContext, account: string, lines: ReadonlyMap<string, Progress>): void {
	const stored = storedIn(context);
	const ofAccount = { ...stored[shortOf(account)] };
	for (const [lineId, progress] of lines) ofAccount[lineId] = progress.kept();
	new NodeStore(context).write(entry, { ...stored, [shortOf(account)]: ofAccount });
}

function storedIn(context: BookContext): Kept {
	const stored = new NodeStore(context).read(entry);
	return typeof stored === 'object' && stored !== null ? (stored as Kept) : {};
}

/** The account's hash is for telling a node's few accounts apart. */
function shortOf(account: string): string {
	return account.slice(0, 16);
}
