import type { Clock } from '../clock';

const dayInMilliseconds = 24 * 60 * 60 * 1000;

/** A count as a snapshot keeps it. */
export interface DailyCountState {
	readonly count: number;
	readonly end: number;
}

/** What one server has sent. The contract does not say when a window begins: here with the first thing in it. */
export class DailyCount {
	private count = 0;
	private end = Number.NEGATIVE_INFINITY;

	constructor(private readonly clock: Clock) {}

	/** How many there are in the window of now. */
	get current(): number {
		return this.clock.now() < this.end ? this.count : 0;
	}

	/** When the window of now ends, in milliseconds since the epoch; undefined while none has begun. */
	get until(): number | undefined {
		return this.clock.now() < this.end ? this.end : undefined;
	}

	get state(): DailyCountState {
		return { count: this.count, end: this.end };
	}

	restore({ count, end }: DailyCountState): void {
		this.count = count;
		this.end = end;
	}

	add(): void {
		if (this.clock.now() >= this.end) {
			this.count = 0;
			this.end = this.clock.now() + dayInMilliseconds;
		}
		this.count++;
	}
}
