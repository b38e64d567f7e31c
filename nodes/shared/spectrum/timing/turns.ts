/** Work in turn: of one key, each piece begins when the one before it has ended, however that ended. */
export class Turns {
	private readonly last = new Map<string, Promise<unknown>>();

	/** Keys with work that has not ended. */
	get size(): number {
		return this.last.size;
	}

	async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
		const before = this.last.get(key) ?? Promise.resolve();
		const own = before.then(work);
		// What follows waits for the end only.
		const ended = own.catch(() => undefined);
		this.last.set(key, ended);
		try {
			return await own;
		} finally {
			if (this.last.get(key) === ended) this.last.delete(key);
		}
	}
}
