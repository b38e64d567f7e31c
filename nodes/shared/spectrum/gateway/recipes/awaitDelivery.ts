import { deliveryOf, hasArrived } from '../../model/delivery';
import type { Message } from '../../model/message';
import { isPassing } from '../../errors/passing';
import { SpectrumError, type ErrorKind } from '../../errors/SpectrumError';
import { boundAfter, type Backoff } from '../../timing/backoff';
import type { Clock } from '../../timing/clock';
import { Deadline } from '../../timing/deadline';
import { present } from '../../values/present';
import type { Gateway } from '../Gateway';
import type { LineChoice } from '../routing';
import { findLine, type Found } from './findLine';

/** Most messages arrive within a second or two. After half a minute, a phone is offline, and nothing is urgent. */
const pauses: Backoff = { base: 500, cap: 15_000 };

/** With less time left, in milliseconds, a message is looked at once and not waited for. */
const leastWait = 1_000;

/** Time for that one look, in milliseconds: what is known is always reported. */
const onlyLook = 5_000;

/** What to wait for. */
export interface AwaitedDelivery {
	readonly gateway: Gateway;
	readonly messageId: string;
	readonly lineChoice: LineChoice;
	readonly clock: Clock;
	/** When the wait ends, in milliseconds since the epoch. In the past: the message is looked at once. */
	readonly endsAt: number;
	/** Aborted when a person stops the execution. */
	readonly signal?: AbortSignal;
	/** Called with the message that was found, before the wait. Throws to refuse it. */
	readonly check: (found: Found<Message>) => void;
}

/**
 * Waits until a message has arrived, has failed or was unsent, and returns it as it is then; at the end of the time, as it
 * was last seen. The message is read again and again, because the wire has an event for a receipt but none for a delivery.
 * Rejects when nothing at all is known of the message.
 */
export async function awaitDelivery(awaited: AwaitedDelivery): Promise<Found<Message>> {
	const { gateway, messageId, lineChoice, clock, endsAt, signal, check } = awaited;
	const left = endsAt - clock.now();
	const mayWait = left >= leastWait;
	const milliseconds = mayWait ? left : onlyLook;
	const deadline = new Deadline({
		clock,
		milliseconds,
		...present({ signal }),
		timeoutError: (cause) => notSeen(milliseconds, cause),
	});
	const options = { signal: deadline.signal };
	try {
		const found = await deadline.within(
			async () => await findLine(gateway, lineChoice, async ({ id }) => await gateway.messages.get(id, messageId, options)),
		);
		check(found);
		const { line } = found;
		let message = found.value;
		for (let looks = 1; mayWait && !isSettled(message); looks++) {
			const pause = deadline.pauseOf(boundAfter(looks, pauses));
			if (pause === 0 || !(await deadline.pause(pause))) break;
			message = await again(message, async () => await deadline.within(() => gateway.messages.get(line.id, messageId, options)));
		}
		return { line, value: message };
	} finally {
		deadline.close();
	}
}

/** Failures after which the next look may succeed. */
const mayPass: ReadonlySet<ErrorKind> = new Set(['unavailable', 'timeout', 'internal', 'quota']);

/** The message as it is now. If that cannot be read for the moment, as it was before. */
async function again(before: Message, look: () => Promise<Message>): Promise<Message> {
	try {
		return await look();
	} catch (error) {
		if (isPassing(error) || (error instanceof SpectrumError && mayPass.has(error.kind))) return before;
		throw error;
	}
}

function isSettled(message: Message): boolean {
	const status = deliveryOf(message);
	return status === undefined || status === 'failed' || hasArrived(status) || message.unsentAt !== undefined;
}

function notSeen(milliseconds: number, cause: unknown): SpectrumError {
	return new SpectrumError({
		kind: 'timeout',
		message: `The message could not be looked up within ${Math.round(milliseconds / 1_000)} s`,
		advice: 'Nothing was sent or changed. Run the node again, or give it more time.',
		cause,
	});
}
