import type { SpaceType } from '../model/event/event';
import { asFields, type Fields, asText } from '../values/json';
import { spaceTypeOf } from '../model/space';
import { isNestedDeeperThan } from './nesting';
import { present } from '../values/present';

/** A conversation as a delivery names it. */
export interface DeliverySpace {
	readonly id: string;
	readonly type: SpaceType;
	readonly phone?: string;
}

/** One message of a delivery, checked as far as the contract fixes it. What was missing is absent. */
export interface Delivery {
	readonly messageId: string;
	readonly space: DeliverySpace;
	/** ISO 8601. */
	readonly timestamp?: string;
	readonly sender?: Fields;
	/** The echo of what our own line did; absent on what others did. */
	readonly isOutbound?: true;
	/** Has a `type`; which others it has depends on that. */
	readonly content: Content;
	/** Everything that was delivered. */
	readonly raw: Fields;
}

/** What was said or done; none of its fields but `type` is certain. */
export type Content = Fields & { readonly type: string };

/**
 * What a body is. `unknownEvent`, `otherPlatform` and `notInbound` are deliveries of Spectrum that are not for this
 * pack; `malformed` is not the contract's.
 */
export type DeliveryReading =
	| { readonly verdict: 'delivery'; readonly delivery: Delivery }
	| { readonly verdict: 'unknownEvent'; readonly event: string }
	| { readonly verdict: 'otherPlatform'; readonly platform: string }
	| { readonly verdict: 'notInbound'; readonly direction: string }
	| { readonly verdict: 'malformed'; readonly problem: string };

/** How the two generations of the contract may call their only kind of delivery: by its name, or as it is registered. */
const messageEvents: ReadonlySet<string> = new Set(['messages', 'message.received']);

/** Albums and replies within each other that are read. Spectrum sends one; without a limit a body could exhaust the stack. */
const deepestContent = 5;

/** Levels of the whole body. A delivery has about ten; what is passed on as it came must be writable as JSON again. */
const deepestBody = 100;

/** People that one change of a group may name: more are no group of iMessage, and each becomes an item. */
const mostMembers = 1_000;

/** Reads the body of a verified delivery, once, from the bytes that were verified. */
export function readDelivery(body: Uint8Array): DeliveryReading {
	const raw = parseObject(body);
	if (raw === undefined) return malformed('it is not a JSON object');
	const event = asText(raw.event);
	if (event === undefined) return malformed('it has no event');
	if (!messageEvents.has(event)) return { verdict: 'unknownEvent', event };

	const message = asFields(raw.message);
	if (message === undefined) return malformed('it has no message');
	const outer = asFields(raw.space);
	const inner = asFields(message.space);
	// One project serves several platforms, and its webhooks carry all of them.
	const platform = asText(message.platform) ?? asText(outer?.platform) ?? asText(inner?.platform);
	if (platform !== undefined && !isSameWord(platform, 'imessage')) return { verdict: 'otherPlatform', platform };
	const direction = asText(message.direction);
	const isOutbound = direction !== undefined && isSameWord(direction, 'outbound');
	// Neither what others did nor what our line did: nobody can tell what a workflow should do with it.
	if (direction !== undefined && !isOutbound && !isSameWord(direction, 'inbound')) return { verdict: 'notInbound', direction };

	const messageId = asText(message.id);
	if (messageId === undefined) return malformed('its message has no id');
	const space = readSpace(outer, inner);
	if (space === undefined) return malformed('it names no space');
	const content = asContent(message.content);
	if (content === undefined) return malformed('its message has no content with a type');
	if (isContentDeeperThan(deepestContent, content)) {
		return malformed(`its ${content.type === 'reply' ? 'reply' : 'album'} is nested too deeply`);
	}
	if (isNestedDeeperThan(deepestBody, body)) return malformed('it is nested too deeply');
	if (Array.isArray(content.members) && content.members.length > mostMembers) {
		return malformed(`it names more than ${mostMembers} members of a group`);
	}
	const sender = asFields(message.sender);
	return {
		verdict: 'delivery',
		delivery: {
			messageId,
			space,
			...timestampOf(message),
			...present({ sender }),
			...(isOutbound ? { isOutbound } : {}),
			content,
			raw,
		},
	};
}

/** The message's copy of the space stands in for what the delivery itself leaves out. */
function readSpace(outer: Fields | undefined, inner: Fields | undefined): DeliverySpace | undefined {
	const id = asText(outer?.id) ?? asText(inner?.id);
	if (id === undefined) return undefined;
	const type = (asText(outer?.type) ?? asText(inner?.type))?.toLowerCase();
	const phone = asText(outer?.phone) ?? asText(inner?.phone);
	return {
		id,
		type: type === 'dm' || type === 'group' ? type : spaceTypeOf(id),
		...present({ phone }),
	};
}

function timestampOf(message: Fields): { timestamp?: string } {
	const timestamp = asText(message.timestamp);
	return timestamp === undefined || Number.isNaN(Date.parse(timestamp)) ? {} : { timestamp };
}

function isContentDeeperThan(levels: number, { type, items, content }: Fields): boolean {
	const carriers: unknown[] = type === 'group' && Array.isArray(items) ? items : type === 'reply' ? [{ content }] : [];
	if (carriers.length === 0) return false;
	if (levels === 0) return true;
	return carriers.some((carrier) => {
		const inner = asContent(asFields(carrier)?.content);
		return inner !== undefined && isContentDeeperThan(levels - 1, inner);
	});
}

/** Content of a message, of an album's item or of a reply; undefined when it is none. */
export function asContent(value: unknown): Content | undefined {
	const fields = asFields(value);
	const type = asText(fields?.type);
	return fields === undefined || type === undefined ? undefined : { ...fields, type };
}

function parseObject(body: Uint8Array): Fields | undefined {
	try {
		return asFields(JSON.parse(Buffer.from(body).toString('utf8')) as unknown);
	} catch {
		return undefined;
	}
}

function isSameWord(given: string, expected: string): boolean {
	return given.toLowerCase() === expected;
}

function malformed(problem: string): DeliveryReading {
	return { verdict: 'malformed', problem };
}
