import type { Database } from '../support/database';

/** How n8n's database has one run. */
export interface RunRecord {
	readonly id: string;
	readonly status: string;
	/** `integrated` for the clock of a question. */
	readonly mode: string;
	/** When n8n resumes it, as its database writes it. */
	readonly waitTill: string | null;
	/** Of the data that n8n keeps of it, with its workflow. */
	readonly bytes: number;
	/** When n8n hid it. It deletes such a run an hour later. */
	readonly deletedAt: string | null;
}

/** Every run of a workflow, those included that n8n has hidden and deletes later, oldest first. */
export async function recordsOf(database: Database, workflowId: string): Promise<RunRecord[]> {
	return await database.rows(
		`SELECT CAST(run.id AS TEXT) AS id, run.status, run.mode, run.waitTill, run.deletedAt,
			length(CAST(kept.data AS BLOB)) + length(CAST(kept.workflowData AS BLOB)) AS bytes
		FROM execution_entity AS run LEFT JOIN execution_data AS kept ON kept.executionId = run.id
		WHERE run.workflowId = ? ORDER BY run.id`,
		workflowId,
	);
}

/** The runs that the list of executions can show. */
export async function shownOf(database: Database, workflowId: string): Promise<RunRecord[]> {
	return (await recordsOf(database, workflowId)).filter(({ deletedAt }) => deletedAt === null);
}

/** The run that asks, and the clock of its question, of a workflow that ran once. */
export async function runAndClock(
	database: Database,
	workflowId: string,
): Promise<{ readonly run?: RunRecord; readonly clock?: RunRecord }> {
	const records = await recordsOf(database, workflowId);
	return { run: records.find(({ mode }) => mode !== 'integrated'), clock: records.find(({ mode }) => mode === 'integrated') };
}
