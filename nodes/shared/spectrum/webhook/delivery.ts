import type { SpaceType } from '../model/event/event';
import { readableText } from '../net/bodyText';
import { asFields, type Fields, asText } from '../values/json';
import { spaceTypeOf } from '../model/space';
import { isNestedDeeperThan } from './nesting';
import { present } from '../values/present';

/** The space of a delivery. */
export interface DeliverySpace {
	readonly id: string;
	readonly type: SpaceType;
	readonly phone?: string;
}

/** The message of a delivery. The fields that the contract defines are checked; missing fields are absent. */
export interface Delivery {
	readonly messageId: string;
	readonly space: DeliverySpace;
	/** ISO 8601. */
	readonly timestamp?: string;
	readonly sender?: Fields;
	/** Set on the echo of what our own line did. Absent on what others did. */
	readonly isOutbound?: true;
	/** Has a `type`. Its other fields depend on the type. */
	readonly content: Content;
	/** The whole delivery. */
	readonly raw: Fields;
}

/** The content of a message or an action. Only its field `type` is certain. */
export type Content = Fields & { readonly type: string };

/**
 * The result of reading a body. `unknownEvent`, `otherPlatform` and `notInbound` are deliveries of Spectrum that are not for
 * this pack. `malformed` does not follow the contract.
 */
export type DeliveryReading =
	| { readonly verdict: 'delivery'; readonly delivery: Delivery }
	| { readonly verdict: 'unknownEvent'; readonly event: string }
	| { readonly verdict: 'otherPlatform'; readonly platform: string }
	| { readonly verdict: 'notInbound'; readonly direction: string }
	| { readonly verdict: 'malformed'; readonly problem: string };

/** The only kind of delivery, as the two generations of the contract may name it: by its own name, or as it is registered. */
const messageEvents: ReadonlySet<string> = new Set(['messages', 'message.received']);

/** Most levels of albums and replies within each other. Spectrum sends one. Without a limit a body could exhaust the stack. */
const deepestContent = 5;

/** Most levels of the whole body. A delivery has about ten. Content is passed on, and n8n must be able to write it as JSON. */
const deepestBody = 100;

/** Most people in one change of a group. No group of iMessage has more, and each person becomes an item. */
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
	// Neither inbound nor outbound: what a workflow should do with it is not known.
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

/** The space of a delivery. Fields that it leaves out are read from the message's copy of the space. */
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

/** The content of a message, of an album's item or of a reply. Undefined for any other value. */
export function asContent(value: unknown): Content | undefined {
	const fields = asFields(value);
	const type = asText(fields?.type);
	return fields === undefined || type === undefined ? undefined : { ...fields, type };
}

function parseObject(body: Uint8Array): Fields | undefined {
	try {
		return asFields(JSON.parse(readableText(Buffer.from(body.buffer, body.byteOffset, body.byteLength))) as unknown);
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
