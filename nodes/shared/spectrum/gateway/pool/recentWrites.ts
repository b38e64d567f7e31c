/** Writes that are remembered at most. */
const defaultLimit = 10_000;

/**
 * Remembers a value for each write, by its key, while the process lives: n8n repeats a failed node within one process.
 * Bounded: the oldest write is forgotten first.
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
