import type { LogConsumer, Gap, LogEntry } from '../../../../nodes/shared/spectrum/log/entry';

/** Takes what a reader hands on, and ends nothing by itself. */
export class RecordingConsumer implements LogConsumer {
	readonly entries: LogEntry[] = [];
	readonly gaps: Gap[] = [];
	/** Whether events are done as soon as they come. */
	isInstant = false;

	accept(entry: LogEntry): void {
		this.entries.push(entry);
		if (this.isInstant) entry.done();
	}

	gap(gap: Gap): void {
		this.gaps.push(gap);
	}

	/** In the order in which they came. */
	get sequences(): string[] {
		return this.entries.map(({ sequence }) => sequence);
	}

	/** The newest entry of an event. */
	entry(sequence: number | string): LogEntry {
		const entry = this.entries.findLast((one) => one.sequence === String(sequence));
		if (entry === undefined) throw new Error(`Event ${sequence} was not handed on`);
		return entry;
	}

	finish(...sequences: ReadonlyArray<number | string>): void {
		for (const sequence of sequences) this.entry(sequence).done();
	}
}
