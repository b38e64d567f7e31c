import { createHash } from 'node:crypto';
import type { StoredChat } from '../../store/chat';
import type { LineStore } from '../../store/line';
import type { StoredMessage } from '../../store/message';
import type { Notice } from './chronicle';
import { lineName, type Holder } from './holder';
import { isOnPhone, messageView, previewOf } from './messageView';
import type { Reading } from './reading';
import type { ItemView, NoticeView, SpaceView } from './views';

/** More unread messages than these are not counted. */
const mostUnread = 99;

/** A conversation of the holder; undefined when there is nothing in it for them yet. */
export function spaceView(holder: Holder, reading: Reading, line: LineStore, chat: StoredChat): SpaceView | undefined {
	const { guid: spaceId, isGroup, service, members, icon, background } = chat;
	const history = line.history(spaceId);
	const last = history.findLast((message) => isOnPhone(holder, line, message));
	const notice = noticesFor(holder, line, spaceId).at(-1);
	if (last === undefined && notice === undefined) return undefined;
	const isMember = members.includes(holder.address);
	const others = members.filter((address) => address !== holder.address);
	return {
		spaceId,
		line: line.id,
		lineName: lineName(line),
		isGroup,
		name: isGroup
			? (chat.displayName ?? [lineName(line), ...others.map((address) => holder.nameOf(line, address))].join(', '))
			: lineName(line),
		givenName: chat.displayName,
		service,
		members: members.map((address) => ({ address, name: holder.nameOf(line, address), isOwn: address === holder.address })),
		iconUrl: icon && pictureUrl(line, spaceId, 'icon', icon.data),
		backgroundUrl: background && pictureUrl(line, spaceId, 'background', background.data),
		unread: unreadOf(holder, reading, line, history),
		at: Math.max(last?.createdAt ?? 0, notice?.at ?? 0),
		preview: last === undefined ? wordsOf(holder, line, notice as Notice) : preview(holder, line, last, isGroup),
		location: placeOf(line, holder.address),
		hasLeft: !isMember,
	};
}

function placeOf(line: LineStore, address: string): SpaceView['location'] {
	const location = line.locations.get(address);
	return location && { latitude: location.latitude, longitude: location.longitude, name: location.shortAddress };
}

/** Messages and notices of a conversation, oldest first: the last ones before an item, or before the end. */
export function itemsOf(
	holder: Holder,
	line: LineStore,
	spaceId: string,
	{ before, most }: { readonly before?: string; readonly most: number },
): { readonly items: ItemView[]; readonly isAll: boolean } {
	const rows = line.history(spaceId).filter((message) => isOnPhone(holder, line, message));
	const all = [
		...rows.map((message) => ({ id: message.guid, at: message.createdAt, order: holder.chronicle.placeOf(line, message), message })),
		...noticesFor(holder, line, spaceId).map((notice) => ({ ...notice, notice })),
	].sort((one, other) => one.at - other.at || one.order - other.order);
	const end =
		before === undefined
			? all.length
			: Math.max(
					0,
					all.findIndex(({ id }) => id === before),
				);
	const start = Math.max(0, end - most);
	const items = all
		.slice(start, end)
		.flatMap((item) => ('message' in item ? (messageView(holder, line, item.message) ?? []) : noticeView(holder, line, item.notice)));
	return { items, isAll: start === 0 };
}

export function noticeView(holder: Holder, line: LineStore, notice: Notice): NoticeView {
	const { id, at, order } = notice;
	return { kind: 'notice', id, at, order, text: wordsOf(holder, line, notice) };
}

function noticesFor({ address, chronicle }: Holder, line: LineStore, spaceId: string): readonly Notice[] {
	return chronicle.notices(line, spaceId).filter(({ at }) => chronicle.wasIn(line, spaceId, address, at));
}

function wordsOf(holder: Holder, line: LineStore, { actor, change }: Notice): string {
	const nameOf = (address: string | undefined): string => (address === holder.address ? 'you' : holder.nameOf(line, address));
	const who = actor === holder.address ? 'You' : holder.nameOf(line, actor);
	switch (change.type) {
		case 'displayNameChanged':
			return change.displayName === '' ? `${who} removed the group’s name` : `${who} named the conversation “${change.displayName}”`;
		case 'participantAdded':
			return `${who} added ${nameOf(change.participant)} to the conversation`;
		case 'participantRemoved':
			return `${who} removed ${nameOf(change.participant)} from the conversation`;
		case 'participantLeft':
			return `${who} left the conversation`;
		case 'iconChanged':
			return `${who} changed the group photo`;
		case 'iconRemoved':
			return `${who} removed the group photo`;
		case 'backgroundChanged':
			return `${who} changed the background`;
		case 'backgroundRemoved':
			return `${who} removed the background`;
		case 'contactCard':
			return `${who} shared a contact card`;
	}
}

function preview(holder: Holder, line: LineStore, message: StoredMessage, isGroup: boolean): string {
	const words = previewOf(line, message);
	return isGroup && message.sender !== holder.address ? `${holder.nameOf(line, message.sender)}: ${words}` : words;
}

function unreadOf(holder: Holder, reading: Reading, line: LineStore, history: readonly StoredMessage[]): number {
	const chat = history[0]?.chatGuid;
	if (chat === undefined) return 0;
	let unread = 0;
	const seen = reading.seenRows(holder.address, line, chat) - line.goneRows(chat);
	for (let index = history.length - 1; index >= seen && unread < mostUnread; index--) {
		const message = history[index] as StoredMessage;
		if (message.sender !== holder.address && message.retractedAt === undefined && isOnPhone(holder, line, message)) unread++;
	}
	return unread;
}

/** Another picture has another address, so that the browser does not show the one before. */
function pictureUrl(line: LineStore, spaceId: string, which: 'icon' | 'background', data: Buffer): string {
	let version = versions.get(data);
	if (version === undefined) {
		version = createHash('sha256').update(data).digest('hex').slice(0, 16);
		versions.set(data, version);
	}
	return `/phone/pictures/${encodeURIComponent(line.id)}/${encodeURIComponent(spaceId)}/${which}?v=${version}`;
}

const versions = new WeakMap<Buffer, string>();
