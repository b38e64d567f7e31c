import type { IExecuteFunctions } from 'n8n-workflow';
import type { OnceStore } from '../shared/spectrum/gateway/recipes/campaign/onceStore';

/** Entries that n8n keeps for the node: two for each person of its campaigns. */
const options = { mode: 'entries', maxEntries: 400_000 } as const;

/**
 * The messages of the node's campaigns in n8n's deduplication store. Its only question also records what it asks about, so
 * a message has two entries: one from before it was sent, and one from after. Only the first means that a run was
 * interrupted.
 */
export function dedupStore({ helpers }: Pick<IExecuteFunctions, 'helpers'>): OnceStore {
	const record = async (entry: string): Promise<boolean> =>
		(await helpers.checkProcessedAndRecord([entry], 'node', options)).processed.length > 0;
	const remove = async (...entries: string[]): Promise<void> => await helpers.removeProcessed(entries, 'node', options);
	return {
		begin: async (id) => {
			if (!(await record(begun(id)))) return 'first';
			if (await record(sent(id))) return 'done';
			await remove(sent(id));
			return 'begun';
		},
		finish: async (id) => void (await record(sent(id))),
		forget: async (id) => await remove(begun(id), sent(id)),
	};
}

const begun = (id: string): string => `begun ${id}`;
const sent = (id: string): string => `sent ${id}`;
