import { asFields } from '../../shared/spectrum/values/json';
import { readStoredProgress, type StoredProgress } from '../../shared/spectrum/log/reader/storedProgress';
import { Progress } from '../../shared/spectrum/log/reader/progress';
import { BoundedMap } from '../../shared/spectrum/timing/boundedMap';
import { nodeIdentity, type NodeNames } from '../../shared/n8n/memory/nodeIdentity';
import { valueOfNode, type NodeDataContext } from '../../shared/n8n/memory/staticData';

/** The part of a context that identifies a node and reaches its stored data. */
export interface BookContext extends NodeDataContext, NodeNames {}

/** {@link StoredProgress}, as text, by account and line, and the workflow that stored it. */
const storedPlaces = valueOfNode('progress', (stored) => stored);

/** Where the ID of that workflow is. No account has a name like this. */
const owner = 'workflow';

/** Most places that one process remembers. */
const mostPlaces = 5_000;

/**
 * The progress of each trigger node on each line, in the node's stored data and in this process.
 *
 * n8n stores the data only when a trigger hands on an event, before the run exists. What a trigger learns later, such as
 * the end of the last run, reaches the store with the next event. So the process keeps its own copy by the node's ID: a
 * workflow that is published again, or whose node was renamed, continues from there.
 */
export class ProgressBook {
	private readonly places = new BoundedMap<Progress>(mostPlaces);

	/**
	 * The only record of a place. The stored progress is merged into what this process knows.
	 *
	 * @param onDamage Called when the stored progress cannot be read and this process does not know the place either. The
	 * place then begins as if it was never read.
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

/** Writes the progress of an account's lines into the node's stored data. n8n stores it with the next event. */
export function storeProgress(context: BookContext, account: string, lines: ReadonlyMap<string, Progress>): void {
	const stored = asFields(ownPlaces(context)) ?? {};
	const ofAccount: Record<string, unknown> = { ...asFields(stored[shortOf(account)]) };
	for (const [lineId, progress] of lines) ofAccount[lineId] = progress.storedText();
	storedPlaces.write(context, { ...stored, [owner]: context.getWorkflow().id ?? '', [shortOf(account)]: ofAccount });
}

/**
 * The places that this workflow has stored. A copy, made by n8n's API or from a file, may come with the data of its original,
 * which has run the events since then itself.
 */
function ownPlaces(context: BookContext): unknown {
	const stored = storedPlaces.read(context);
	const by = asFields(stored)?.[owner];
	return by === undefined || by === (context.getWorkflow().id ?? '') ? stored : undefined;
}

/** People can change a workflow's stored data. */
function storedPlace(context: BookContext, account: string, lineId: string): StoredProgress | 'damaged' | undefined {
	let found = ownPlaces(context);
	for (const name of [shortOf(account), lineId]) {
		if (found === undefined) return undefined;
		const fields = asFields(found);
		if (fields === undefined) return 'damaged';
		found = fields[name];
	}
	return found === undefined ? undefined : (readStoredProgress(found) ?? 'damaged');
}

/** A short hash is enough to distinguish the few accounts of a node. */
function shortOf(account: string): string {
	return account.slice(0, 16);
}
