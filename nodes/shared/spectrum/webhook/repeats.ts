import type { Clock } from '../timing/clock';
import type { EventName } from '../model/event/eventNames';
import { normalAddress } from '../filter/filterEntries';
import { hashOfParts } from '../keys/hash';
import type { Delivery } from './delivery';
import { present } from '../values/present';
import { defaultRepeatLimits, keyLength, lineLength, RepeatMemory, type RepeatLimits, type StoredRepeats } from './repeatMemory';

/**
 * What identifies a delivery. Two deliveries are the same if they bring the same message of the same line to the same node,
 * through any of its webhooks, or if they have the same delivery id.
 */
export interface DeliveryIdentity {
	/** The node whose memory it is. Two nodes that receive the same message both run. */
	readonly scope: string;
	readonly messageId: string;
	/**
	 * The line that received it. A message has the same id on every line: two lines in one group both receive it, as does a
	 * line that another one writes to. A delivery that does not name its line is a repeat whichever line had the message.
	 */
	readonly line?: string;
	/** The sender's id for all attempts of one delivery, if a signature covers it. */
	readonly deliveryId?: string;
}

/**
 * The identity of a delivery within a node's memory. Messages and reactions have ids of their own. Other events may not: a
 * receipt may have the id of the message that was read, and several people may read it.
 */
export function identityOf(
	{ messageId, sender, space }: Delivery,
	event: EventName,
	deliveryId: string | undefined,
): Omit<DeliveryIdentity, 'scope'> {
	const hasOwnId = event === 'message.received' || event === 'message.reactionAdded';
	return {
		messageId: hasOwnId ? messageId : JSON.stringify([event, messageId, sender?.id]),
		...present({ line: space.phone === undefined ? undefined : normalAddress(space.phone), deliveryId }),
	};
}

/** Outcome of a claim. */
export type Claim = { readonly first: false } | { readonly first: true; readonly toStore: StoredRepeats };

/**
 * Recognises deliveries that were accepted before, by this process or, through the stored data, by an earlier one.
 *
 * Claims are synchronous, so of two repeats in one process exactly one is the first. What this process knows overrides the
 * stored data, because runs that end later may store older data.
 */
export class Repeats {
	private readonly scopes = new Map<string, RepeatMemory>();

	constructor(
		private readonly clock: Pick<Clock, 'now'>,
		private readonly limits: RepeatLimits = defaultRepeatLimits,
	) {}

	/** Claims a delivery. The first claim reserves it; {@link release} undoes that. */
	claim(identity: DeliveryIdentity, stored: StoredRepeats): Claim {
		const now = this.clock.now();
		this.dropAgedScopes(now);
		const asked = keysOf(identity);
		const memory = this.remembered(identity.scope, stored, now);
		if (isKnown(asked, memory)) return { first: false };
		memory.add(asked.keys, now);
		return { first: true, toStore: memory.stored };
	}

	/** Whether it was claimed before. */
	knows(identity: DeliveryIdentity, stored: StoredRepeats): boolean {
		return isKnown(keysOf(identity), this.remembered(identity.scope, stored, this.clock.now()));
	}

	/** Forgets a claim whose run could not be started, so that the sender's next attempt is taken. */
	release(identity: DeliveryIdentity): void {
		this.scopes.get(identity.scope)?.remove(keysOf(identity).keys);
	}

	private remembered(scope: string, stored: StoredRepeats, now: number): RepeatMemory {
		const memory = this.scopes.get(scope) ?? new RepeatMemory(this.limits);
		this.scopes.set(scope, memory);
		memory.update(stored, now);
		return memory;
	}

	/** Forgets nodes without recent deliveries: workflows come and go while a process lives. */
	private dropAgedScopes(now: number): void {
		for (const [scope, memory] of this.scopes) if (memory.isAged(now)) this.scopes.delete(scope);
	}
}

/** A delivery as it is looked up and remembered. */
interface Keys {
	/** Hashed, because they are stored. */
	readonly names: readonly string[];
	/** What is remembered: the names, each with the line if that is known. */
	readonly keys: readonly string[];
	readonly hasLine: boolean;
}

function keysOf({ messageId, line, deliveryId }: DeliveryIdentity): Keys {
	// A delivery id must not be mistaken for a message id.
	const parts = deliveryId === undefined ? [[messageId]] : [[messageId], ['webhook-id', deliveryId]];
	const names = parts.map((part) => hashOfParts(part).slice(0, keyLength));
	if (line === undefined) return { names, keys: names, hasLine: false };
	const mark = hashOfParts([line]).slice(0, lineLength);
	return { names, keys: names.map((name) => `${name}:${mark}`), hasLine: true };
}

function isKnown({ names, keys, hasLine }: Keys, memory: RepeatMemory): boolean {
	if ([...keys, ...names].some((key) => memory.has(key))) return true;
	return !hasLine && memory.hasOnSomeLine(names);
}
