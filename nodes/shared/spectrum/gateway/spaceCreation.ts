import { createChat, getChat } from '../codec/chats';
import { listRecentMessages } from '../codec/messageReads';
import { sendTextMessage } from '../codec/messageSends';
import type { Line } from '../model/line';
import type { Message } from '../model/message';
import { directSpaceId, spaceTypeOf, type ChatService, type OpeningMessage, type Space } from '../model/space';
import type { WriteKey } from '../keys/writeKey';
import { toSpectrumError } from '../errors/from';
import { SpectrumError } from '../errors/SpectrumError';
import { isNotFound, type Calls } from './calls';
import type { Lines } from './lines';
import type { LineChoice } from './routing';
import type { OpenSpace } from './openSpace';
import { hasOtherText, writeOnce, sendOnce, type WriteOnce, type Sent, type WriteResult } from './sendOnce';
import { refuseUnsent } from './unsent';
import { present } from '../values/present';

/** A space to create. */
export interface SpaceCreation {
	/** One address makes a direct space, several make a group. */
	readonly addresses: readonly string[];
	/** Default `iMessage`. */
	readonly service?: ChatService;
	readonly lineChoice: LineChoice;
	readonly opening?: OpeningMessage;
}

/** The result of creating a space. */
export interface CreatedSpace {
	readonly space: OpenSpace;
	readonly details: Space;
	/** The first message. Absent when there was none to send, or when an earlier attempt sent it and it is not known. */
	readonly opening?: Sent['message'];
	/** True when the server reported that an earlier attempt succeeded. */
	readonly alreadyDone: boolean;
}

interface Created extends WriteResult {
	readonly details: Space;
	readonly opening?: Message;
}

/** How many of the newest messages are searched for the first message of a group. It is the largest page. */
const searchedMessages = 100;

/** See `Spaces.create`. */
export async function createSpace(calls: Calls, lines: Lines, creation: SpaceCreation, key: WriteKey): Promise<CreatedSpace> {
	const { addresses, service = 'iMessage', lineChoice } = creation;
	const [address, ...others] = addresses;
	if (address === undefined) throw noAddress();
	const isGroup = others.length > 0;
	const members = addresses.map((member) => ({ id: directSpaceId(member) }));
	for (const member of members) calls.reach.check(member);
	const inventory = await calls.inventory();
	if (inventory.plan === 'shared') {
		if (isGroup) throw noGroups();
		if (service !== 'iMessage') throw noService(service);
	}
	const line = isGroup
		? await lines.ofCreation(inventory, lineChoice, key)
		: await lines.ofOpening(directSpaceId(address), inventory, lineChoice, key);
	for (const member of members) calls.reach.check(member, line);
	const newSpace = { id: isGroup ? `any;+;${[...addresses].sort().join(' ')}` : directSpaceId(address) };
	await calls.reach.checkWrite(newSpace, async () => isGroup || !(await lines.knows(newSpace.id, line)));
	if (inventory.plan === 'shared') return await createByFirstMessage(calls, address, line, creation.opening, key);
	const created = await createByCall(calls, { ...creation, service }, line, key);
	if (inventory.lines.length > 1) calls.knownSpaces.remember(created.space.id, line.id);
	return created;
}

/** On a shared plan a direct space exists as soon as a message is sent to it. */
async function createByFirstMessage(
	calls: Calls,
	address: string,
	line: Line,
	opening: OpeningMessage | undefined,
	key: WriteKey,
): Promise<CreatedSpace> {
	const space: OpenSpace = { id: directSpaceId(address), type: 'dm', line };
	if (opening === undefined) return { space, details: await detailsOf(calls, space, address), alreadyDone: false };
	const send = { calls, key, step: 'opening', content: opening, text: opening.text, space };
	const { message, alreadySent } = await sendOnce(send, (id) => calls.write(space, sendTextMessage, { ...opening, spaceId: space.id }, id));
	const details = await detailsAfterWrite(calls, space, address);
	return { space, details, ...present({ opening: message }), alreadyDone: alreadySent };
}

