import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import type { StoreEntry } from '../support/host/store';
import type { Row } from './ledger';

/** One write of n8n's database, with what it means to a trigger's run. */
export interface JournalLine {
	readonly entry: StoreEntry;
	readonly row?: Row;
}

/** Stands for the disk below n8n's database: each line is written before the call returns, and survives SIGKILL. */
export class Journal<Line extends object = JournalLine> {
	private constructor(private readonly file: number) {}

	/** A line that was cut off is one that was not written: it is removed. */
	static open<Line extends object = JournalLine>(path: string): { readonly journal: Journal<Line>; readonly lines: readonly Line[] } {
		const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
		const whole = text.slice(0, text.lastIndexOf('\n') + 1);
		if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
		return { journal: new Journal(openSync(path, 'a')), lines: parse(whole) };
	}

	/** What a process that is gone has written, behind so many lines. */
	static read<Line extends object = JournalLine>(path: string, known = 0): readonly Line[] {
		const text = readFileSync(path, 'utf8');
		return parse(text.slice(0, text.lastIndexOf('\n') + 1), known);
	}

	write(line: Line): void {
		writeSync(this.file, `${JSON.stringify(line)}\n`);
	}

	close(): void {
		closeSync(this.file);
	}
}

function parse<Line>(text: string, known = 0): Line[] {
	return text
		.split('\n')
		.slice(known)
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Line);
}
