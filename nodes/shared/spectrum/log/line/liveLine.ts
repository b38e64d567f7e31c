import { eventDomains, type Change, type EventDomain, type EventFrame } from '../../model/event/change';
import type { CancelTimer, Clock } from '../../timing/clock';
import type { Line } from '../../model/line';
import { toSpectrumError } from '../../errors/from';
import { SpectrumError } from '../../errors/SpectrumError';
import { defaultBackoff, pauseAfter, type Backoff } from '../../timing/backoff';
import { isFatal } from './fatalErrors';
import { defaultLogCheckTimes, LogCheck, type CheckedReader, type LogCheckTimes } from './logCheck';
import type { EventSource, LineSession } from '../ports';
import { Silence, type SilenceTimes } from './silence';
import type { Slots } from '../../timing/slots';
import { present } from '../../values/present';

/** The times of a live line, in milliseconds. */
export interface LiveTimes extends SilenceTimes, LogCheckTimes {
	readonly backoff: Backoff;
	/** A connection that lasted this long ends a series of failures. */
	readonly stable: number;
	/** Least pause after a token was refused at the start: a renewal is forced at most once in 5 s. */
	readonly afterRefusal: number;
	/** Pause after a fatal failure. */
	readonly fatal: number;
}

export const defaultLiveTimes: LiveTimes = {
	backoff: defaultBackoff,
	stable: 10_000,
	afterRefusal: 5_500,
	...defaultLogCheckTimes,
	fatal: 60_000,
	betweenFrames: 90_000,
	opening: 90_000,
};

/** Receives what happens on a line. Its methods must not throw. */
export interface LineListener extends CheckedReader {
	/** A connection and its streams are being opened. */
	onConnecting(session: LineSession): void;
	/** Every live stream is open, so a replay that begins now leaves no gap. */
	onOpen(session: LineSession): void;
	onEvent(sequence: string, change: Change): void;
	/** The connection has ended. The next attempt comes by itself; after a fatal failure it fails until a person helps. */
	onDown(error: SpectrumError, isFatal: boolean): void;
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
	/** Limits how many replays of the credential run at once. Default: no limit. */
	readonly catchUps?: Slots;
	/** Receives one sentence that a person should read. */
	readonly onWarning: (message: string) => void;
}

/** One connection with its streams. */
interface OpenConnection {
	readonly session: LineSession;
	readonly stop: AbortController;
	readonly silence: Silence;
	readonly notOpen: Set<EventDomain>;
	/** The parts of the log that it has a stream for. */
	readonly streams: Set<EventDomain>;
}

/** Each state holds what it must release. */
type State =
	| { readonly name: 'closed' }
	| { readonly name: 'connecting'; readonly connection: OpenConnection }
	| { readonly name: 'open'; readonly connection: OpenConnection; readonly since: number; readonly check: LogCheck }
	| { readonly name: 'waiting'; readonly cancelTimer: CancelTimer; readonly error: SpectrumError; readonly isFatal: boolean };

/**
 * The one connection of a line. It carries the live streams of all domains, and every reader of the credential shares it.
 * A broken connection is opened again after a growing pause, without end. A silent one is closed and opened again.
 */
export class LiveLine {
	private state: State = { name: 'closed' };
	private readonly listeners = new Set<LineListener>();
	/** Parts of the log without a stream on this server, about which a warning was given. */
	private readonly warnedAbout = new Set<EventDomain>();
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

	/** Why the line is down now; undefined while it is not. */
	get failure(): { readonly error: SpectrumError; readonly isFatal: boolean } | undefined {
		return this.state.name === 'waiting' ? this.state : undefined;
	}

	/** Reports what happens on the line, beginning with its state now. Call the returned function to stop. */
	listen(listener: LineListener): () => void {
		this.listeners.add(listener);
		const { state } = this;
		if (state.name === 'connecting' || state.name === 'open') listener.onConnecting(state.connection.session);
		if (state.name === 'open') listener.onOpen(state.connection.session);
		return () => this.listeners.delete(listener);
	}

	start(): void {
		if (this.state.name === 'closed') this.connect();
	}

	/** Ends a pause, because the next attempt is likely to succeed now. */
	reconnectNow(): void {
		if (this.state.name !== 'waiting') return;
		this.state.cancelTimer();
		this.connect();
	}

	close(): void {
		const { state } = this;
		this.state = { name: 'closed' };
		if (state.name === 'waiting') state.cancelTimer();
		if (state.name === 'open') state.check.close();
		if (state.name === 'connecting' || state.name === 'open') free(state.connection);
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
		const connection: OpenConnection = {
			session,
			stop: new AbortController(),
			silence: new Silence(domains, clock, this.times, (domain) => this.end(connection, silent(domain))),
			notOpen: new Set(domains),
			streams: new Set(domains),
		};
		this.state = { name: 'connecting', connection };
		this.notify((listener) => listener.onConnecting(session));
		if (!this.isCurrent(connection)) return;
		for (const domain of domains) void this.follow(connection, domain);
	}

