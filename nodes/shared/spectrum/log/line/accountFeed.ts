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
	readonly betweenLooks: number;
	/** Least time between two look-ups that a broken line caused. */
	readonly betweenHurriedLooks: number;
}

export const defaultFeedTimes: FeedTimes = {
	...defaultLiveTimes,
	betweenLooks: 5 * 60_000,
	betweenHurriedLooks: 30_000,
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
	private readonly unwatch = new Map<string, () => void>();
	private readonly listeners = new Set<FeedListener>();
	private readonly times: FeedTimes;
	private cancelLook: CancelTimer = () => {};
	private looking: Promise<void> | undefined;
	private lookedAt = Number.NEGATIVE_INFINITY;
	/** When the last successful look-up began. */
	private listedAt: number | undefined;
	private isClosed = false;

	constructor(private readonly options: FeedOptions) {
		this.times = options.times ?? defaultFeedTimes;
	}

	/** The lines of the account now. */
	get all(): readonly LiveLine[] {
		return [...this.lines.values()];
	}

	/** Reports every line to the listener, beginning with the known ones. Call the returned function to stop. */
	listen(listener: FeedListener): () => void {
		this.listeners.add(listener);
		for (const line of this.lines.values()) listener.onLine(line);
		return () => this.listeners.delete(listener);
	}

	/** Looks the lines up now and at intervals. Rejects when the first look-up fails; the next one follows all the same. */
	async start(): Promise<void> {
		await this.look();
	}

	close(): void {
		this.isClosed = true;
		this.cancelLook();
		for (const lineId of [...this.lines.keys()]) this.drop(lineId);
		this.listeners.clear();
	}

	private look(): Promise<void> {
		this.looking ??= this.lookNow().finally(() => {
			this.looking = undefined;
			if (!this.isClosed) this.lookLater(this.lines.size === 0 ? this.times.betweenHurriedLooks : this.times.betweenLooks);
		});
		return this.looking;
	}

	private lookLater(milliseconds: number): void {
		this.cancelLook();
		this.cancelLook = this.options.clock.after(milliseconds, () => void this.look().catch((error: unknown) => this.lookFailed(error)));
	}

	private async lookNow(): Promise<void> {
		const begun = this.options.clock.now();
		this.lookedAt = begun;
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

	private lookFailed(caught: unknown): void {
		if (this.isClosed) return;
		const error = toSpectrumError(caught);
		// An open line works until its token ends. Only then does it break.
		const isAnyUp = this.all.some(({ failure }) => failure === undefined);
		if (isFatal(error, 1) && !isAnyUp) this.reportFatal(error);
		else this.options.onWarning(`The lines of the credential could not be looked up. The next look-up follows: ${error.message}`);
	}

	private add(line: Line, plan: Plan, unlistedAt: number | undefined): void {
		const known = this.lines.get(line.id);
		if (known !== undefined) {
			// The look-up has brought new tokens, so a waiting line may connect at once.
			known.hurry();
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
		this.unwatch.set(
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
		this.unwatch.get(lineId)?.();
		this.unwatch.delete(lineId);
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
		const { betweenHurriedLooks } = this.times;
		// Never longer than the pause itself, even if the clock of the host was put back in the meantime.
		const wait = Math.min(betweenHurriedLooks, this.lookedAt + betweenHurriedLooks - this.options.clock.now());
		if (this.looking === undefined) this.lookLater(Math.max(0, wait));
	}

	private reportFatal(error: SpectrumError): void {
		for (const listener of [...this.listeners]) listener.onFatal(error);
	}
}

/** The shared plan has no groups and no stream for them. */
function domainsOf(plan: Plan): readonly EventDomain[] {
	return plan === 'shared' ? eventDomains.filter((domain) => domain !== 'group') : eventDomains;
}
