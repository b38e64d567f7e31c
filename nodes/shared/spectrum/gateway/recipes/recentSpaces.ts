import type { Message } from '../../model/message';
import { parseSpaceId, spaceTypeOf } from '../../model/space';
import { toSpectrumError } from '../../errors/from';
import type { Gateway } from '../Gateway';
import type { OpenSpace } from '../openSpace';
import { present } from '../../values/present';

/** A conversation as a person recognises it. */
export interface RecentSpace extends OpenSpace {
	/** The other side's address, or the group's name. */
	readonly name: string;
	/** ISO 8601; when something was last said. */
	readonly lastAt?: string;
	/** What was last said. */
	readonly lastText?: string;
}

/** How many of the newest messages of each line are looked at. */
const messagesPerLine = 200;
/** At most so many groups are asked for their names; the others are shown by their ids. */
const groupsToName = 25;

/** The conversations with the newest messages, over all lines, newest first: Spectrum has no list of them. */
export async function recentSpaces(gateway: Gateway): Promise<RecentSpace[]> {
	const found = new Map<string, RecentSpace>();
	for (const line of await gateway.lines()) {
		for await (const message of gateway.messages.listRecent(line.id, { limit: messagesPerLine })) {
			for (const id of message.spaceIds) {
				const space = { id, type: spaceTypeOf(id), line };
				// Newest first: what is there already was said later.
				if (!found.has(id)) found.set(id, { ...space, name: nameOf(id), ...last(message) });
			}
		}
	}
	const newest = [...found.values()].sort((left, right) => (right.lastAt ?? '').localeCompare(left.lastAt ?? ''));
	return await withGroupNames(gateway, newest);
}

async function withGroupNames(gateway: Gateway, spaces: readonly RecentSpace[]): Promise<RecentSpace[]> {
	const groups = new Set(spaces.filter(({ type }) => type === 'group').slice(0, groupsToName));
	return await Promise.all(
		spaces.map(async (space) => (groups.has(space) ? { ...space, name: await groupName(gateway, space) } : space)),
	);
}

async function groupName(gateway: Gateway, space: RecentSpace): Promise<string> {
	try {
		const { name, participants } = await gateway.spaces.get(space);
		return name ?? (participants.map(({ address }) => address).join(', ') || space.name);
	} catch (caught) {
		// A group that was left in the meantime is still in the messages; its id is all there is to show.
		if (toSpectrumError(caught).kind === 'notFound') return space.name;
		throw caught;
	}
}

function nameOf(spaceId: string): string {
	const parsed = parseSpaceId(spaceId);
	return (parsed.ok ? parsed.value.address : undefined) ?? spaceId;
}

function last(message: Message): Pick<RecentSpace, 'lastAt' | 'lastText'> {
	return present({ lastAt: message.createdAt, lastText: message.text });
}
