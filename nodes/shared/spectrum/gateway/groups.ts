import { getChat } from '../codec/chats';
import { addParticipants, getIcon, leaveGroup, removeIcon, removeParticipants, setDisplayName, setIcon } from '../codec/groups';
import { SpectrumError } from '../errors/SpectrumError';
import { directSpaceId, largestIconBytes, type GroupIcon, type Space } from '../model/space';
import type { WriteKey } from '../keys/writeKey';
import { acceptRepeat, type Calls } from './calls';
import { deadlineFor } from './deadlines';
import type { OpenSpace } from './openSpace';

/** Changes the name, picture and members of a group. `Spaces.get` returns its members. */
export class Groups {
	constructor(private readonly calls: Calls) {}

	/** Returns the group after the change, like the changes of its members. */
	async rename(space: OpenSpace, name: string, key: WriteKey): Promise<Space> {
		const write = this.calls.write(space, setDisplayName, { spaceId: space.id, name }, key('rename'));
		return await acceptRepeat(write, () => this.current(space));
	}

	async addMembers(space: OpenSpace, addresses: readonly string[], key: WriteKey): Promise<Space> {
		for (const address of addresses) this.calls.reach.check({ id: directSpaceId(address) });
		const write = this.calls.write(space, addParticipants, { spaceId: space.id, addresses }, key('addMembers'));
		return await acceptRepeat(write, () => this.current(space));
	}

	async removeMembers(space: OpenSpace, addresses: readonly string[], key: WriteKey): Promise<Space> {
		const write = this.calls.write(space, removeParticipants, { spaceId: space.id, addresses }, key('removeMembers'));
		return await acceptRepeat(write, () => this.current(space));
	}

	/** The group's picture, all in memory. Undefined when it has none. */
	async icon(space: OpenSpace): Promise<GroupIcon | undefined> {
		try {
			return await this.calls.read(space, getIcon, space.id, { deadlineMilliseconds: deadlineFor(largestIconBytes) });
		} catch (error) {
			if (error instanceof SpectrumError && error.code === 'groupIconNotFound') return undefined;
			throw error;
		}
	}

	/** Sets the group's picture. The server reads its type from the bytes. */
	async setIcon(space: OpenSpace, data: Uint8Array, key: WriteKey): Promise<void> {
		const options = { deadlineMilliseconds: deadlineFor(data.byteLength) };
		await acceptRepeat(this.calls.write(space, setIcon, { spaceId: space.id, data }, key('setIcon'), options));
	}

	async clearIcon(space: OpenSpace, key: WriteKey): Promise<void> {
		await acceptRepeat(this.calls.write(space, removeIcon, { spaceId: space.id }, key('clearIcon')));
	}

	/** The group cannot be read by this line afterwards. */
	async leave(space: OpenSpace, key: WriteKey): Promise<void> {
		await acceptRepeat(this.calls.write(space, leaveGroup, { spaceId: space.id }, key('leave')));
		this.calls.knownSpaces.forget(space.id, space.line.id);
	}

	private async current(space: OpenSpace): Promise<Space> {
		return await this.calls.read(space, getChat, space.id);
	}
}
