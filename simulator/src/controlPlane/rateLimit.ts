import { outsideTime, type Clock } from '../clock';

/** Counts requests within a sliding second, a real one: the clients' pauses are real too. */
export class RateLimit {
	private recent: number[] = [];

	constructor(
		private readonly clock: Clock,
		/** Requests allowed in any one second; read at each request. `Infinity` switches it off. */
		private readonly perSecond: () => number,
	) {}

	/** Counts this request; false when it is one too many. A refused request does not count. */
	allows(): boolean {
		const now = outsideTime(this.clock);
		this.recent = this.recent.filter((at) => now - at < 1000);
		if (this.recent.length >= this.perSecond()) return false;
		this.recent.push(now);
		return true;
	}
}
