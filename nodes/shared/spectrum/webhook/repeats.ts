import type { Clock } from '../timing/clock';
import type { EventName } from '../model/event/eventNames';
import { normalAddress } from '../filter/filterEntries';
import { hashOfParts } from '../keys/hash';
import type { Delivery } from './delivery';
import { present } from '../values/present';

/** Limits of what is remembered about one node's deliveries. */
export interface RepeatLimits {
	/** Number of keys. Spectrum's retries of one message end within minutes, and a server sends 5,000 messages a day. */
	readonly entries: number;
	/** Milliseconds since the first delivery. */
	readonly ageMilliseconds: number;
}

export const defaultRepeatLimits: RepeatLimits = { entries: 1_000, ageMilliseconds: 24 * 60 * 60 * 1_000 };

/** What survives a restart: when each delivery was first seen, in milliseconds since the epoch. JSON. */
export type StoredRepeats = Readonly<Record<string, number>>;

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

/** Hex digits of a key: half a SHA-256. Short enough to store a thousand, long enough that no two collide. */
const keyLength = 32;

/**
 * Recognises deliveries that were accepted before, by this process or, through the stored data, by an earlier one.
 *
 * Claims are synchronous, so of two repeats in one process exactly one is the first. What this process knows overrides the
 * stored data, because runs that end later may store older data.
 */
export class Repeats {
	private readonly scopes = new Map<string, Map<string, number>>();

	constructor(
		private readonly clock: Pick<Clock, 'now'>,
		private readonly limits: RepeatLimits = defaultRepeatLimits,
	) {}

	/** Claims a delivery. The first claim reserves it; {@link release} undoes that. */
	claim(identity: DeliveryIdentity, stored: StoredRepeats): Claim {
		const now = this.clock.now();
		this.dropAgedScopes(now);
		const seen = this.remembered(identity.scope, stored, now);
		const asked = keysOf(identity);
		if (isKnown(asked, seen)) return { first: false };
		for (const key of asked.keys) seen.set(key, now);
		const latest = newest(seen, this.limits.entries);
		this.scopes.set(identity.scope, latest);
		return { first: true, toStore: Object.fromEntries(latest) };
	}

	/** Whether it was claimed before. */
	knows(identity: DeliveryIdentity, stored: StoredRepeats): boolean {
		return isKnown(keysOf(identity), this.remembered(identity.scope, stored, this.clock.now()));
	}

	/** Forgets a claim whose run could not be started, so that the sender's next attempt is taken. */
	release(identity: DeliveryIdentity): void {
		for (const key of keysOf(identity).keys) this.scopes.get(identity.scope)?.delete(key);
	}

	/**
	 * The known keys of one node, oldest first, without those that are too old. A time in the future is from before the clock
	 * was set back. It counts as now: otherwise the key would push out newer ones, and would expire too late.
	 */
	private remembered(scope: string, stored: StoredRepeats, now: number): Map<string, number> {
		const known = [...Object.entries(stored), ...(this.scopes.get(scope) ?? [])]
			.filter(([, at]) => typeof at === 'number' && !this.isAged(at, now))
			.map(([key, at]) => [key, Math.min(at, now)] as const);
		return new Map(known.sort(([, first], [, second]) => first - second));
	}

	/** Forgets nodes without recent deliveries: workflows come and go while a process lives. */
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

/** Hex digits that tell the lines of a project apart. */
const lineLength = 8;

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

function isKnown({ names, keys, hasLine }: Keys, seen: ReadonlyMap<string, number>): boolean {
	if ([...keys, ...names].some((key) => seen.has(key))) return true;
	return !hasLine && [...seen.keys()].some((key) => names.includes(key.slice(0, keyLength)));
}
