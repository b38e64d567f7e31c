import { getChat } from '../codec/chats';
import { addParticipants, leaveGroup, removeIcon, removeParticipants, setDisplayName, setIcon } from '../codec/groups';
import { directSpaceId, type Space } from '../model/space';
import type { WriteKey } from '../keys/writeKey';
import { acceptRepeat, isDuplicate, type Calls } from './calls';
import { deadlineFor } from './deadlines';
import type { OpenSpace } from './openSpace';

/** Changes the name, picture and members of a group. `Spaces.get` returns its members. */
export class Groups {
	constructor(private readonly calls: Calls) {}

	/** Returns the group after the change, like the changes of its members. */
	async rename(space: OpenSpace, name: string, key: WriteKey): Promise<Space> {
		const clientMessageId = key('rename');
		const request = { spaceId: space.id, name, clientMessageId };
		return await this.orCurrent(space, this.calls.writeIn(space, setDisplayName, request, clientMessageId));
	}

	async addMembers(space: OpenSpace, addresses: readonly string[], key: WriteKey): Promise<Space> {
		for (const address of addresses) this.calls.reach.check({ id: directSpaceId(address) });
		const clientMessageId = key('addMembers');
		const request = { spaceId: space.id, addresses, clientMessageId };
		return await this.orCurrent(space, this.calls.writeIn(space, addParticipants, request, clientMessageId));
	}

	async removeMembers(space: OpenSpace, addresses: readonly string[], key: WriteKey): Promise<Space> {
		const clientMessageId = key('removeMembers');
		const request = { spaceId: space.id, addresses, clientMessageId };
		return await this.orCurrent(space, this.calls.writeIn(space, removeParticipants, request, clientMessageId));
	}

	/** Sets the group's picture. The server reads its type from the bytes. */
	async setIcon(space: OpenSpace, data: Uint8Array, key: WriteKey): Promise<void> {
		const clientMessageId = key('setIcon');
		const request = { spaceId: space.id, data, clientMessageId };
		const options = { deadlineMilliseconds: deadlineFor(data.byteLength) };
		await acceptRepeat(this.calls.writeIn(space, setIcon, request, clientMessageId, options));
	}

	async clearIcon(space: OpenSpace, key: WriteKey): Promise<void> {
		const clientMessageId = key('clearIcon');
		await acceptRepeat(this.calls.writeIn(space, removeIcon, { spaceId: space.id, clientMessageId }, clientMessageId));
	}

	/** The group cannot be read by this line afterwards. */
	async leave(space: OpenSpace, key: WriteKey): Promise<void> {
		const clientMessageId = key('leave');
		await acceptRepeat(this.calls.writeIn(space, leaveGroup, { spaceId: space.id, clientMessageId }, clientMessageId));
		this.calls.knownSpaces.forget(space.id, space.line.id);
	}

	/** The answer of a write. If the write was already done, the current group. */
	private async orCurrent(space: OpenSpace, write: Promise<Space>): Promise<Space> {
		try {
			return await write;
		} catch (error) {
			if (!isDuplicate(error)) throw error;
			return await this.calls.readIn(space, getChat, space.id);
		}
	}
}