	private async follow(connection: OpenConnection, domain: EventDomain): Promise<void> {
		try {
			const onOpen = (): void => this.opened(connection, domain);
			for await (const frame of connection.session.live(domain, connection.stop.signal, onOpen)) this.take(connection, domain, frame);
			this.end(connection, ended(domain));
		} catch (caught) {
			const error = toSpectrumError(caught);
			if (this.isCurrent(connection) && domain !== 'message' && error.kind === 'unsupported') this.skipStream(connection, domain, error);
			else this.end(connection, error);
		}
	}

	private take(connection: OpenConnection, domain: EventDomain, frame: EventFrame): void {
		if (!this.isCurrent(connection)) return;
		connection.silence.heard(domain, frame.type === 'heartbeat');
		if (frame.type !== 'event') return;
		this.notify((listener) => listener.onEvent(frame.sequence, frame.change));
	}

	private opened(connection: OpenConnection, domain: EventDomain): void {
		if (!this.isCurrent(connection)) return;
		connection.silence.opened(domain);
		connection.notOpen.delete(domain);
		this.openWhenAllAre(connection);
	}

	private openWhenAllAre(connection: OpenConnection): void {
		if (this.state.name !== 'connecting' || connection.notOpen.size > 0) return;
		this.state = { name: 'open', connection, since: this.options.clock.now(), check: this.checkOf(connection) };
		this.refusals = 0;
		this.notify((listener) => listener.onOpen(connection.session));
	}

	private checkOf(connection: OpenConnection): LogCheck {
		const { clock, random, catchUps, onWarning } = this.options;
		return new LogCheck({
			session: connection.session,
			clock,
			random,
			times: this.times,
			...present({ catchUps }),
			readers: () => [...this.listeners],
			hasStream: (domain) => connection.streams.has(domain),
			onStreamsMissed: () => {
				if (!this.isCurrent(connection)) return;
				onWarning(
					`The streams of line ${this.line.phone} have not delivered what is in its log. They are opened again, and the missed events are read`,
				);
				this.end(connection, streamsMissed());
			},
		});
	}

	/**
	 * A plan or a server may lack the stream of a domain. The others are read all the same. The next connection asks for it
	 * again, because the server may have been updated.
	 */
	private skipStream(connection: OpenConnection, domain: EventDomain, error: SpectrumError): void {
		if (!this.warnedAbout.has(domain))
			this.options.onWarning(`Line ${this.line.phone} has no stream of ${domain} events: ${error.message}`);
		this.warnedAbout.add(domain);
		connection.silence.forget(domain);
		connection.streams.delete(domain);
		connection.notOpen.delete(domain);
		this.openWhenAllAre(connection);
	}

	private end(connection: OpenConnection, error: SpectrumError): void {
		if (!this.isCurrent(connection)) return;
		const { state } = this;
		const held = state.name === 'open' ? this.options.clock.now() - state.since : 0;
		if (state.name === 'open') state.check.close();
		free(connection);
		this.wait(error, held);
	}

	/** @param held how long the connection was open, in milliseconds */
	private wait(error: SpectrumError, held: number): void {
		const { times } = this;
		const { clock, random } = this.options;
		const wasOpen = this.state.name === 'open';
		this.failures = held >= times.stable ? 1 : this.failures + 1;
		// A token that ends during a stream was good. Only a renewed token that is refused at the start may be wrong.
		const wasRefused = error.kind === 'authentication' && !wasOpen;
		if (wasRefused) this.refusals += 1;
		const fatal = isFatal(error, this.refusals);
		const pause = pauseAfter(this.failures, times.backoff, random);
		const wait = fatal ? times.fatal : wasRefused ? Math.max(pause, times.afterRefusal) : pause;
		this.state = { name: 'waiting', cancelTimer: clock.after(wait, () => this.connect()), error, isFatal: fatal };
		this.notify((listener) => listener.onDown(error, fatal));
	}

	/** One listener may remove another or close the line, so each is looked up again before it is notified. */
	private notify(news: (listener: LineListener) => void): void {
		for (const listener of [...this.listeners]) {
			if (this.listeners.has(listener)) news(listener);
		}
	}

	private isCurrent(connection: OpenConnection): boolean {
		const { state } = this;
		return (state.name === 'connecting' || state.name === 'open') && state.connection === connection;
	}
}

function free({ session, stop, silence }: OpenConnection): void {
	silence.close();
	stop.abort();
	session.close();
}

function silent(domain: EventDomain): SpectrumError {
	return new SpectrumError({
		kind: 'timeout',
		message: `The stream of ${domain} events was silent for too long, without even a heartbeat`,
		advice: 'You need to do nothing: n8n connects again. If this continues, check the proxy or firewall between n8n and the server.',
	});
}

function streamsMissed(): SpectrumError {
	return new SpectrumError({
		kind: 'unavailable',
		message: 'The event streams have not delivered what is in the log',
		advice: 'You need to do nothing: n8n connects again and reads the missed events.',
	});
}

function ended(domain: EventDomain): SpectrumError {
	return new SpectrumError({
		kind: 'unavailable',
		message: `The server ended the stream of ${domain} events`,
		advice: 'You need to do nothing: n8n connects again.',
	});
}
