import type { Workflow } from 'n8n-workflow';
import type { Store } from './store';

/**
 * `saveStaticData` of packages/cli/src/workflows/workflow-static-data.service.ts: only what has changed since it was
 * read or last saved is written.
 */
export function saveStaticData(store: Store, workflow: Workflow): void {
	if (workflow.staticData.__dataChanged !== true) return;
	store.saveStaticData(workflow.id, workflow.staticData);
	workflow.staticData.__dataChanged = false;
}
