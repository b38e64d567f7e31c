import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { N8nProgram } from '../../../scripts/n8n/programs';

interface Answer {
	readonly id: number;
	readonly rows?: readonly unknown[];
	readonly error?: string;
}

/**
 * The SQLite database of an n8n, also while that runs or stands still. n8n's own Node reads it: the oldest Node that tests
 * run on has no SQLite.
 */
export class Database {
	private count = 0;
	private readonly waiting = new Map<number, (answer: Answer) => void>();

	private constructor(private readonly reader: ChildProcess) {
		reader.on('message', (answer: Answer) => {
			this.waiting.get(answer.id)?.(answer);
			this.waiting.delete(answer.id);
		});
		reader.once('exit', () => {
			for (const [id, hear] of this.waiting) hear({ id, error: 'The reader of the database has ended' });
		});
	}

	static open({ node }: N8nProgram, file: string): Database {
		const reader = fork(path.join(__dirname, 'readDatabase.cjs'), [file], {
			execPath: node,
			execArgv: ['--disable-warning=ExperimentalWarning'],
			env: { PATH: process.env.PATH },
		});
		return new Database(reader);
	}

	/** Runs one statement. Rejects with what SQLite says. */
	async rows<Row>(sql: string, ...values: ReadonlyArray<string | number>): Promise<Row[]> {
		const id = ++this.count;
		const { rows, error } = await new Promise<Answer>((resolve) => {
			this.waiting.set(id, resolve);
			this.reader.send({ id, sql, values });
		});
		if (rows === undefined) throw new Error(error);
		return rows as Row[];
	}

	close(): void {
		if (this.reader.connected) this.reader.disconnect();
	}
}
