import type { GapEvent, ImessageEvent } from '../../nodes/shared/spectrum/model/event/event';

/** What one event is called: its line's number and its place in the line's log. */
export interface Place {
	readonly line: string;
	readonly sequence: string;
	readonly space: string;
	/** Address of who did it, where the event says. */
	readonly sender?: string;
}

/** One row of n8n's executions. */
export interface Row {
	readonly execution: string;
	/** n8n's deduplication key. */
	readonly key?: string;
	/** Which process wrote it; counts the starts of n8n. */
	readonly life: number;
	readonly event: string;
	/** The events that it is for, several for a burst; none for a gap. */
	readonly places: readonly Place[];
}

/** What an item of the trigger is for. */
export function placesOf(item: ImessageEvent | GapEvent): readonly Place[] {
	if (item.event === 'line.gap') return [];
	const { space, sequence, content, sender } = item;
	const place = (at: unknown): Place => ({ line: space.phone ?? '', space: space.id, sequence: String(at), sender: sender?.address });
	if (content?.type !== 'burst') return [place(sequence)];
	return (content.items as Array<{ sequence?: string }>).map((original) => place(original.sequence));
}

export function nameOf({ line, sequence }: Pick<Place, 'line' | 'sequence'>): string {
	return `${line}#${sequence}`;
}

interface Waiter {
	readonly isMet: () => boolean;
	readonly resolve: () => void;
}

/** The rows of executions as they come to be, and a way to wait for them. */
export class Ledger {
	readonly rows: Row[] = [];
	/** Names of the events that have a row. */
	readonly known = new Set<string>();
	/** When the last row came, in real milliseconds since the epoch. */
	lastAt = Date.now();
	private readonly waiters = new Set<Waiter>();

	add(row: Row): void {
		this.rows.push(row);
		for (const place of row.places) this.known.add(nameOf(place));
		this.lastAt = Date.now();
		this.look();
	}

	/** Something that somebody waits for may have come true. */
	look(): void {
		for (const waiter of [...this.waiters]) {
			if (!waiter.isMet()) continue;
			this.waiters.delete(waiter);
			waiter.resolve();
		}
	}

	/** Resolves with true when it is met, with false when it has not been within so many real milliseconds. */
	async until(isMet: () => boolean, milliseconds: number): Promise<boolean> {
		if (isMet()) return true;
		let timer: NodeJS.Timeout | undefined;
		const waiter = { isMet, resolve: (): void => undefined };
		const met = new Promise<boolean>((resolve) => {
			waiter.resolve = () => resolve(true);
			timer = setTimeout(() => resolve(false), milliseconds);
		});
		this.waiters.add(waiter);
		try {
			return await met;
		} finally {
			clearTimeout(timer);
			this.waiters.delete(waiter);
		}
	}
}
