import { asFields } from '../../spectrum/values/json';
import { readKeptProgress, type KeptProgress } from '../../spectrum/log/reader/keptProgress';
import { Progress } from '../../spectrum/log/reader/progress';
import { BoundedMap } from '../../spectrum/timing/boundedMap';
import { nodeIdentity, type NodeNames } from './nodeIdentity';
import { NodeStore, type StaticDataContext } from './staticData';

/** What names a node, and reaches what n8n stores for it. */
export interface BookContext extends StaticDataContext, NodeNames {}

/** Name of the entry in the node's stored data: {@link KeptProgress}, as text, by account and line. */
const entry = 'progress';

/** Places that one process remembers. */
const mostPlaces = 5_000;

/**
 * How far each trigger node has got on each line, in the node's stored data and in this process.
 *
 * n8n stores the data when a trigger hands on an event, before the run exists, and at no other time; what a trigger
 * learns afterwards, such as the end of the last run, reaches the store with the next event only. So the process keeps
 * its own knowledge, by the node's id: a workflow that is published anew, or whose node was renamed, goes on from there.
 */
export class ProgressBook {
	private readonly places = new BoundedMap<Progress>(mostPlaces);

	/**
	 * The one record of a place, with what is stored added to what this process knows.
	 *
	 * @param onDamage called when something is stored that cannot be read, and this process does not know the place either:
	 * then it begins like a place that was never read
	 */
	open(context: BookContext, account: string, lineId: string, onDamage: () => void): Progress {
		const key = nodeIdentity(context, account, lineId);
		const known = this.places.get(key);
		const progress = known ?? new Progress();
		const stored = storedPlace(context, account, lineId);
		if (stored === 'damaged') {
			if (known === undefined) onDamage();
		} else if (stored !== undefined) {
			progress.merge(stored);
		}
		this.places.set(key, progress);
		return progress;
	}
}

/** Writes what is known of the lines of an account into the node's stored data. n8n stores it with the next event. */
export function keepProgress(context: BookContext, account: string, lines: ReadonlyMap<string, Progress>): void {
	const stored = asFields(new NodeStore(context).read(entry)) ?? {};
	const ofAccount: Record<string, unknown> = { ...asFields(stored[shortOf(account)]) };
	for (const [lineId, progress] of lines) ofAccount[lineId] = progress.keptText();
	new NodeStore(context).write(entry, { ...stored, [shortOf(account)]: ofAccount });
}

/** People can change a workflow's stored data. */
function storedPlace(context: BookContext, account: string, lineId: string): KeptProgress | 'damaged' | undefined {
	let found: unknown = new NodeStore(context).read(entry);
	for (const name of [shortOf(account), lineId]) {
		if (found === undefined) return undefined;
		const fields = asFields(found);
		if (fields === undefined) return 'damaged';
		found = fields[name];
	}
	return found === undefined ? undefined : (readKeptProgress(found) ?? 'damaged');
}

/** The account's hash is for telling a node's few accounts apart. */
function shortOf(account: string): string {
	return account.slice(0, 16);
}
