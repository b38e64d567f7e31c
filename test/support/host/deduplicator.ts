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

/**
 * packages/cli/src/deduplication/deduplication-helper.ts, for the mode `entries`. Each call reads the row, changes it, and
 * writes it whole: of two calls at once, the later one undoes the other, and of two that insert the row, one fails.
 */
const deduplicator: IDataDeduplicator = {
	checkProcessedAndRecord: async (items, scope, contextData, { maxEntries }) => {
		const { entries, write } = await rowOf(scope, contextData);
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
		await write();
		return { new: fresh, processed };
	},
	removeProcessed: async (items, scope, contextData) => {
		const { entries, write } = await rowOf(scope, contextData);
		for (const item of items) {
			const index = entries.indexOf(hashOf(item));
			if (index !== -1) entries.splice(index, 1);
		}
		await write();
	},
	clearAllProcessedItems: async (scope, contextData) => void rows.delete(keyOf(scope, contextData)),
	getProcessedDataCount: async (scope, contextData) => (await rowOf(scope, contextData)).entries.length,
};

/** A copy of a row, and what writes it. */
async function rowOf(scope: DeduplicationScope, contextData: ICheckProcessedContextData) {
	const key = keyOf(scope, contextData);
	const own = rows;
	const found = own.get(key);
	const entries = [...(found ?? [])];
	await database();
	const write = async (): Promise<void> => {
		if (found === undefined && own.has(key)) throw new Error('SQLITE_CONSTRAINT: UNIQUE constraint failed: processed_data');
		own.set(key, entries);
		await database();
	};
	return { entries, write };
}

/** Others may go on while a database answers. */
async function database(): Promise<void> {
	await new Promise<void>((resolve) => setImmediate(resolve));
}

function keyOf(scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData): string {
	return JSON.stringify([workflow.id, scope === 'node' ? `n:${node?.id ?? ''}` : '']);
}

function hashOf(value: DeduplicationItemTypes): string {
	return createHash('md5').update(value.toString()).digest('base64');
}
