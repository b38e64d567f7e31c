import { parseAddress, type Parsed } from './address/address';
import type { SpaceType } from './event/event';
import type { Message } from './message';
import type { MessageSender, SenderService } from './sender';

/** A conversation, by its chat GUID. */
export interface SpaceRef {
	/** `any;-;<address>` for a direct space, `any;+;<id>` for a group. */
	readonly id: string;
	readonly type: SpaceType;
	/** The other side of a direct space. */
	readonly address?: string;
}

/** Shown wherever a space id is refused. */
export const spaceIdExample = 'any;-;+15551234567 (direct) or any;+;chat123456789 (group)';

/** GUID of the direct space with an address that {@link parseAddress} has accepted. */
export function directSpaceId(address: string): string {
	return `any;-;${address}`;
}

/** `;+;` in a GUID means group, whatever stands before it. */
export function spaceTypeOf(id: string): SpaceType {
	return id.includes(';+;') ? 'group' : 'dm';
}

/**
 * Reads a space id. The service in front (`any`, or what a server gave) is passed on as it is; the address of a
 * direct space is normalised as everywhere else.
 */
export function parseSpaceId(input: string): Parsed<SpaceRef> {
	const text = input.trim();
	const [service, mark, ...rest] = text.split(';');
	const key = rest.join(';');
	if (!service || key === '' || (mark !== '-' && mark !== '+')) {
		return { ok: false, problem: 'is not a space ID' };
	}
	if (mark === '+') {
		if (/[\s,]/.test(text)) {
			return { ok: false, problem: 'holds several IDs, or a space or comma inside one; use one item for each conversation' };
		}
		return { ok: true, value: { id: text, type: 'group' } };
	}
	const address = parseAddress(key);
	if (!address.ok) return { ok: false, problem: `names a direct space whose address ${address.problem}` };
	return {
		ok: true,
		value: { id: `${service};-;${address.value.address}`, type: 'dm', address: address.value.address },
	};
}

/**
 * Whether two GUIDs name one conversation. The service in front does not tell conversations apart: servers write `any`
 * as well as `iMessage` there.
 */
export function isSameSpace(one: { readonly id: string }, other: { readonly id: string }): boolean {
	return spaceKey(one.id) === spaceKey(other.id);
}

/** What a GUID says beside the service in front of it: direct or group, and with whom. */
export function spaceKey(id: string): string {
	const parsed = parseSpaceId(id);
	const known = parsed.ok ? parsed.value.id : id;
	return known.slice(known.indexOf(';'));
}

/** The service a new conversation starts on. */
export type ChatService = 'iMessage' | 'SMS' | 'RCS';

/** A conversation as the server describes it. What it does not say is absent. */
export interface Space {
	readonly id: string;
	readonly isGroup: boolean;
	readonly service: SenderService;
	readonly name?: string;
	/** The other person's address in a direct space, an internal id in a group. */
	readonly identifier?: string;
	/** Groups only. */
	readonly groupId?: string;
	/** Absent when the server does not know; 0 means that everything is read. */
	readonly unreadCount?: number;
	readonly isArchived: boolean;
	/** True when Apple filed it under unknown senders or junk. */
	readonly isFiltered: boolean;
	/** The others in it, as far as the server lists them. */
	readonly participants: readonly MessageSender[];
	readonly lastMessage?: Message;
}

/** The first message of a new conversation. */
export interface OpeningMessage {
	readonly text: string;
	readonly subject?: string;
	readonly effectId?: string;
}
