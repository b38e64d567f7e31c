import type { Clock } from '../timing/clock';
import type { EventName } from '../model/event/eventNames';
import { hashOfParts } from '../keys/hash';
import type { Delivery } from './delivery';
import { present } from '../values/present';

/** How much is remembered of one node's deliveries. */
export interface RepeatLimits {
	/** Names of deliveries. Spectrum's retries of one message end within minutes, and a server sends 5,000 messages a day. */
	readonly entries: number;
	/** Milliseconds since the first delivery. */
	readonly ageMilliseconds: number;
}

export const defaultRepeatLimits: RepeatLimits = { entries: 1_000, ageMilliseconds: 24 * 60 * 60 * 1_000 };

/** What survives a restart: when each delivery was first seen, in milliseconds since the epoch. JSON. */
export type KeptRepeats = Readonly<Record<string, number>>;

/**
 * What makes a delivery the same as another: the same message for the same node, through whichever webhook of it, or the
 * same delivery by its own name.
 */
export interface DeliveryIdentity {
	/** Which node's memory: two nodes that receive the same message both run. */
	readonly scope: string;
	readonly messageId: string;
	/** What the sender calls all attempts of one delivery, where a signature covers it. */
	readonly deliveryId?: string;
}

/**
 * The identity of a delivery within a node's memory. A message and a reaction have ids of their own; of all else it is not
 * certain: a receipt may have the id of the message that was read, which several people read.
 */
export function identityOf(
	{ messageId, sender }: Delivery,
	event: EventName,
	deliveryId: string | undefined,
): Omit<DeliveryIdentity, 'scope'> {
	const hasOwnId = event === 'message.received' || event === 'message.reactionAdded';
	return {
		messageId: hasOwnId ? messageId : JSON.stringify([event, messageId, sender?.id]),
		...present({ deliveryId }),
	};
}

/** Outcome of a claim. `kept` is what to store. */
export type Claim = { readonly first: false } | { readonly first: true; readonly kept: KeptRepeats };

/** Half a SHA-256: short enough to store a thousand, long enough that no two collide. */
const keyLength = 32;

/**
 * Recognises deliveries that were accepted before: by this process, or, through what was stored, by one before it.
 *
 * Claims are synchronous, so of two repeats in one process exactly one is the first. What this process knows wins over
 * what was stored, because the store is written by whoever finishes last.
 */
export class Repeats {
	private readonly scopes = new Map<string, Map<string, number>>();

	constructor(
		private readonly clock: Pick<Clock, 'now'>,
		private readonly limits: RepeatLimits = defaultRepeatLimits,
	) {}

	/** Claims a delivery. The first claim reserves it; {@link release} undoes that. */
	claim(identity: DeliveryIdentity, stored: KeptRepeats): Claim {
		const now = this.clock.now();
		this.dropAgedScopes(now);
		const seen = this.remembered(identity.scope, stored, now);
		const keys = keysOf(identity);
		if (keys.some((key) => seen.has(key))) return { first: false };
		for (const key of keys) seen.set(key, now);
		const kept = newest(seen, this.limits.entries);
		this.scopes.set(identity.scope, kept);
		return { first: true, kept: Object.fromEntries(kept) };
	}

	/** Whether it was claimed before. */
	knows(identity: DeliveryIdentity, stored: KeptRepeats): boolean {
		const seen = this.remembered(identity.scope, stored, this.clock.now());
		return keysOf(identity).some((key) => seen.has(key));
	}

	/** Forgets a claim whose run could not be started, so that the sender's next attempt is taken. */
	release(identity: DeliveryIdentity): void {
		for (const key of keysOf(identity)) this.scopes.get(identity.scope)?.delete(key);
	}

	/**
	 * What is known of one node, oldest first, without what is too old. What was seen in the future was seen before the
	 * clock was set back: it counts as seen now, or it would push out what really is new, and age only after a wait.
	 */
	private remembered(scope: string, stored: KeptRepeats, now: number): Map<string, number> {
		const known = [...Object.entries(stored), ...(this.scopes.get(scope) ?? [])]
			.filter(([, at]) => typeof at === 'number' && !this.isAged(at, now))
			.map(([key, at]) => [key, Math.min(at, now)] as const);
		return new Map(known.sort(([, first], [, second]) => first - second));
	}

	/** Workflows come and go while a process lives. */
	private dropAgedScopes(now: number): void {
		for (const [scope, seen] of this.scopes) {
			if ([...seen.values()].every((at) => this.isAged(at, now))) this.scopes.delete(scope);
		}
	}

	private isAged(at: number, now: number): boolean {
		return at <= now - this.limits.ageMilliseconds;
	}
}

/** The newest `entries` of what is given oldest first. */
function newest(seen: Map<string, number>, entries: number): Map<string, number> {
	return new Map([...seen].slice(-entries));
}

/** Hashes, because the data are stored; a delivery's name must not be taken for a message's. */
function keysOf({ messageId, deliveryId }: DeliveryIdentity): string[] {
	const names = deliveryId === undefined ? [[messageId]] : [[messageId], ['webhook-id', deliveryId]];
	return names.map((name) => hashOfParts(name).slice(0, keyLength));
}
