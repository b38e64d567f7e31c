import type { Change, EventDomain, EventFrame } from '../../../../nodes/shared/spectrum/model/event/change';
import type { Line, Plan } from '../../../../nodes/shared/spectrum/model/line';
import { cancelled } from '../../../../nodes/shared/spectrum/errors/from';
import { SpectrumError, type ErrorKind } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import type { EventSource, LineSession } from '../../../../nodes/shared/spectrum/log/ports';

export const line: Line = { id: 'line-1', phone: '+15550000001' };
export const otherLine: Line = { id: 'line-2', phone: '+15550000002' };

/** A change of one space, told apart by nothing else. */
export function changeIn(space = 'any;-;+15557770001'): Change {
	return { spaceId: space, isFromMe: false, type: 'chat.archived' };
}

export function failure(kind: ErrorKind, status?: string): SpectrumError {
	return new SpectrumError({ kind, message: `a failure of kind ${kind}`, advice: 'none', ...(status === undefined ? {} : { status }) });
}

type Turn = { readonly frame: EventFrame } | { readonly end: SpectrumError | undefined };

/**
 * One stream as the server writes it. As the real one it says nothing after its end, begins with the first read, and
 * ends as cancelled with its signal or its connection.
 */
export class FakeStream {
	private readonly turns: Turn[] = [];
	private wake = (): void => {};
	private hasOpened = false;
	/** Set by its end, whoever brought it. */
	isOver = false;
	/** Frames that the reader has taken. */
	taken = 0;

	constructor(
		readonly signal: AbortSignal,
		private readonly onOpen: () => void = () => {},
	) {}

	/** The server's headers: it listens. */
	open(): this {
		if (this.hasOpened) throw new Error('A server sends its headers once');
		this.hasOpened = true;
		if (!this.isOver) this.onOpen();
		return this;
	}

	event(sequence: number | string, space?: string): this {
		return this.write({ type: 'event', sequence: String(sequence), change: changeIn(space) });
	}

	events(...sequences: ReadonlyArray<number | string>): this {
		for (const sequence of sequences) this.event(sequence);
		return this;
	}

	heartbeat(): this {
		return this.write({ type: 'heartbeat' });
	}

	complete(head: number | string): this {
		return this.write({ type: 'complete', head: String(head) });
	}

	/** Ends with OK. */
	end(): void {
		this.finish(undefined);
	}

	fail(kind: ErrorKind, status?: string): void {
		this.finish(failure(kind, status));
	}

	/** From this side: the connection was closed. */
	cut(): void {
		if (!this.isOver) this.finish(cancelled(new Error('The connection was closed')));
	}

	async *read(): AsyncGenerator<EventFrame, void, undefined> {
		const abort = (): void => this.cut();
		if (this.signal.aborted) abort();
		else this.signal.addEventListener('abort', abort);
		try {
			for (;;) {
				const turn = this.turns.shift();
				if (turn === undefined) await new Promise<void>((resolve) => (this.wake = resolve));
				else if ('frame' in turn) {
					this.taken += 1;
					yield turn.frame;
				} else if (turn.end === undefined) return;
				else throw turn.end;
			}
		} finally {
			this.isOver = true;
			this.signal.removeEventListener('abort', abort);
		}
	}

	private write(frame: EventFrame): this {
		if (this.isOver) throw new Error('The stream is over');
		this.turns.push({ frame });
		this.wake();
		return this;
	}

	private finish(end: SpectrumError | undefined): void {
		if (this.isOver) throw new Error('The stream is over');
		this.isOver = true;
		this.turns.push({ end });
		this.wake();
	}
}

/** One connection, whose server does nothing by itself. */
export class FakeSession implements LineSession {
	readonly liveStreams = new Map<EventDomain, FakeStream>();
	readonly replays: Array<FakeStream & { readonly after: string | undefined }> = [];
	isClosed = false;

	constructor(readonly lineId = line.id) {}

	live(domain: EventDomain, signal: AbortSignal, onOpen: () => void): AsyncIterable<EventFrame> {
		const stream = new FakeStream(signal, onOpen);
		this.liveStreams.set(domain, stream);
		return this.begin(stream);
	}

	replay(after: string | undefined, signal: AbortSignal): AsyncIterable<EventFrame> {
		const stream = Object.assign(new FakeStream(signal), { after });
		this.replays.push(stream);
		return this.begin(stream);
	}

	locations(): never {
		throw new Error('Nobody reads locations here');
	}

	close(): void {
		this.isClosed = true;
		for (const stream of [...this.liveStreams.values(), ...this.replays]) stream.cut();
	}

	stream(domain: EventDomain): FakeStream {
		const stream = this.liveStreams.get(domain);
		if (stream === undefined) throw new Error(`Nobody asked for the stream of ${domain} events`);
		return stream;
	}

	/** Every stream's headers. */
	openAll(): void {
		for (const stream of this.liveStreams.values()) stream.open();
	}

	/** The newest replay. */
	get replayed(): FakeStream & { readonly after: string | undefined } {
		const newest = this.replays.at(-1);
		if (newest === undefined) throw new Error('Nobody asked for a replay');
		return newest;
	}

	private begin(stream: FakeStream): AsyncIterable<EventFrame> {
		if (this.isClosed) stream.cut();
		return stream.read();
	}
}

/** An account whose lines and connections a test gives. */
export class FakeSource implements EventSource {
	readonly identity = 'account';
	readonly sessions: FakeSession[] = [];
	/** Looks so far; whether each asked for new tokens. */
	readonly looks: boolean[] = [];
	plan: Plan = 'dedicated';
	lines: readonly Line[] = [line];
	/** Thrown by the next connection. */
	refusesToConnect: Error | undefined;
	lookFailure: SpectrumError | undefined;
	/** Looks wait for it. */
	lookHeld: Promise<void> | undefined;

	constructor(readonly credential = 'credential') {}

	async inventory(renewed: boolean): Promise<{ plan: Plan; lines: readonly Line[] }> {
		this.looks.push(renewed);
		await this.lookHeld;
		if (this.lookFailure !== undefined) throw this.lookFailure;
		return { plan: this.plan, lines: this.lines };
	}

	connect(lineId: string): FakeSession {
		if (this.refusesToConnect !== undefined) throw this.refusesToConnect;
		const session = new FakeSession(lineId);
		this.sessions.push(session);
		return session;
	}

	/** The newest connection. */
	get session(): FakeSession {
		const newest = this.sessions.at(-1);
		if (newest === undefined) throw new Error('Nobody has connected');
		return newest;
	}

	get openSessions(): number {
		return this.sessions.filter(({ isClosed }) => !isClosed).length;
	}
}
