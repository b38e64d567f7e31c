import type { StoredChat, StoredPicture } from './chat';
import type { LineStore } from './line';

// Without an actor the line itself does it.

/** Gives a group its name; the history notes it. */
export function rename(line: LineStore, chat: StoredChat, name: string, actor?: string): void {
	chat.displayName = name;
	line.addRow(chat, { ...by(actor), notice: { type: 'groupNameChange', groupTitle: name } });
	line.append(chat, 'group', actor, { type: 'displayNameChanged', displayName: name });
	line.tell(chat, { type: 'groupName', name }, actor);
}

export function addMembers(line: LineStore, chat: StoredChat, addresses: readonly string[], actor?: string): void {
	chat.members = [...chat.members, ...addresses];
	line.addRow(chat, { ...by(actor), notice: { type: 'participantChange' } });
	for (const address of addresses) {
		line.append(chat, 'group', actor, { type: 'participantAdded', participant: address });
		line.tell(chat, { type: 'groupMember', address, change: 'added' }, actor);
	}
}

export function removeMembers(line: LineStore, chat: StoredChat, addresses: readonly string[], actor?: string): void {
	for (const address of addresses) {
		line.append(chat, 'group', actor, { type: 'participantRemoved', participant: address });
		// Those who go hear of it too.
		line.tell(chat, { type: 'groupMember', address, change: 'removed' }, actor);
	}
	chat.members = chat.members.filter((member) => !addresses.includes(member));
	line.addRow(chat, { ...by(actor), notice: { type: 'participantChange' } });
}

/** The line goes, and forgets the group. */
export function leave(line: LineStore, chat: StoredChat): void {
	const { ownAddress } = line;
	line.append(chat, 'group', undefined, { type: 'participantLeft', participant: ownAddress });
	line.tell(chat, { type: 'groupMember', address: ownAddress, change: 'left' });
	line.forget(chat);
}

/** Somebody else goes. */
export function memberLeft(line: LineStore, chat: StoredChat, address: string): void {
	chat.members = chat.members.filter((member) => member !== address);
	line.addRow(chat, { ...by(address), notice: { type: 'participantChange' } });
	line.append(chat, 'group', address, { type: 'participantLeft', participant: address });
	line.tell(chat, { type: 'groupMember', address, change: 'left' }, address);
}

/** Sets the picture of a group, or takes it away; nothing changes when there was none. */
export function setIcon(line: LineStore, chat: StoredChat, icon: StoredPicture | undefined, actor?: string): void {
	if (icon === undefined && chat.icon === undefined) return;
	chat.icon = icon;
	line.append(chat, 'group', actor, icon === undefined ? { type: 'iconRemoved' } : { type: 'iconChanged', mimeType: icon.mimeType });
	line.tell(chat, { type: 'groupIcon', ...icon }, actor);
}

/** As `setIcon`, for the background of any chat. */
export function setBackground(line: LineStore, chat: StoredChat, background: StoredPicture | undefined, actor?: string): void {
	if (background === undefined && chat.background === undefined) return;
	line.keep(chat);
	chat.background = background;
	line.append(chat, 'chat', actor, { type: background === undefined ? 'backgroundRemoved' : 'backgroundChanged' });
	line.tell(chat, { type: 'background', ...background }, actor);
}

function by(actor: string | undefined): { readonly isFromMe: boolean; readonly sender?: string } {
	return { isFromMe: actor === undefined, sender: actor };
}
