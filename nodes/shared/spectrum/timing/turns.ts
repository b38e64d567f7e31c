/** Runs the work of each key one after the other. Work starts when the one before it has succeeded or failed. */
export class Turns {
	private readonly last = new Map<string, Promise<unknown>>();

	/** Number of keys with unfinished work. */
	get size(): number {
		return this.last.size;
	}

	async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
		const before = this.last.get(key) ?? Promise.resolve();
		const own = before.then(work);
		// The next work waits for the end, not for success.
		const ended = own.catch(() => undefined);
		this.last.set(key, ended);
		try {
			return await own;
		} finally {
			if (this.last.get(key) === ended) this.last.delete(key);
		}
	}
}
