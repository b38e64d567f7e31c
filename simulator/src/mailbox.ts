/** A list that grows, whose entries can also be awaited one after another. */
export class Mailbox<T> {
	private readonly all: T[] = [];
	private readonly waiting: Array<{ resolve: (item: T) => void; reject: (reason: Error) => void }> = [];
	private readonly listeners = new Set<(item: T) => void>();
	private read = 0;
	private closed: Error | undefined;

	/** Everything so far, oldest first. */
	get items(): readonly T[] {
		return this.all;
	}

	push(item: T): void {
		this.all.push(item);
		for (const listener of [...this.listeners]) listener(item);
		const waiter = this.waiting.shift();
		if (waiter === undefined) return;
		this.read++;
		waiter.resolve(item);
	}

	/** Puts in what a former run had, as if it had been given out. Nobody hears of it. */
	fill(items: readonly T[]): void {
		for (const item of items) this.all.push(item);
		this.read = this.all.length;
	}

	/** Calls back on every entry from now on; the answer stops it. */
	onPush(listener: (item: T) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	/**
	 * The first entry not yet given out by this method: at once when it is there, else when it comes. So no entry is
	 * missed, whichever came first, the entry or the call. Rejects when the mailbox closes.
	 */
	async next(): Promise<T> {
		if (this.read < this.all.length) return this.all[this.read++] as T;
		if (this.closed) throw this.closed;
		return await new Promise<T>((resolve, reject) => this.waiting.push({ resolve, reject }));
	}

	close(reason: Error): void {
		this.closed = reason;
		for (const waiter of this.waiting.splice(0)) waiter.reject(reason);
	}
}
