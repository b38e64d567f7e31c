import { AccountFeed, type FeedListener, type FeedOptions } from './accountFeed';

/** A listener's share in a feed. */
export interface Subscription {
	/** Resolves when the account's lines are known; rejects when that failed at first. */
	readonly started: Promise<void>;
	readonly feed: AccountFeed;
	/** Listens no more; the last one closes every link. Safe to call twice. */
	close(): void;
}

interface Shared {
	readonly feed: AccountFeed;
	readonly started: Promise<void>;
	users: number;
}

/** The feeds of a process: one for each credential, however many triggers listen to it. */
export class Feeds {
	private readonly shared = new Map<string, Shared>();

	/** Listens to every line of a credential. Credentials that differ in anything share nothing. */
	subscribe(options: FeedOptions, listener: FeedListener): Subscription {
		const key = options.source.credential;
		const entry = this.shared.get(key) ?? this.open(key, options);
		entry.users += 1;
		const stop = entry.feed.listen(listener);
		let isOpen = true;
		return {
			started: entry.started,
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

	/** Feeds that are open. */
	get size(): number {
		return this.shared.size;
	}

	private open(key: string, options: FeedOptions): Shared {
		const feed = new AccountFeed(options);
		const started = feed.start();
		// Whoever subscribed may have left before it fails.
		started.catch(() => {});
		const entry: Shared = { feed, started, users: 0 };
		this.shared.set(key, entry);
		return entry;
	}
}
