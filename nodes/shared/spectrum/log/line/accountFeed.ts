import { eventDomains, type EventDomain } from '../../model/event/change';
import type { CancelTimer, Clock } from '../../timing/clock';
import type { Line, Plan } from '../../model/line';
import { toSpectrumError } from '../../errors/from';
import type { SpectrumError } from '../../errors/SpectrumError';
import { isFatal } from './fatalErrors';
import { defaultLiveTimes, LiveLine, type LiveTimes } from './liveLine';
import type { EventSource } from '../ports';
import type { Slots } from '../../timing/slots';
import { present } from '../../values/present';

/** The times of a feed, in milliseconds. */
export interface FeedTimes extends LiveTimes {
	/** Between two look-ups of the lines. Each mints tokens, and Spectrum allows 300 mints a minute for each address. */
	readonly betweenListings: number;
	/** Least time between two look-ups that a broken line caused. */
	readonly minBetweenListings: number;
}

export const defaultFeedTimes: FeedTimes = {
	...defaultLiveTimes,
	betweenListings: 5 * 60_000,
	minBetweenListings: 30_000,
};

/** Receives the lines of an account. Its methods must not throw. */
export interface FeedListener {
	/**
	 * @param unlistedAt when the look-up began that did not list the line yet, in milliseconds since the epoch; undefined
	 * when there was no look-up before
	 */
	onLine(line: LiveLine, unlistedAt?: number): void;
	/** The line is gone from the account. */
	onLineGone(lineId: string): void;
	/** No line can work, and waiting does not help. */
	onFatal(error: SpectrumError): void;
}

export interface FeedOptions {
	readonly source: EventSource;
	readonly clock: Clock;
	/** Gives a number from 0 up to, not including, 1. */
	readonly random: () => number;
	readonly times?: FeedTimes;
	/** Limits how many replays of the credential run at once. Default: no limit. */
	readonly catchUps?: Slots;
	readonly onWarning: (message: string) => void;
}

/**
 * One connection for each line of an account, shared by all listeners. Lines are added and removed as the account's lines
 * change.
 */
export class AccountFeed {
	private readonly lines = new Map<string, LiveLine>();
	private readonly stopListening = new Map<string, () => void>();
	private readonly listeners = new Set<FeedListener>();
	private readonly times: FeedTimes;
	private cancelRefresh: CancelTimer = () => {};
	private refreshing: Promise<void> | undefined;
	private newestLook: Promise<void> = Promise.resolve();
	private refreshedAt = Number.NEGATIVE_INFINITY;
	private listedAt: number | undefined;
	private isClosed = false;

	constructor(private readonly options: FeedOptions) {
		this.times = options.times ?? defaultFeedTimes;
	}

	/** The lines of the account now. */
	get all(): readonly LiveLine[] {
		return [...this.lines.values()];
	}

	/** When the last look-up that succeeded began, in milliseconds since the epoch. Undefined when there was none. */
	get lookedAt(): number | undefined {
		return this.listedAt;
	}

	/** Reports every line to the listener, beginning with the known ones. Call the returned function to stop. */
	listen(listener: FeedListener): () => void {
		this.listeners.add(listener);
		for (const line of this.lines.values()) listener.onLine(line);
		return () => this.listeners.delete(listener);
	}

	/** Looks the lines up now and at intervals. Rejects when the first look-up fails; the next one follows all the same. */
	async start(): Promise<void> {
		await this.refresh();
	}

	/**
	 * Resolves when the lines are known. Rejects when the newest look-up has failed and there was none that succeeded. A feed
	 * outlives the failure of its first look-up, so that one says nothing to a listener who comes later.
	 */
	get started(): Promise<void> {
		return this.listedAt === undefined ? this.newestLook : Promise.resolve();
	}

	close(): void {
		this.isClosed = true;
		this.cancelRefresh();
		for (const lineId of [...this.lines.keys()]) this.drop(lineId);
		this.listeners.clear();
	}

