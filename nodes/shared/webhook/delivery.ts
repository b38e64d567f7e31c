import type { SpaceType } from '../domain/event';
import { asFields, type Fields } from '../domain/fields';
import { spaceTypeOf } from '../domain/space';

/** A conversation as a delivery names it. */
export interface DeliverySpace {
	readonly id: string;
	readonly type: SpaceType;
	readonly phone?: string;
}

/** One inbound message of a delivery, checked as far as the contract fixes it. What was missing is absent. */
export interface Delivery {
	readonly messageId: string;
	readonly space: DeliverySpace;
	/** ISO 8601. */
	readonly timestamp?: string;
	readonly sender?: Fields;
	/** Has a `type`; which others it has depends on that. */
	readonly content: Fields & { readonly type: string };
	/** Everything that was delivered. */
	readonly raw: Fields;
}

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

/** The only kind of delivery that the contract has. */
const messagesEvent = 'messages';

/** Albums within albums that are read. Spectrum sends one; without a limit a body could exhaust the stack. */
const deepestAlbum = 5;

/** Reads the body of a verified delivery, once, from the bytes that were verified. */
export function readDelivery(body: Uint8Array): DeliveryReading {
	const raw = parseObject(body);
	if (raw === undefined) return malformed('it is not a JSON object');
	const event = text(raw.event);
	if (event === undefined) return malformed('it has no event');
	if (event !== messagesEvent) return { verdict: 'unknownEvent', event };

	const message = asFields(raw.message);
	if (message === undefined) return malformed('it has no message');
	const outer = asFields(raw.space);
	const inner = asFields(message.space);
	// One project serves several platforms, and its webhooks carry all of them.
	const platform = text(message.platform) ?? text(outer?.platform) ?? text(inner?.platform);
	if (platform !== undefined && !isSameWord(platform, 'imessage')) return { verdict: 'otherPlatform', platform };
	// A message of our own that started the workflow would answer itself for ever.
	const direction = text(message.direction);
	if (direction !== undefined && !isSameWord(direction, 'inbound')) return { verdict: 'notInbound', direction };

	const messageId = text(message.id);
	if (messageId === undefined) return malformed('its message has no id');
	const space = readSpace(outer, inner);
	if (space === undefined) return malformed('it names no space');
	const content = asContent(message.content);
	if (content === undefined) return malformed('its message has no content with a type');
	if (isAlbumDeeperThan(deepestAlbum, content)) return malformed('its album is nested too deeply');
	const sender = asFields(message.sender);
	return {
		verdict: 'delivery',
		delivery: { messageId, space, ...timestampOf(message), ...(sender === undefined ? {} : { sender }), content, raw },
	};
}

/** The message's copy of the space stands in for what the delivery itself leaves out. */
function readSpace(outer: Fields | undefined, inner: Fields | undefined): DeliverySpace | undefined {
	const id = text(outer?.id) ?? text(inner?.id);
	if (id === undefined) return undefined;
	const type = (text(outer?.type) ?? text(inner?.type))?.toLowerCase();
	const phone = text(outer?.phone) ?? text(inner?.phone);
	return {
		id,
		type: type === 'dm' || type === 'group' ? type : spaceTypeOf(id),
		...(phone === undefined ? {} : { phone }),
	};
}

function timestampOf(message: Fields): { timestamp?: string } {
	const timestamp = text(message.timestamp);
	return timestamp === undefined || Number.isNaN(Date.parse(timestamp)) ? {} : { timestamp };
}

function isAlbumDeeperThan(levels: number, { type, items }: Fields): boolean {
	if (type !== 'group' || !Array.isArray(items)) return false;
	if (levels === 0) return true;
	return items.some((item: unknown) => {
		const content = asContent(asFields(item)?.content);
		return content !== undefined && isAlbumDeeperThan(levels - 1, content);
	});
}

/** Content of a message or of an album's item; undefined when it is none. */
export function asContent(value: unknown): (Fields & { readonly type: string }) | undefined {
	const fields = asFields(value);
	const type = text(fields?.type);
	return fields === undefined || type === undefined ? undefined : { ...fields, type };
}

/** A text that is not empty; undefined for everything else. */
export function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
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
