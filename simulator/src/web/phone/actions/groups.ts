import { WebError } from '../../route';
import type { Desk } from '../desk';
import { address, choice, flag, optionalText, text, texts, type Body } from '../input';

/** Apple's largest group, with the line. */
const mostMembers = 31;

/** Starts a group with a line; the answer is its GUID. */
export function createGroup(desk: Desk, body: Body): { readonly space: string } {
	const holder = desk.actor(body);
	const line = desk.line(body);
	const others = texts(body, 'members', mostMembers, 254).map(address);
	const members = [...new Set([holder.address, ...others])];
	if (members.length < 2) throw new WebError(400, 'A group needs another person besides you and the line');
	const space = desk.simulator.createGroup({ line: line.id, members });
	for (const member of members) desk.meet(member);
	const name = optionalText(body, 'name', 100);
	if (name !== undefined) holder.phone.renameGroup(space, name.trim());
	return { space };
}

export function renameGroup(desk: Desk, body: Body): void {
	const { holder, space } = groupOf(desk, body);
	holder.phone.renameGroup(space, text(body, 'name', 100, true).trim());
}

/** Adds a person, or takes one out. */
export function changeMember(desk: Desk, body: Body): void {
	const { holder, space } = groupOf(desk, body);
	const member = address(text(body, 'member', 254));
	if (flag(body, 'isMember', true)) holder.phone.addMember(space, member);
	else holder.phone.removeMember(space, member);
	desk.meet(member);
}

export function leave(desk: Desk, body: Body): void {
	const { holder, space } = groupOf(desk, body);
	holder.phone.leave(space);
}

/** Sets the photo of a group or the background of a conversation; without a file it is taken away. */
export function setPicture(desk: Desk, body: Body): void {
	const which = choice(body, 'which', ['icon', 'background']);
	const id = optionalText(body, 'file', 64);
	const holder = desk.actor(body);
	const line = desk.line(body);
	const chat = desk.chat(holder, line, text(body, 'space', 300));
	if (which === 'background' && chat.service !== 'iMessage') throw new WebError(422, 'SMS has no backgrounds');
	const picture = id === undefined ? undefined : desk.uploads.take(id).bytes;
	if (which === 'icon') holder.phone.setGroupIcon(chat.guid, picture);
	else holder.phone.setBackground(chat.guid, picture, line.id);
}

function groupOf(desk: Desk, body: Body): { readonly holder: ReturnType<Desk['actor']>; readonly space: string } {
	const holder = desk.actor(body);
	const chat = desk.chat(holder, desk.line(body), text(body, 'space', 300));
	if (!chat.isGroup) throw new WebError(422, 'This is a conversation of two');
	return { holder, space: chat.guid };
}
