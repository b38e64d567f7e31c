import { createHash } from 'node:crypto';
import { DataDeduplicationService } from 'n8n-core';
import type { DeduplicationItemTypes, DeduplicationScope, ICheckProcessedContextData, IDataDeduplicator } from 'n8n-workflow';

/** Rows of n8n's table `processed_data`, by workflow and context. */
export type ProcessedData = Map<string, string[]>;

let rows: ProcessedData = new Map();

/** n8n-core knows one store in a process, and the fast tests share n8n-core between files, which have stores of their own. */
const service = DataDeduplicationService as unknown as { instance?: unknown };

/** The store of the host that was started last. */
export async function useProcessedData(data: ProcessedData): Promise<void> {
	rows = data;
	service.instance = undefined;
	await DataDeduplicationService.init(deduplicator);
}

/** packages/cli/src/deduplication/deduplication-helper.ts, for the mode `entries`. */
const deduplicator: IDataDeduplicator = {
	checkProcessedAndRecord: async (items, scope, contextData, { maxEntries }) => {
		const entries = entriesOf(scope, contextData);
		const known = new Set(entries);
		const processed: DeduplicationItemTypes[] = [];
		const fresh: DeduplicationItemTypes[] = [];
		for (const item of items) {
			if (known.has(hashOf(item))) processed.push(item);
			else {
				fresh.push(item);
				entries.push(hashOf(item));
			}
		}
		if (maxEntries !== undefined) entries.splice(0, entries.length - maxEntries);
		return { new: fresh, processed };
	},
	removeProcessed: async (items, scope, contextData) => {
		const entries = entriesOf(scope, contextData);
		for (const item of items) {
			const index = entries.indexOf(hashOf(item));
			if (index !== -1) entries.splice(index, 1);
		}
	},
	clearAllProcessedItems: async (scope, contextData) => void rows.delete(keyOf(scope, contextData)),
	getProcessedDataCount: async (scope, contextData) => entriesOf(scope, contextData).length,
};

function entriesOf(scope: DeduplicationScope, contextData: ICheckProcessedContextData): string[] {
	const key = keyOf(scope, contextData);
	const entries = rows.get(key) ?? [];
	rows.set(key, entries);
	return entries;
}

function keyOf(scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData): string {
	return JSON.stringify([workflow.id, scope === 'node' ? `n:${node?.id ?? ''}` : '']);
}

function hashOf(value: DeduplicationItemTypes): string {
	return createHash('md5').update(value.toString()).digest('base64');
}
