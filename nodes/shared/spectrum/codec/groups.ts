import type { Space } from '../model/space';
import type { WireMethod } from '../transport/Transport';
import { toSpace } from './chats';
import { nothing } from './answers';
import { wellFormed } from './encodable';
import { photon } from './generated/photon/imessage/v1/group_service';
import type { SpaceWrite } from './refs';

const wire = photon.imessage.v1;
const service = wire.UnimplementedGroupServiceService.definition;

export interface MemberChange extends SpaceWrite {
	/** At least one. */
	readonly addresses: readonly string[];
}

export const setDisplayName: WireMethod<SpaceWrite & { readonly name: string }, Space> = {
	path: service.SetDisplayName.path,
	encode: ({ spaceId, name, clientMessageId }) =>
		new wire.SetDisplayNameRequest({
			chat_guid: wellFormed(spaceId),
			display_name: wellFormed(name),
			client_message_id: clientMessageId,
		}).serialize(),
	decode: (bytes) => toSpace(wire.SetDisplayNameResponse.deserialize(bytes).chat),
};

export const addParticipants: WireMethod<MemberChange, Space> = {
	path: service.AddParticipants.path,
	encode: (change) => new wire.AddParticipantsRequest(memberFields(change)).serialize(),
	decode: (bytes) => toSpace(wire.AddParticipantsResponse.deserialize(bytes).chat),
};

export const removeParticipants: WireMethod<MemberChange, Space> = {
	path: service.RemoveParticipants.path,
	encode: (change) => new wire.RemoveParticipantsRequest(memberFields(change)).serialize(),
	decode: (bytes) => toSpace(wire.RemoveParticipantsResponse.deserialize(bytes).chat),
};

/** The group cannot be read by this line afterwards. */
export const leaveGroup: WireMethod<SpaceWrite, void> = {
	path: service.LeaveGroup.path,
	encode: (write) => new wire.LeaveGroupRequest(writeFields(write)).serialize(),
	decode: nothing,
};

export const setIcon: WireMethod<SpaceWrite & { readonly data: Uint8Array }, void> = {
	path: service.SetIcon.path,
	encode: ({ data, ...write }) => new wire.SetIconRequest({ ...writeFields(write), data }).serialize(),
	decode: nothing,
};

export const removeIcon: WireMethod<SpaceWrite, void> = {
	path: service.RemoveIcon.path,
	encode: (write) => new wire.RemoveIconRequest(writeFields(write)).serialize(),
	decode: nothing,
};

function writeFields({ spaceId, clientMessageId }: SpaceWrite) {
	return { chat_guid: wellFormed(spaceId), client_message_id: clientMessageId };
}

function memberFields({ addresses, ...write }: MemberChange) {
	return { ...writeFields(write), addresses: addresses.map((address) => wellFormed(address)) };
}