async function createByCall(
	calls: Calls,
	creation: SpaceCreation & { readonly service: ChatService },
	line: Line,
	key: WriteKey,
): Promise<CreatedSpace> {
	const { addresses, service, opening } = creation;
	const write: WriteOnce<Created> = {
		calls,
		key,
		step: 'create',
		content: [service, opening],
		isEarlier: (created) => opening !== undefined && created.opening !== undefined && hasOtherText(created.opening, opening.text),
	};
	const { result: created, alreadySent } = await writeOnce(write, async (id) => {
		const request = { addresses, service, opening };
		const { space, opening: sent } = await calls.write(line.id, createChat, request, id);
		// A created group is returned even if its first message failed.
		if (sent !== undefined && addresses.length === 1) refuseUnsent(sent);
		return { id: space.id, details: space, ...present({ opening: sent }) };
	});
	if (created === undefined) return await findExisting(calls, creation, line);
	const { details } = created;
	const space: OpenSpace = { id: details.id, type: spaceTypeOf(details.id), line };
	return {
		space,
		details,
		...present({ opening: created.opening }),
		alreadyDone: alreadySent,
	};
}

/** Finds the space that an earlier attempt created. The server reports only the repeat. */
async function findExisting(calls: Calls, { addresses, opening }: SpaceCreation, line: Line): Promise<CreatedSpace> {
	const [address, ...others] = addresses;
	if (address !== undefined && others.length === 0) {
		const space: OpenSpace = { id: directSpaceId(address), type: 'dm', line };
		return { space, details: await detailsAfterWrite(calls, space, address), alreadyDone: true };
	}
	const details = opening === undefined ? undefined : await findGroup(calls, line, addresses, opening);
	if (details !== undefined) return { space: { id: details.id, type: 'group', line }, details, alreadyDone: true };
	throw new SpectrumError({
		kind: 'duplicate',
		message: 'An earlier attempt has created this group, but the server does not say which one it is',
		advice: 'Do not create it again. Find its space ID among the recent conversations, or in the next message that arrives in it.',
	});
}

/**
 * Finds the group with exactly these people and this first message. A group with one more member is another group, because
 * the next message would reach that person, too. If two groups fit, none is returned, because nothing distinguishes them.
 */
async function findGroup(calls: Calls, line: Line, addresses: readonly string[], opening: OpeningMessage): Promise<Space | undefined> {
	const filter = { isFromMe: true, pageSize: searchedMessages };
	const { messages } = await calls.read(line.id, listRecentMessages, filter);
	const spaceIds = messages.filter(({ text }) => text === opening.text).flatMap((message) => message.spaceIds);
	const fitting: Space[] = [];
	for (const spaceId of new Set(spaceIds)) {
		if (spaceTypeOf(spaceId) !== 'group') continue;
		const space = await calls.read(line.id, getChat, spaceId);
		// A server may list the line itself as a participant.
		const members = space.participants.map(({ address }) => address).filter((address) => address !== line.phone);
		if (members.length === addresses.length && addresses.every((address) => members.includes(address))) fitting.push(space);
	}
	return fitting.length === 1 ? fitting[0] : undefined;
}

/** Reads a direct space. A server may not know a space without messages. */
async function detailsOf(calls: Calls, space: OpenSpace, address: string): Promise<Space> {
	try {
		return await calls.read(space, getChat, space.id);
	} catch (error) {
		if (!isNotFound(error)) throw error;
		return minimalDetails(space, address);
	}
}

/** Reads a direct space after an accepted write. A failure to read must not look like a failure of the write. */
async function detailsAfterWrite(calls: Calls, space: OpenSpace, address: string): Promise<Space> {
	try {
		return await detailsOf(calls, space, address);
	} catch (error) {
		if (toSpectrumError(error).kind === 'cancelled') throw error;
		return minimalDetails(space, address);
	}
}

/** What is known about a direct space without the server. */
function minimalDetails(space: OpenSpace, address: string): Space {
	return {
		id: space.id,
		isGroup: false,
		service: 'unknown',
		isArchived: false,
		isFiltered: false,
		participants: [{ address, service: 'unknown' }],
	};
}

function noAddress(): SpectrumError {
	return new SpectrumError({
		kind: 'invalid',
		message: 'A conversation needs at least one address',
		advice: 'Enter an address: a number such as +15551234567, or a full email address.',
	});
}

function noGroups(): SpectrumError {
	return new SpectrumError({
		kind: 'unsupported',
		message: 'The shared plan cannot create groups',
		advice:
			'Use a project with a dedicated line, or send to an existing group by its space ID. To reach each person separately, send to one address per item.',
	});
}

function noService(service: ChatService): SpectrumError {
	return new SpectrumError({
		kind: 'unsupported',
		message: `The shared plan cannot send by ${service}`,
		advice: `Use a project with a dedicated line or your own server for ${service}, or send by iMessage.`,
	});
}
