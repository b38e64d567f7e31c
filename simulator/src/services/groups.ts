import { Empty, groups } from '../generated';
import { invalidArgument, RpcError } from '../calls/errors';
import type { StoredChat } from '../store/chat';
import { typeOfPicture } from '../store/fileTypes';
import { addMembers, leave, removeMembers, rename, setIcon } from '../store/groups';
import type { LineStore } from '../store/line';
import { toChat } from './chatProjection';
import { live, read, write, type CallContext, type ServiceModule } from './method';
import { subscribeGroups } from './subscriptions';
import { preconditionFailed } from './targets';
import { checkAddress, checkReachable, checkText, existingChat, notOnSharedPlan } from './validation';

export const groupService: ServiceModule = {
	name: 'GroupService',
	definition: groups.UnimplementedGroupServiceService.definition,
	methods: {
		SetDisplayName: write(setDisplayName),
		AddParticipants: write(addParticipants),
		RemoveParticipants: write(removeParticipants),
		LeaveGroup: write(leaveGroup),
		SetIcon: write(setGroupIcon),
		RemoveIcon: write(removeIcon),
		GetIcon: read(getIcon),
		SubscribeGroupEvents: live(subscribeGroups),
	},
};

function setDisplayName({ line }: CallContext, request: groups.SetDisplayNameRequest): groups.SetDisplayNameResponse {
	const group = groupOf(line, request.chat_guid);
	rename(line, group, checkText('display_name', request.display_name));
	return new groups.SetDisplayNameResponse({ chat: toChat(line, group) });
}

function addParticipants({ line }: CallContext, request: groups.AddParticipantsRequest): groups.AddParticipantsResponse {
	const group = groupOf(line, request.chat_guid);
	const addresses = checkAddresses(request.addresses);
	if (addresses.some((address) => group.members.includes(address))) {
		throw invalidArgument('addresses', 'an address is in the group already');
	}
	checkReachable(line, addresses, group.service);
	addMembers(line, group, addresses);
	return new groups.AddParticipantsResponse({ chat: toChat(line, group) });
}

function removeParticipants({ line }: CallContext, request: groups.RemoveParticipantsRequest): groups.RemoveParticipantsResponse {
	const group = groupOf(line, request.chat_guid);
	const addresses = checkAddresses(request.addresses);
	if (!addresses.every((address) => group.members.includes(address))) {
		throw invalidArgument('addresses', 'an address is not in the group');
	}
	if (addresses.length === group.members.length) {
		throw preconditionFailed('Somebody must stay in the group', 'lastMember');
	}
	removeMembers(line, group, addresses);
	return new groups.RemoveParticipantsResponse({ chat: toChat(line, group) });
}

function leaveGroup({ line }: CallContext, request: groups.LeaveGroupRequest): Empty {
	leave(line, groupOf(line, request.chat_guid));
	return new Empty();
}

function setGroupIcon({ line }: CallContext, request: groups.SetIconRequest): Empty {
	const group = groupOf(line, request.chat_guid);
	const mimeType = typeOfPicture(request.data);
	if (mimeType === undefined) throw invalidArgument('data', 'not an image');
	setIcon(line, group, { data: Buffer.from(request.data), mimeType });
	return new Empty();
}

/** Removing what is not there changes nothing. */
function removeIcon({ line }: CallContext, request: groups.RemoveIconRequest): Empty {
	setIcon(line, groupOf(line, request.chat_guid), undefined);
	return new Empty();
}

function getIcon({ line }: CallContext, request: groups.GetIconRequest): groups.GetIconResponse {
	const { icon } = groupOf(line, request.chat_guid);
	if (icon === undefined) throw new RpcError('groupIconNotFound', { message: 'The group has no icon' });
	return new groups.GetIconResponse({ data: icon.data, mime_type: icon.mimeType });
}

/** A group that exists on this line; a direct space is refused, and so is, by default, every call on the shared plan. */
function groupOf(line: LineStore, guid: string): StoredChat {
	if (line.plan === 'shared' && line.behaviour.sharedGroupCalls === 'refused') throw notOnSharedPlan('calls for groups');
	const chat = existingChat(line, guid);
	if (!chat.isGroup) throw new RpcError('operationNotSupported', { message: 'A direct space is not a group' });
	return chat;
}

function checkAddresses(addresses: readonly string[]): readonly string[] {
	if (addresses.length === 0) throw invalidArgument('addresses', 'at least one address is needed');
	const checked = addresses.map((address) => checkAddress('addresses', address));
	if (new Set(checked).size < checked.length) throw invalidArgument('addresses', 'an address appears twice');
	return checked;
}
