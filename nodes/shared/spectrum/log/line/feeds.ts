import { AccountFeed, type FeedListener, type FeedOptions } from './accountFeed';

/** One listener's part in a shared feed. */
export interface Subscription {
	/** Resolves when the account's lines are known. Rejects when the newest look-up failed before they were. */
	readonly started: Promise<void>;
	readonly feed: AccountFeed;
	/** Stops listening. The last listener closes every connection. Safe to call twice. */
	close(): void;
}

interface Shared {
	readonly feed: AccountFeed;
	users: number;
}

/** The feeds of a process: one for each credential, shared by all its triggers. */
export class Feeds {
	private readonly shared = new Map<string, Shared>();

	/** Listens to every line of a credential. Only identical credentials share a feed. */
	subscribe(options: FeedOptions, listener: FeedListener): Subscription {
		const key = options.source.credential;
		const entry = this.shared.get(key) ?? this.open(key, options);
		entry.users += 1;
		const stop = entry.feed.listen(listener);
		let isOpen = true;
		return {
			started: entry.feed.started,
			feed: entry.feed,
			close: () => {
				if (!isOpen) return;
				isOpen = false;
				stop();
				entry.users -= 1;
				if (entry.users > 0) return;
				entry.feed.close();
				if (this.shared.get(key) === entry) this.shared.delete(key);
			},
		};
	}

	/** Number of open feeds. */
	get size(): number {
		return this.shared.size;
	}

	private open(key: string, options: FeedOptions): Shared {
		const feed = new AccountFeed(options);
		// The subscriber may be gone when it fails, and no one would handle the rejection.
		feed.start().catch(() => {});
		const entry: Shared = { feed, users: 0 };
		this.shared.set(key, entry);
		return entry;
	}
}
