import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import type { StoreEntry } from '../support/host/store';
import type { Row } from './ledger';

/** One write of n8n's database, with what it means here. */
export interface JournalLine {
	readonly entry: StoreEntry;
	readonly row?: Row;
}

/** Stands for the disk below n8n's database: each line is written before the call returns, and survives SIGKILL. */
export class Journal {
	private constructor(private readonly file: number) {}

	/** A line that was cut off is one that was not written: it is removed. */
	static open(path: string): { readonly journal: Journal; readonly lines: readonly JournalLine[] } {
		const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
		const whole = text.slice(0, text.lastIndexOf('\n') + 1);
		if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
		return { journal: new Journal(openSync(path, 'a')), lines: parse(whole) };
	}

	/** What a process that is gone has written. */
	static rows(path: string): readonly Row[] {
		const text = readFileSync(path, 'utf8');
		return parse(text.slice(0, text.lastIndexOf('\n') + 1)).flatMap(({ row }) => row ?? []);
	}

	write(line: JournalLine): void {
		writeSync(this.file, `${JSON.stringify(line)}\n`);
	}

	close(): void {
		closeSync(this.file);
	}
}

function parse(text: string): JournalLine[] {
	return text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as JournalLine);
}
