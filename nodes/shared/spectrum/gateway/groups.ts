import { getChat } from '../codec/chats';
import {
	addParticipants,
	leaveGroup,
	removeIcon,
	removeParticipants,
	setDisplayName,
	setIcon,
} from '../codec/groups';
import { directSpaceId, type Space } from '../model/space';
import type { WriteKey } from '../keys/writeKey';
import { isDuplicate, settled, type Calls } from './calls';
import { deadlineFor } from './deadlines';
import type { OpenSpace } from './openSpace';

/** Name, picture and members of a group. Who is in it says `Spaces.get`. */
export class Groups {
	constructor(private readonly calls: Calls) {}

	/** Gives the group as it is afterwards, as do the changes of its members. */
	async rename(space: OpenSpace, name: string, key: WriteKey): Promise<Space> {
		const clientMessageId = key('rename');
		const request = { spaceId: space.id, name, clientMessageId };
		return await this.orAsItIs(space, this.calls.writeIn(space, setDisplayName, request, clientMessageId));
	}

	async addMembers(space: OpenSpace, addresses: readonly string[], key: WriteKey): Promise<Space> {
		for (const address of addresses) this.calls.reach.check({ id: directSpaceId(address) });
		const clientMessageId = key('addMembers');
		const request = { spaceId: space.id, addresses, clientMessageId };
		return await this.orAsItIs(space, this.calls.writeIn(space, addParticipants, request, clientMessageId));
	}

	async removeMembers(space: OpenSpace, addresses: readonly string[], key: WriteKey): Promise<Space> {
		const clientMessageId = key('removeMembers');
		const request = { spaceId: space.id, addresses, clientMessageId };
		return await this.orAsItIs(space, this.calls.writeIn(space, removeParticipants, request, clientMessageId));
	}

	/** Sets the group's picture; its type is read from the bytes. */
	async setIcon(space: OpenSpace, data: Uint8Array, key: WriteKey): Promise<void> {
		const clientMessageId = key('setIcon');
		const request = { spaceId: space.id, data, clientMessageId };
		const options = { deadlineMilliseconds: deadlineFor(data.byteLength) };
		await settled(this.calls.writeIn(space, setIcon, request, clientMessageId, options));
	}

	async clearIcon(space: OpenSpace, key: WriteKey): Promise<void> {
		const clientMessageId = key('clearIcon');
		await settled(this.calls.writeIn(space, removeIcon, { spaceId: space.id, clientMessageId }, clientMessageId));
	}

	/** The group cannot be read by this line afterwards. */
	async leave(space: OpenSpace, key: WriteKey): Promise<void> {
		const clientMessageId = key('leave');
		await settled(this.calls.writeIn(space, leaveGroup, { spaceId: space.id, clientMessageId }, clientMessageId));
		this.calls.knownSpaces.forget(space.id, space.line.id);
	}

	/** The answer of a write, or, when it was already done, the group as it is now. */
	private async orAsItIs(space: OpenSpace, write: Promise<Space>): Promise<Space> {
		try {
			return await write;
		} catch (error) {
			if (!isDuplicate(error)) throw error;
			return await this.calls.readIn(space, getChat, space.id);
		}
	}
}
