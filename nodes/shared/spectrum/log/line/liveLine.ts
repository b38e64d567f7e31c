import { eventDomains, type Change, type EventDomain, type EventFrame } from '../../model/event/change';
import type { CancelTimer, Clock } from '../../timing/clock';
import type { Line } from '../../model/line';
import { toSpectrumError } from '../../errors/from';
import { SpectrumError } from '../../errors/SpectrumError';
import { defaultBackoff, pauseAfter, type Backoff } from '../../timing/backoff';
import { isHopeless } from './fatalErrors';
import { defaultLogCheckTimes, LogCheck, type CheckedReader, type LogCheckTimes } from './logCheck';
import type { EventSource, LineSession } from '../ports';
import { Silence, type SilenceTimes } from './silence';
import type { Slots } from '../../timing/slots';

/** All times of a live line, in milliseconds. */
export interface LiveTimes extends SilenceTimes, LogCheckTimes {
	readonly backoff: Backoff;
	/** A connection that held so long ends a row of failures. */
	readonly stable: number;
	/** Least pause after a token was refused at the start: a renewal is forced at most once in 5 s. */
	readonly afterRefusal: number;
	/** Pause between attempts that are not expected to succeed. */
	readonly hopeless: number;
}

export const defaultLiveTimes: LiveTimes = {
	backoff: defaultBackoff,
	stable: 10_000,
	afterRefusal: 5_500,
	...defaultLogCheckTimes,
	hopeless: 60_000,
	beating: 90_000,
	opening: 90_000,
};

/** Told what becomes of a line. Nothing of it may throw. */
export interface LineListener extends CheckedReader {
	/** A connection is being opened: its streams are asked for. */
	onConnecting(session: LineSession): void;
	/** Every live stream listens: a replay that begins now leaves no gap. */
	onOpen(session: LineSession): void;
	onEvent(sequence: string, change: Change): void;
	/** The connection is over; the next one comes by itself. `isHopeless`: not without somebody's help. */
	onDown(error: SpectrumError, isHopeless: boolean): void;
}

export interface LiveLineOptions {
	readonly source: EventSource;
	readonly line: Line;
	/** The parts of the log that this plan has a stream for. */
	readonly domains?: readonly EventDomain[];
	readonly clock: Clock;
	/** Gives a number from 0 up to, not including, 1. */
	readonly random: () => number;
	readonly times?: LiveTimes;
	/** Replays of the credential that are under way; default: any number. */
	readonly catchUps?: Slots;
	/** Told in one sentence of what a person should know. */
	readonly onWarning: (message: string) => void;
}

/** One connection with its streams. */
interface Link {
	readonly session: LineSession;
	readonly stop: AbortController;
	readonly silence: Silence;
	readonly unopened: Set<EventDomain>;
	/** The parts of the log that it has a stream of. */
	readonly streams: Set<EventDomain>;
}

/** Each state holds what it must free. */
type State =
	| { readonly name: 'closed' }
	| { readonly name: 'connecting'; readonly link: Link }
	| { readonly name: 'open'; readonly link: Link; readonly since: number; readonly check: LogCheck }
	| { readonly name: 'waiting'; readonly cancelTimer: CancelTimer; readonly error: SpectrumError; readonly isHopeless: boolean };

/**
 * The one link of a line: the live streams of all domains over one connection, fanned out to every reader of the
 * credential. It comes back for ever, after a pause that grows; a connection that says nothing for too long is given up.
 */
export class LiveLine {
	private state: State = { name: 'closed' };
	private readonly listeners = new Set<LineListener>();
	/** Parts of the log that the server has no stream for, as was said. */
	private readonly warnedOf = new Set<EventDomain>();
	private readonly times: LiveTimes;
	private failures = 0;
	private refusals = 0;

	constructor(private readonly options: LiveLineOptions) {
		this.times = options.times ?? defaultLiveTimes;
	}

	get line(): Line {
		return this.options.line;
	}

	get stateName(): State['name'] {
		return this.state.name;
	}

	/** The failure that keeps the line down now. */
	get failure(): { readonly error: SpectrumError; readonly isHopeless: boolean } | undefined {
		return this.state.name === 'waiting' ? this.state : undefined;
	}

	/** Tells the listener what becomes of the line, beginning with how it is now. The answer ends that. */
	listen(listener: LineListener): () => void {
		this.listeners.add(listener);
		const { state } = this;
		if (state.name === 'connecting' || state.name === 'open') listener.onConnecting(state.link.session);
		if (state.name === 'open') listener.onOpen(state.link.session);
		return () => this.listeners.delete(listener);
	}

	start(): void {
		if (this.state.name === 'closed') this.connect();
	}

	/** Tries at once, when it is waiting to: there is reason to think that it would succeed. */
	hurry(): void {
		if (this.state.name !== 'waiting') return;
		this.state.cancelTimer();
		this.connect();
	}

	close(): void {
		const { state } = this;
		this.state = { name: 'closed' };
		if (state.name === 'waiting') state.cancelTimer();
		if (state.name === 'open') state.check.close();
		if (state.name === 'connecting' || state.name === 'open') free(state.link);
		this.listeners.clear();
	}

