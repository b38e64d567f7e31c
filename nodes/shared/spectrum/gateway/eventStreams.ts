import type { AuthContext } from '../auth/TokenSource';
import { catchUpEvents, subscribeChatEvents, subscribeGroupEvents, subscribeMessageEvents, subscribePollEvents } from '../codec/events';
import { watchLocations } from '../codec/locations';
import type { EventDomain, EventFrame } from '../model/event/change';
import type { LocationUpdate } from '../model/location';
import { isByHttp, type Connection } from '../model/connection';
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

/** A frame that this version does not know is still a sign of life. */
const heartbeat: EventFrame = { type: 'heartbeat' };

/** The event logs of one credential's lines. Failures are always a `SpectrumError`. */
export class EventStreams {
	/** Identifies the account of the logs. It does not change with a renewed secret or token. */
	readonly identity: string;
	/** Identifies the whole credential. Only identical credentials may share a stream. */
	readonly credential: string;
	/** False over HTTP: what would come by a stream or a replay has to be read by calls. */
	readonly hasStreams: boolean;
	private readonly link: Link;

	/** @param context read for each call, because the workflow that opened the streams may have ended while others still listen */
	constructor(
		connection: Connection,
		private readonly context: () => AuthContext,
		pool: ConnectionPool = sharedPool,
	) {
		this.identity = accountOf(connection);
		this.credential = credentialIdentity(connection);
		this.hasStreams = !isByHttp(connection);
		this.link = pool.link(connection);
	}

	/**
	 * The current lines. With `renewed` the control plane is asked, even if the known list is fresh. There is only one attempt,
	 * because the readers of a log retry by themselves, and a start of n8n must not wait for a control plane that is down.
	 */
	async inventory(renewed: boolean): Promise<{ readonly plan: Plan; readonly lines: readonly Line[] }> {
		const { plan, lines } = await this.link.inventory(this.context(), renewed, 0);
		return { plan, lines: lines.map(({ id, phone }) => ({ id, phone })) };
	}

	/** A separate connection to one line for its events. The first stream dials it. The caller must close it. */
	connect(lineId: string): LineEvents {
		return new LineEvents(this.link.connect(lineId), this.context);
	}
}

/** The event streams of one line over one connection. */
export class LineEvents {
	constructor(
		private readonly connection: LineConnection,
		private readonly context: () => AuthContext,
	) {}

	/** One part of the log, from now on. `onOpen` is called once, when the server has confirmed the subscription. */
	live(domain: EventDomain, signal: AbortSignal, onOpen: () => void): AsyncIterable<EventFrame> {
		const context = { ...this.context(), signal };
		return framesOf(this.connection.serverStream(subscriptions[domain], undefined, { context, onOpen }));
	}

	/** Everything after the cursor, or everything that the server still has. */
	replay(after: string | undefined, signal: AbortSignal): AsyncIterable<EventFrame> {
		const request = after === undefined ? {} : { after };
		return framesOf(this.connection.serverStream(catchUpEvents, request, { context: { ...this.context(), signal } }));
	}

	/** What people share, from now on. Undefined for a heartbeat. */
	locations(signal: AbortSignal): AsyncIterable<LocationUpdate | undefined> {
		return this.connection.serverStream(watchLocations, undefined, { context: { ...this.context(), signal } });
	}

	close(): void {
		this.connection.close();
	}
}

async function* framesOf(stream: AsyncIterable<EventFrame | undefined>): AsyncGenerator<EventFrame, void, undefined> {
	for await (const frame of stream) yield frame ?? heartbeat;
}
