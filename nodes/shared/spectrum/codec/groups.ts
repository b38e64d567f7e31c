import type { GroupIcon, Space } from '../model/space';
import type { WireMethod } from '../transport/Transport';
import { toSpace } from './chats';
import { nothing } from './answers';
import { wellFormed } from './encodable';
import type { SpaceWrite } from './refs';
import { wire } from './wire';

export interface MemberChange extends SpaceWrite {
	/** At least one. */
	readonly addresses: readonly string[];
}

export const setDisplayName: WireMethod<SpaceWrite & { readonly name: string }, Space> = {
	path: '/photon.imessage.v1.GroupService/SetDisplayName',
	encode: ({ spaceId, name, clientMessageId }) =>
		new wire.groups.SetDisplayNameRequest({
			chat_guid: wellFormed(spaceId),
			display_name: wellFormed(name),
			client_message_id: clientMessageId,
		}).serialize(),
	decode: (bytes) => toSpace(wire.groups.SetDisplayNameResponse.deserialize(bytes).chat),
};

export const addParticipants: WireMethod<MemberChange, Space> = {
	path: '/photon.imessage.v1.GroupService/AddParticipants',
	encode: (change) => new wire.groups.AddParticipantsRequest(memberFields(change)).serialize(),
	decode: (bytes) => toSpace(wire.groups.AddParticipantsResponse.deserialize(bytes).chat),
};

export const removeParticipants: WireMethod<MemberChange, Space> = {
	path: '/photon.imessage.v1.GroupService/RemoveParticipants',
	encode: (change) => new wire.groups.RemoveParticipantsRequest(memberFields(change)).serialize(),
	decode: (bytes) => toSpace(wire.groups.RemoveParticipantsResponse.deserialize(bytes).chat),
};

/** The group cannot be read by this line afterwards. */
export const leaveGroup: WireMethod<SpaceWrite, void> = {
	path: '/photon.imessage.v1.GroupService/LeaveGroup',
	encode: (write) => new wire.groups.LeaveGroupRequest(writeFields(write)).serialize(),
	decode: nothing,
};

export const setIcon: WireMethod<SpaceWrite & { readonly data: Uint8Array }, void> = {
	path: '/photon.imessage.v1.GroupService/SetIcon',
	encode: ({ data, ...write }) => new wire.groups.SetIconRequest({ ...writeFields(write), data }).serialize(),
	decode: nothing,
};

export const removeIcon: WireMethod<SpaceWrite, void> = {
	path: '/photon.imessage.v1.GroupService/RemoveIcon',
	encode: (write) => new wire.groups.RemoveIconRequest(writeFields(write)).serialize(),
	decode: nothing,
};

/** Rejects with `groupIconNotFound` for a group without a picture. */
export const getIcon: WireMethod<string, GroupIcon> = {
	path: '/photon.imessage.v1.GroupService/GetIcon',
	encode: (spaceId) => new wire.groups.GetIconRequest({ chat_guid: wellFormed(spaceId) }).serialize(),
	decode: (bytes) => {
		const { data, mime_type: mimeType } = wire.groups.GetIconResponse.deserialize(bytes);
		return { data, mimeType };
	},
};

function writeFields({ spaceId, clientMessageId }: SpaceWrite) {
	return { chat_guid: wellFormed(spaceId), client_message_id: clientMessageId };
}

function memberFields({ addresses, ...write }: MemberChange) {
	return { ...writeFields(write), addresses: addresses.map((address) => wellFormed(address)) };
}