	private connect(): void {
		const { source, line, clock, domains = eventDomains } = this.options;
		let session: LineSession;
		try {
			session = source.connect(line.id);
		} catch (caught) {
			this.wait(toSpectrumError(caught), 0);
			return;
		}
		const link: Link = {
			session,
			stop: new AbortController(),
			silence: new Silence(domains, clock, this.times, (domain) => this.end(link, silent(domain))),
			unopened: new Set(domains),
			streams: new Set(domains),
		};
		this.state = { name: 'connecting', link };
		this.tell((listener) => listener.onConnecting(session));
		if (!this.isCurrent(link)) return;
		for (const domain of domains) void this.follow(link, domain);
	}

	private async follow(link: Link, domain: EventDomain): Promise<void> {
		try {
			const onOpen = (): void => this.opened(link, domain);
			for await (const frame of link.session.live(domain, link.stop.signal, onOpen)) this.take(link, domain, frame);
			this.end(link, ended(domain));
		} catch (caught) {
			const error = toSpectrumError(caught);
			if (this.isCurrent(link) && domain !== 'message' && error.kind === 'unsupported') this.doWithout(link, domain, error);
			else this.end(link, error);
		}
	}

	private take(link: Link, domain: EventDomain, frame: EventFrame): void {
		if (!this.isCurrent(link)) return;
		link.silence.heard(domain, frame.type === 'heartbeat');
		if (frame.type !== 'event') return;
		this.tell((listener) => listener.onEvent(frame.sequence, frame.change));
	}

	private opened(link: Link, domain: EventDomain): void {
		if (!this.isCurrent(link)) return;
		link.silence.opened(domain);
		link.unopened.delete(domain);
		this.openWhenAllAre(link);
	}

	private openWhenAllAre(link: Link): void {
		if (this.state.name !== 'connecting' || link.unopened.size > 0) return;
		this.state = { name: 'open', link, since: this.options.clock.now(), check: this.checkOf(link) };
		this.refusals = 0;
		this.tell((listener) => listener.onOpen(link.session));
	}

	private checkOf(link: Link): LogCheck {
		const { clock, random, catchUps, onWarning } = this.options;
		return new LogCheck({
			session: link.session,
			clock,
			random,
			times: this.times,
			...(catchUps === undefined ? {} : { catchUps }),
			readers: () => [...this.listeners],
			hasStream: (domain) => link.streams.has(domain),
			onDeaf: () => {
				if (!this.isCurrent(link)) return;
				onWarning(`The streams of line ${this.line.phone} have not brought what is in its log. They are opened again, and what was missed is read`);
				this.end(link, deaf());
			},
		});
	}

	/**
	 * A plan or a server may lack the stream of a domain; the others are followed all the same. The next connection asks
	 * for it again: a server may have learnt it, or be in another state.
	 */
	private doWithout(link: Link, domain: EventDomain, error: SpectrumError): void {
		if (!this.warnedOf.has(domain)) this.options.onWarning(`Line ${this.line.phone} has no stream of ${domain} events: ${error.message}`);
		this.warnedOf.add(domain);
		link.silence.forget(domain);
		link.streams.delete(domain);
		link.unopened.delete(domain);
		this.openWhenAllAre(link);
	}

	private end(link: Link, error: SpectrumError): void {
		if (!this.isCurrent(link)) return;
		const { state } = this;
		const held = state.name === 'open' ? this.options.clock.now() - state.since : 0;
		if (state.name === 'open') state.check.close();
		free(link);
		this.wait(error, held);
	}

	/** @param held how long the connection was open, in milliseconds */
	private wait(error: SpectrumError, held: number): void {
		const { times } = this;
		const { clock, random } = this.options;
		const wasOpen = this.state.name === 'open';
		this.failures = held >= times.stable ? 1 : this.failures + 1;
		// A token that ends in mid-stream has served: only one that is refused at the start, renewed, may be wrong.
		const wasRefused = error.kind === 'authentication' && !wasOpen;
		if (wasRefused) this.refusals += 1;
		const hopeless = isHopeless(error, this.refusals);
		const pause = pauseAfter(this.failures, times.backoff, random);
		const wait = hopeless ? times.hopeless : wasRefused ? Math.max(pause, times.afterRefusal) : pause;
		this.state = { name: 'waiting', cancelTimer: clock.after(wait, () => this.connect()), error, isHopeless: hopeless };
		this.tell((listener) => listener.onDown(error, hopeless));
	}

	/** One listener may end another, or all of this: whoever has gone is told nothing more. */
	private tell(news: (listener: LineListener) => void): void {
		for (const listener of [...this.listeners]) {
			if (this.listeners.has(listener)) news(listener);
		}
	}

	private isCurrent(link: Link): boolean {
		const { state } = this;
		return (state.name === 'connecting' || state.name === 'open') && state.link === link;
	}
}

function free({ session, stop, silence }: Link): void {
	silence.close();
	stop.abort();
	session.close();
}

function silent(domain: EventDomain): SpectrumError {
	return new SpectrumError({
		kind: 'timeout',
		message: `The stream of ${domain} events said nothing for too long, not even a heartbeat`,
		advice: 'Nothing needs to be done: the connection is made anew. If it lasts, check what is between n8n and the server.',
	});
}

function deaf(): SpectrumError {
	return new SpectrumError({
		kind: 'unavailable',
		message: 'The streams of events have not brought what is in the log',
		advice: 'Nothing needs to be done: the connection is made again, and what was missed is read.',
	});
}

function ended(domain: EventDomain): SpectrumError {
	return new SpectrumError({
		kind: 'unavailable',
		message: `The server ended the stream of ${domain} events`,
		advice: 'Nothing needs to be done: the connection is made anew.',
	});
}
