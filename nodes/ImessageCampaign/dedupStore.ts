import type { IExecuteFunctions } from 'n8n-workflow';
import { nodeIdentity, type NodeNames } from '../shared/n8n/memory/nodeIdentity';
import type { OnceStore } from '../shared/spectrum/gateway/recipes/campaign/onceStore';
import { Turns } from '../shared/spectrum/timing/turns';

/** Entries that n8n keeps for the node: one for each person of its campaigns, and one more while a message is on its way. */
const options = { mode: 'entries', maxEntries: 400_000 } as const;

/** With each call, n8n reads all entries of a node, changes them, and writes them. Two at once would lose the change of one. */
const turns = new Turns();

/**
 * The messages of the node's campaigns in n8n's deduplication store. Its only question also records what it asks about, so
 * a message has two entries from before it is sent, and only the first of them afterwards. Both mean that a run was
 * interrupted. In whatever moment n8n is killed, none of them says of a message that it was sent when it was not.
 */
export function dedupStore(context: NodeNames & Pick<IExecuteFunctions, 'helpers'>): OnceStore {
	const { helpers } = context;
	const name = nodeIdentity(context);
	const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => await turns.take(name, work);
	const ask = async (entries: string[]) => (await helpers.checkProcessedAndRecord(entries, 'node', options)).processed;
	const remove = async (...entries: string[]): Promise<void> =>
		await inTurn(async () => await helpers.removeProcessed(entries, 'node', options));
	return {
		name,
		begin: async (id) => {
			const both = [known(id), open(id)];
			// n8n inserts the first entries of a node, which fails when another worker has just done so.
			const found = await inTurn(async () => await ask(both).catch(async () => await ask(both)));
			if (found.length === 0) return 'first';
			if (found.includes(open(id))) return 'begun';
			await remove(open(id));
			return 'done';
		},
		finish: async (id) => await remove(open(id)),
		forget: async (id) => await remove(known(id), open(id)),
	};
}

const known = (id: string): string => `known ${id}`;
const open = (id: string): string => `open ${id}`;
