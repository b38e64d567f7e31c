/** What a mailbox keeps; without a limit it keeps everything. */
export interface MailboxLimits<T> {
	/** Entries. The oldest goes first, also when nobody has read it. */
	readonly most?: number;
	/** Bytes of all entries; the newest entry stays whatever its size. Default no limit. */
	readonly mostBytes?: number;
	/** Bytes of an entry, asked for once, when it comes. Needed with `mostBytes`. */
	readonly bytesOf?: (item: T) => number;
	/** Hears of each entry that has gone. */
	readonly onDrop?: (item: T) => void;
}

/** A list that grows up to its limits, whose entries can also be awaited one after another. */
export class Mailbox<T> {
	private readonly all: T[] = [];
	/** Of each entry, in the same order; empty without a limit of bytes. */
	private readonly sizes: number[] = [];
	private bytes = 0;
	private readonly waiting: Array<{ resolve: (item: T) => void; reject: (reason: Error) => void }> = [];
	private readonly listeners = new Set<(item: T) => void>();
	private read = 0;
	private closed: Error | undefined;

	constructor(private readonly limits: MailboxLimits<T> = {}) {}

	/** What is kept, oldest first. */
	get items(): readonly T[] {
		return this.all;
	}

	push(item: T): void {
		this.add(item);
		for (const listener of [...this.listeners]) listener(item);
		const waiter = this.waiting.shift();
		if (waiter !== undefined) {
			this.read++;
			waiter.resolve(item);
		}
		this.trim();
	}

	/** Puts in what a former run had, as if it had been given out. Nobody hears of it. */
	fill(items: readonly T[]): void {
		for (const item of items) this.add(item);
		this.read = this.all.length;
		this.trim();
	}

	/** Calls back on every entry from now on; the answer stops it. */
	onPush(listener: (item: T) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	/**
	 * The first entry not yet given out by this method: at once when it is there, else when it comes. So no entry is
	 * missed within the limits, whichever came first, the entry or the call. Rejects when the mailbox closes.
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

	private add(item: T): void {
		this.all.push(item);
		const { mostBytes, bytesOf } = this.limits;
		if (mostBytes === undefined || !Number.isFinite(mostBytes)) return;
		const size = bytesOf?.(item) ?? 0;
		this.sizes.push(size);
		this.bytes += size;
	}

	private trim(): void {
		const { most = Number.POSITIVE_INFINITY, mostBytes = Number.POSITIVE_INFINITY, onDrop } = this.limits;
		while (this.all.length > most || (this.bytes > mostBytes && this.all.length > 1)) {
			const dropped = this.all.shift() as T;
			this.bytes -= this.sizes.shift() ?? 0;
			this.read = Math.max(0, this.read - 1);
			onDrop?.(dropped);
		}
	}
}
