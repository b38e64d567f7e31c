import { eventDomains, type EventDomain } from '../../model/event/change';
import type { CancelTimer, Clock } from '../../timing/clock';
import type { Line, Plan } from '../../model/line';
import { toSpectrumError } from '../../errors/from';
import type { SpectrumError } from '../../errors/SpectrumError';
import { isHopeless } from './fatalErrors';
import { defaultLiveTimes, LiveLine, type LiveTimes } from './liveLine';
import type { EventSource } from '../ports';
import type { Slots } from '../../timing/slots';

/** All times of a feed, in milliseconds. */
export interface FeedTimes extends LiveTimes {
	/** Between two looks at which lines there are. A look mints tokens, which is limited to 300 a minute for each address. */
	readonly betweenLooks: number;
	/** Least time between two looks that a broken line caused. */
	readonly betweenHurriedLooks: number;
}

export const defaultFeedTimes: FeedTimes = {
	...defaultLiveTimes,
	betweenLooks: 5 * 60_000,
	betweenHurriedLooks: 30_000,
};

/** Told which lines there are. Nothing of it may throw. */
export interface FeedListener {
	/** @param unlistedAt when a look did not list it yet, in milliseconds since the epoch; undefined where none is known */
	onLine(line: LiveLine, unlistedAt?: number): void;
	/** The line is gone from the account. */
	onLineGone(lineId: string): void;
	/** No line can work, and no waiting helps. */
	onHopeless(error: SpectrumError): void;
}

export interface FeedOptions {
	readonly source: EventSource;
	readonly clock: Clock;
	/** Gives a number from 0 up to, not including, 1. */
	readonly random: () => number;
	readonly times?: FeedTimes;
	/** Replays of the credential that are under way; default: any number. */
	readonly catchUps?: Slots;
	readonly onWarning: (message: string) => void;
}

/** One link for each line of an account, whoever listens; lines are added and removed as the account's lines change. */
export class AccountFeed {
	private readonly lines = new Map<string, LiveLine>();
	private readonly unwatch = new Map<string, () => void>();
	private readonly listeners = new Set<FeedListener>();
	private readonly times: FeedTimes;
	private cancelLook: CancelTimer = () => {};
	private looking: Promise<void> | undefined;
	private lookedAt = Number.NEGATIVE_INFINITY;
	/** When the last look began that was answered. */
	private listedAt: number | undefined;
	private isClosed = false;

	constructor(private readonly options: FeedOptions) {
		this.times = options.times ?? defaultFeedTimes;
	}

	/** The lines that are there now. */
	get all(): readonly LiveLine[] {
		return [...this.lines.values()];
	}

	/** Tells the listener of every line, beginning with those that are there. The answer ends that. */
	listen(listener: FeedListener): () => void {
		this.listeners.add(listener);
		for (const line of this.lines.values()) listener.onLine(line);
		return () => this.listeners.delete(listener);
	}

	/** Asks which lines there are, and keeps asking. Rejects when that fails the first time; it is asked again all the same. */
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
			// Whoever chose lines by their number must judge this one anew.
			else if (lines.some(({ id, phone }) => id === lineId && phone !== live.line.phone)) this.remove(lineId);
		}
		for (const line of lines) this.add(line, plan, unlistedAt);
	}

	private lookFailed(caught: unknown): void {
		if (this.isClosed) return;
		const error = toSpectrumError(caught);
		// A line that is up goes on until its token ends, and breaks then.
		const isAnyUp = this.all.some(({ failure }) => failure === undefined);
		if (isHopeless(error, 1) && !isAnyUp) this.tellHopeless(error);
		else this.options.onWarning(`The lines of the credential could not be looked up, and are looked up again: ${error.message}`);
	}

	private add(line: Line, plan: Plan, unlistedAt: number | undefined): void {
		const known = this.lines.get(line.id);
		if (known !== undefined) {
			// The tokens are new as well.
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
			...(catchUps === undefined ? {} : { catchUps }),
			onWarning,
		});
		this.lines.set(line.id, live);
		this.unwatch.set(
			line.id,
			live.listen({
				onConnecting: () => {},
				onOpen: () => {},
				onEvent: () => {},
				onDown: (_error, hopeless) => this.lineDown(hopeless),
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

	/** The line may be down because it is gone; and when none can come back, somebody must be told. */
	private lineDown(hopeless: boolean): void {
		const failures = this.all.map(({ failure }) => failure);
		if (hopeless && failures.every((failure) => failure?.isHopeless === true)) {
			const [first] = failures;
			if (first !== undefined) this.tellHopeless(first.error);
			return;
		}
		const { betweenHurriedLooks } = this.times;
		// Never longer than the pause itself, also when the host's clock was put back meanwhile.
		const wait = Math.min(betweenHurriedLooks, this.lookedAt + betweenHurriedLooks - this.options.clock.now());
		if (this.looking === undefined) this.lookLater(Math.max(0, wait));
	}

	private tellHopeless(error: SpectrumError): void {
		for (const listener of [...this.listeners]) listener.onHopeless(error);
	}
}

/** The shared plan has no groups, and opens no stream of them. */
function domainsOf(plan: Plan): readonly EventDomain[] {
	return plan === 'shared' ? eventDomains.filter((domain) => domain !== 'group') : eventDomains;
}