	private refresh(): Promise<void> {
		this.refreshing ??= this.newestLook = this.refreshNow().finally(() => {
			this.refreshing = undefined;
			if (!this.isClosed) this.refreshLater(this.lines.size === 0 ? this.times.minBetweenListings : this.times.betweenListings);
		});
		return this.refreshing;
	}

	private refreshLater(milliseconds: number): void {
		this.cancelRefresh();
		this.cancelRefresh = this.options.clock.after(
			milliseconds,
			() => void this.refresh().catch((error: unknown) => this.refreshFailed(error)),
		);
	}

	private async refreshNow(): Promise<void> {
		const begun = this.options.clock.now();
		this.refreshedAt = begun;
		const { plan, lines } = await this.options.source.inventory(true);
		if (this.isClosed) return;
		const unlistedAt = this.listedAt;
		this.listedAt = begun;
		const there = new Set(lines.map(({ id }) => id));
		for (const [lineId, live] of [...this.lines]) {
			if (!there.has(lineId)) this.remove(lineId);
			// Listeners that choose lines by number must decide about this one again.
			else if (lines.some(({ id, phone }) => id === lineId && phone !== live.line.phone)) this.remove(lineId);
		}
		for (const line of lines) this.add(line, plan, unlistedAt);
	}

	private refreshFailed(caught: unknown): void {
		if (this.isClosed) return;
		const error = toSpectrumError(caught);
		// An open line works until its token ends. Only then does it break.
		const isAnyUp = this.all.some(({ failure }) => failure === undefined);
		if (isFatal(error, 1) && !isAnyUp) this.reportFatal(error);
		else this.options.onWarning(`The lines of the credential could not be looked up, and will be looked up again: ${error.message}`);
	}

	private add(line: Line, plan: Plan, unlistedAt: number | undefined): void {
		const known = this.lines.get(line.id);
		if (known !== undefined) {
			// The look-up has brought new tokens, so a waiting line may connect at once.
			known.reconnectNow();
			return;
		}
		const { source, clock, random, catchUps, onWarning } = this.options;
		const live = new LiveLine({
			source,
			line,
			domains: domainsOf(plan),
			clock,
			random,
			times: this.times,
			...present({ catchUps }),
			onWarning,
		});
		this.lines.set(line.id, live);
		this.stopListening.set(
			line.id,
			live.listen({
				onConnecting: () => {},
				onOpen: () => {},
				onEvent: () => {},
				onDown: (_error, fatal) => this.lineDown(fatal),
			}),
		);
		for (const listener of [...this.listeners]) listener.onLine(live, unlistedAt);
		live.start();
	}

	private remove(lineId: string): void {
		this.drop(lineId);
		for (const listener of [...this.listeners]) listener.onLineGone(lineId);
	}

	private drop(lineId: string): void {
		this.stopListening.get(lineId)?.();
		this.stopListening.delete(lineId);
		this.lines.get(lineId)?.close();
		this.lines.delete(lineId);
	}

	/** The line may be down because it is gone from the account. When no line can come back, the listeners must know. */
	private lineDown(fatal: boolean): void {
		const failures = this.all.map(({ failure }) => failure);
		if (fatal && failures.every((failure) => failure?.isFatal === true)) {
			const [first] = failures;
			if (first !== undefined) this.reportFatal(first.error);
			return;
		}
		const { minBetweenListings } = this.times;
		// Never longer than the pause itself, even if the clock of the host was put back in the meantime.
		const wait = Math.min(minBetweenListings, this.refreshedAt + minBetweenListings - this.options.clock.now());
		if (this.refreshing === undefined) this.refreshLater(Math.max(0, wait));
	}

	private reportFatal(error: SpectrumError): void {
		for (const listener of [...this.listeners]) listener.onFatal(error);
	}
}

/** The shared plan has no groups and no stream for them. */
function domainsOf(plan: Plan): readonly EventDomain[] {
	return plan === 'shared' ? eventDomains.filter((domain) => domain !== 'group') : eventDomains;
}
