import type { AuthContext } from '../auth/TokenSource';
import {
	catchUpEvents,
	subscribeChatEvents,
	subscribeGroupEvents,
	subscribeMessageEvents,
	subscribePollEvents,
} from '../codec/events';
import type { EventDomain, EventFrame } from '../model/event/change';
import type { Connection } from '../model/connection';
import { accountOf } from '../keys/connectionIdentity';
import type { Line, Plan } from '../model/line';
import type { WireMethod } from '../transport/Transport';
import { credentialIdentity, sharedPool, type ConnectionPool, type Link, type LineConnection } from './pool/pool';

const subscriptions: Readonly<Record<EventDomain, WireMethod<void, EventFrame | undefined>>> = {
	message: subscribeMessageEvents,
	poll: subscribePollEvents,
	group: subscribeGroupEvents,
	chat: subscribeChatEvents,
};

/** A frame that means nothing to this version is a sign of life all the same. */
const nothingNew: EventFrame = { type: 'heartbeat' };

/** The event logs of one credential's lines. Failures are always a `SpectrumError`. */
export class EventStreams {
	/** The account whose logs these are: a renewed secret or token changes nothing. */
	readonly identity: string;
	/** The whole credential: what two of them share must not differ in anything. */
	readonly credential: string;
	private readonly link: Link;

	/** @param context asked for anew by each call: what opened the streams may be gone while others still listen */
	constructor(
		connection: Connection,
		private readonly context: () => AuthContext,
		pool: ConnectionPool = sharedPool,
	) {
		this.identity = accountOf(connection);
		this.credential = credentialIdentity(connection);
		this.link = pool.link(connection);
	}

	/**
	 * The lines there are now. `renewed`: asked for once more, however fresh what is known may be. One attempt only: what reads
	 * a log tries again by itself, and a start of n8n must not wait for a control plane that is down.
	 */
	async inventory(renewed: boolean): Promise<{ readonly plan: Plan; readonly lines: readonly Line[] }> {
		const { plan, lines } = await this.link.inventory(this.context(), renewed, 0);
		return { plan, lines: lines.map(({ id, phone }) => ({ id, phone })) };
	}

	/** A connection to one line for its events alone, dialled by its first stream. Close it. */
	connect(lineId: string): LineEvents {
		return new LineEvents(this.link.connect(lineId), this.context);
	}
}

/** The streams of one line over one connection. */
export class LineEvents {
	constructor(
		private readonly connection: LineConnection,
		private readonly context: () => AuthContext,
	) {}

	/** One part of the log from now on. `onOpen` is called once, when the server has said that it listens. */
	live(domain: EventDomain, signal: AbortSignal, onOpen: () => void): AsyncIterable<EventFrame> {
		const context = { ...this.context(), signal };
		return framesOf(this.connection.serverStream(subscriptions[domain], undefined, { context, onOpen }));
	}

	/** Everything after the cursor, or everything that the server still has. */
	replay(after: string | undefined, signal: AbortSignal): AsyncIterable<EventFrame> {
		const request = after === undefined ? {} : { after };
		return framesOf(this.connection.serverStream(catchUpEvents, request, { context: { ...this.context(), signal } }));
	}

	close(): void {
		this.connection.close();
	}
}

async function* framesOf(stream: AsyncIterable<EventFrame | undefined>): AsyncGenerator<EventFrame, void, undefined> {
	for await (const frame of stream) yield frame ?? nothingNew;
}
