/** How many writes are remembered. */
const defaultLimit = 10_000;

/**
 * Something remembered of writes, by their keys, for as long as the process lives: n8n repeats a failed node within
 * one process. Bounded; the one that was set longest ago goes first.
 */
export class RecentWrites<Value> {
	private readonly byKey = new Map<string, Value>();

	constructor(private readonly limit = defaultLimit) {}

	get(key: string): Value | undefined {
		return this.byKey.get(key);
	}

	set(key: string, value: Value): void {
		this.byKey.delete(key);
		this.byKey.set(key, value);
		if (this.byKey.size <= this.limit) return;
		const [oldest] = this.byKey.keys();
		if (oldest !== undefined) this.byKey.delete(oldest);
	}

	delete(key: string): void {
		this.byKey.delete(key);
	}
}
