import type { Message } from '../../model/message';
import { parseSpaceId, spaceTypeOf } from '../../model/space';
import { toSpectrumError } from '../../errors/from';
import type { Gateway } from '../Gateway';
import type { OpenSpace } from '../openSpace';
import { present } from '../../values/present';

/** A space with the details by which a person recognises it. */
export interface RecentSpace extends OpenSpace {
	/** The other person's address, or the name of the group. */
	readonly name: string;
	/** Time of the last message, ISO 8601. */
	readonly lastAt?: string;
	/** Text of the last message. */
	readonly lastText?: string;
}

/** How many of the newest messages of each line are read. */
const messagesPerLine = 200;
/** How many groups are looked up for their names at most. The others are shown by their IDs. */
const groupsToName = 25;

/** The spaces with the newest messages of all lines, newest first. Spectrum has no list of spaces. */
export async function recentSpaces(gateway: Gateway): Promise<RecentSpace[]> {
	const found = new Map<string, RecentSpace>();
	for (const line of await gateway.lines()) {
		for await (const message of gateway.messages.listRecent(line.id, { limit: messagesPerLine })) {
			for (const id of message.spaceIds) {
				const space = { id, type: spaceTypeOf(id), line };
				// The messages come newest first, so the first one of a space is its last message.
				if (!found.has(id)) found.set(id, { ...space, name: nameOf(id), ...lastMessageFields(message) });
			}
		}
	}
	const newest = [...found.values()].sort((left, right) => (right.lastAt ?? '').localeCompare(left.lastAt ?? ''));
	return await withGroupNames(gateway, newest);
}

async function withGroupNames(gateway: Gateway, spaces: readonly RecentSpace[]): Promise<RecentSpace[]> {
	const groups = new Set(spaces.filter(({ type }) => type === 'group').slice(0, groupsToName));
	return await Promise.all(spaces.map(async (space) => (groups.has(space) ? { ...space, name: await groupName(gateway, space) } : space)));
}

async function groupName(gateway: Gateway, space: RecentSpace): Promise<string> {
	try {
		const { name, participants } = await gateway.spaces.get(space);
		return name ?? (participants.map(({ address }) => address).join(', ') || space.name);
	} catch (caught) {
		// A group that the line has left is still in the messages. Only its ID can be shown.
		if (toSpectrumError(caught).kind === 'notFound') return space.name;
		throw caught;
	}
}

function nameOf(spaceId: string): string {
	const parsed = parseSpaceId(spaceId);
	return (parsed.ok ? parsed.value.address : undefined) ?? spaceId;
}

function lastMessageFields(message: Message): Pick<RecentSpace, 'lastAt' | 'lastText'> {
	return present({ lastAt: message.createdAt, lastText: message.text });
}
