import type { PageStream } from '../route';

/** How often the panel looks for changes while a page is open, in real milliseconds. */
const lookMilliseconds = 250;

/** One thing that pages are told of, whenever it has changed. */
export interface Watched {
	/** Name of the event. */
	readonly event: string;
	/** What stands now; another answer than before is told. */
	readonly look: () => unknown;
	/** What is told, when that is something else: what always changes, such as the time, is no reason to tell. */
	readonly tell?: () => unknown;
}

/**
 * Tells every open page what has changed. Calls, quotas and timers change in many places that know nothing of a page, so
 * it looks instead of listening, and only while a page is open.
 */
export class Watch {
	private readonly pages = new Set<PageStream>();
	private readonly told = new Map<string, string>();
	private timer: NodeJS.Timeout | undefined;

	constructor(private readonly watched: readonly Watched[]) {}

	follow(page: PageStream): () => void {
		this.check();
		this.pages.add(page);
		for (const { event, look, tell = look } of this.watched) page.send(event, tell());
		this.timer ??= setInterval(() => this.check(), lookMilliseconds).unref();
		return () => {
			this.pages.delete(page);
			if (this.pages.size === 0) this.close();
		};
	}

	/** Looks now: an action shows at once. */
	check(): void {
		for (const { event, look, tell = look } of this.watched) {
			const text = JSON.stringify(look());
			if (this.told.get(event) === text) continue;
			this.told.set(event, text);
			for (const page of this.pages) page.send(event, tell());
		}
	}

	close(): void {
		clearInterval(this.timer);
		this.timer = undefined;
	}
}
