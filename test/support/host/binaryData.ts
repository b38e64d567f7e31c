import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IRun, WorkflowExecuteMode } from 'n8n-workflow';
import { Container } from './core';

/** Binary data goes to files below the user folder, n8n's default in regular mode. */
export async function initBinaryData(): Promise<void> {
	await Container.get(BinaryDataService).init();
}

/**
 * packages/cli/src/execution-lifecycle/restore-binary-data-id.ts: what a webhook stored before its execution had an id
 * lies in a folder `temp` and moves to the execution's. n8n does this for the first item's property `data` alone.
 */
export async function restoreBinaryDataId(run: IRun, executionId: string, mode: WorkflowExecuteMode): Promise<void> {
	if (mode !== 'webhook' || Container.get(BinaryDataConfig).mode === 'default') return;
	for (const tasks of Object.values(run.data.resultData.runData)) {
		const binary = tasks[0]?.data?.main?.[0]?.[0]?.binary?.data;
		const [storage, fileId] = binary?.id?.split(':') ?? [];
		if (binary === undefined || storage === undefined || !fileId?.includes('/temp/')) continue;
		const correct = fileId.replace('temp', executionId);
		await Container.get(BinaryDataService).rename(fileId, correct);
		binary.id = `${storage}:${correct}`;
	}
}
