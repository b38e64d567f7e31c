/**
 * A map that never holds more than `limit` entries. Setting an entry makes it the newest one. When there are too many, the
 * oldest entry goes. A reader that uses `touch` instead of `get` keeps the recently used entries.
 *
 * What a process remembers for as long as it lives is kept in one of these.
 */
export class BoundedMap<Value> {
	private readonly entries = new Map<string, Value>();

	constructor(private readonly limit: number) {}

	get size(): number {
		return this.entries.size;
	}

	has(key: string): boolean {
		return this.entries.has(key);
	}

	get(key: string): Value | undefined {
		return this.entries.get(key);
	}

	/** The value of a key, which becomes the newest entry. */
	touch(key: string): Value | undefined {
		const value = this.entries.get(key);
		if (value !== undefined) this.set(key, value);
		return value;
	}

	set(key: string, value: Value): void {
		this.entries.delete(key);
		this.entries.set(key, value);
		if (this.entries.size <= this.limit) return;
		const [oldest] = this.entries.keys();
		if (oldest !== undefined) this.entries.delete(oldest);
	}

	delete(key: string): void {
		this.entries.delete(key);
	}
}
