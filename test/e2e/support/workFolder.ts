import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';

/** How the folder of a run reaches the test files: jest gives them the environment, and nothing else. */
const variable = 'IMESSAGE_E2E_WORK';

export function useWorkFolder(folder: string): void {
	process.env[variable] = folder;
}

/** Everything that this run writes; removed at its end. */
export function workFolder(): string {
	const folder = process.env[variable];
	if (folder === undefined) throw new Error('The end-to-end suite is run by `npm run test:e2e`');
	return folder;
}

/** With IMESSAGE_E2E_KEEP=1 a failed run can be looked at. */
export function keepsWork(): boolean {
	return process.env.IMESSAGE_E2E_KEEP === '1';
}

/** Where the installed package waits to be given to each n8n. */
export function ourNodesIn(folder: string): string {
	return path.join(folder, 'installed', 'nodes');
}

/** A user folder for a new n8n, with our package installed. */
export function newUserFolder(): string {
	const folder = mkdtempSync(path.join(workFolder(), 'n8n-'));
	mkdirSync(path.join(folder, '.n8n'));
	cpSync(ourNodesIn(workFolder()), path.join(folder, '.n8n', 'nodes'), { recursive: true });
	return folder;
}
