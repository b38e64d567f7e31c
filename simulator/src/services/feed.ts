import type { DomainEvent, EventDomain, LoggedEvent } from '../store/eventLog';
import type { StreamContext } from './method';

/** What the live stream of one domain shows. */
export interface FeedFrames<D extends EventDomain, Frame> {
	/** The filter of the subscription. */
	readonly wanted: (event: DomainEvent<D>) => boolean;
	readonly show: (event: DomainEvent<D>) => Frame;
	readonly heartbeat: () => Frame;
}

/** The events of one domain from the first `next()` on. */
export function feed<D extends EventDomain, Frame>(
	context: StreamContext,
	domain: D,
	{ wanted, show, heartbeat }: FeedFrames<D, Frame>,
): AsyncGenerator<Frame> {
	const listen = (due: (event: DomainEvent<D>) => void): (() => void) =>
		context.line.log.onAppend((event: LoggedEvent) => {
			if (event.domain === domain && wanted(event as DomainEvent<D>)) due(event as DomainEvent<D>);
		});
	return liveFrames(context, { listen, show, heartbeat });
}

/** What a live stream shows. */
interface LiveFrames<Item, Frame> {
	/** Called when the stream begins, with what takes in an item; the answer stops it. */
	readonly listen: (due: (item: Item) => void) => () => void;
	/** The frame of an item, made when it is sent. */
	readonly show: (item: Item) => Frame;
	readonly heartbeat: () => Frame;
}

/**
 * What comes from the first `next()` on, and a heartbeat at each interval, busy or not, until the call ends. A client that
 * reads slowly loses nothing: what is due waits for it. Heartbeats do not pile up.
 */
export async function* liveFrames<Item, Frame>(
	{ line, behaviour, ended }: StreamContext,
	{ listen, show, heartbeat }: LiveFrames<Item, Frame>,
): AsyncGenerator<Frame> {
	const due: Item[] = [];
	let shown = 0;
	let isBeatDue = false;
	let wake = (): void => undefined;
	let stopBeating = (): void => undefined;
	const onEnd = (): void => wake();
	const arm = (): void => {
		const { heartbeatMilliseconds } = behaviour;
		if (!Number.isFinite(heartbeatMilliseconds)) return;
		stopBeating = line.clock.after(heartbeatMilliseconds, () => {
			isBeatDue = true;
			arm();
			wake();
		});
	};
	const stopListening = listen((item) => {
		due.push(item);
		wake();
	});
	ended.addEventListener('abort', onEnd);
	arm();
	try {
		while (!ended.aborted) {
			if (isBeatDue) {
				isBeatDue = false;
				yield heartbeat();
			} else if (shown < due.length) {
				yield show(due[shown++] as Item);
			} else {
				due.length = 0;
				shown = 0;
				await new Promise<void>((resolve) => (wake = resolve));
			}
		}
	} finally {
		stopBeating();
		stopListening();
		ended.removeEventListener('abort', onEnd);
	}
}
