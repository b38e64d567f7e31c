import { invisibleIn, trimInvisible } from '../values/invisible';
import { parseAddress, type Parsed } from './address/address';
import type { SpaceType } from './event/event';
import type { Message } from './message';
import type { MessageSender, SenderService } from './sender';

/** A space (a conversation), by its chat GUID. */
export interface SpaceRef {
	/** `any;-;<address>` for a direct space, `any;+;<id>` for a group. */
	readonly id: string;
	readonly type: SpaceType;
	/** Address of the other person in a direct space. */
	readonly address?: string;
}

/** UTF-16 code units of a space ID. Those of servers have less than a hundred. */
const longestSpaceId = 1_000;

/** Example for errors about a space ID. */
export const spaceIdExample = 'any;-;+15551234567 (direct) or any;+;chat123456789 (group)';

/** GUID of the direct space with an address. {@link parseAddress} must have accepted the address. */
export function directSpaceId(address: string): string {
	return `any;-;${address}`;
}

/** `;+;` in a GUID means group, regardless of the service before it. */
export function spaceTypeOf(id: string): SpaceType {
	return id.includes(';+;') ? 'group' : 'dm';
}

/**
 * Reads a space ID. Invisible characters around it are dropped. The service prefix (`any`, or the one that a server gave)
 * stays as it is. The address of a direct space is normalised.
 */
export function parseSpaceId(input: string): Parsed<SpaceRef> {
	const text = trimInvisible(input);
	const [service, mark, ...rest] = text.split(';');
	const key = rest.join(';');
	if (!service || key === '' || (mark !== '-' && mark !== '+')) {
		return { ok: false, problem: 'is not a space ID' };
	}
	const problem = problemOfSpaceId(mark === '+' ? text : service);
	if (mark === '+') {
		if (/[\s,]/.test(text)) {
			return { ok: false, problem: 'contains several IDs, or a blank or comma inside an ID; use one item for each conversation' };
		}
		return problem === undefined ? { ok: true, value: { id: text, type: 'group' } } : { ok: false, problem };
	}
	if (problem !== undefined) return { ok: false, problem };
	const address = parseAddress(key);
	if (!address.ok) return { ok: false, problem: `names a direct space whose address ${address.problem}` };
	return {
		ok: true,
		value: { id: `${service};-;${address.value.address}`, type: 'dm', address: address.value.address },
	};
}

/** What is wrong with an ID that the server gave, as a clause that follows its name. Undefined when nothing is. */
export function problemOfSpaceId(id: string): string | undefined {
	if (id.length > longestSpaceId) return `is longer than ${longestSpaceId.toLocaleString('en')} characters`;
	const hidden = invisibleIn(id);
	return hidden === undefined ? undefined : `contains an invisible character, ${hidden}; type the ID instead of copying it`;
}

/**
 * True when two GUIDs name the same space. The service prefix does not count, because servers write both `any` and
 * `iMessage`.
 */
export function isSameSpace(one: { readonly id: string }, other: { readonly id: string }): boolean {
	return spaceKey(one.id) === spaceKey(other.id);
}

/** The GUID without its service prefix: direct or group, and with whom. */
export function spaceKey(id: string): string {
	const parsed = parseSpaceId(id);
	const known = parsed.ok ? parsed.value.id : id;
	return known.slice(known.indexOf(';'));
}

/** The service of a new space. */
export type ChatService = 'iMessage' | 'SMS' | 'RCS';

/** A space as the server describes it. Unknown values are absent. */
export interface Space {
	readonly id: string;
	readonly isGroup: boolean;
	readonly service: SenderService;
	readonly name?: string;
	/** The other person's address in a direct space, an internal ID in a group. */
	readonly identifier?: string;
	/** Groups only. */
	readonly groupId?: string;
	/** Absent when the server does not know. 0 means that everything is read. */
	readonly unreadCount?: number;
	readonly isArchived: boolean;
	/** True when Apple moved it to unknown senders or junk. */
	readonly isFiltered: boolean;
	/** The other participants that the server lists. */
	readonly participants: readonly MessageSender[];
	readonly lastMessage?: Message;
}

/** Bytes of the largest picture of a group that is fetched. It arrives in one wire message. */
export const largestIconBytes = 20 * 1024 * 1024;

/** The picture of a group. */
export interface GroupIcon {
	readonly data: Uint8Array;
	readonly mimeType: string;
}

/** The first message of a new space. */
export interface OpeningMessage {
	readonly text: string;
	readonly subject?: string;
	readonly effectId?: string;
}
