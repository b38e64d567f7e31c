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
import type { RouteWish } from './routing';
import type { OpenSpace } from './openSpace';
import { differs, once, sendOnce, type Once, type Sent, type Written } from './sendOnce';
import { refuseUnsent } from './unsent';
import { present } from '../values/present';

/** A conversation to create. */
export interface SpaceCreation {
	/** One makes a direct conversation, several make a group. */
	readonly addresses: readonly string[];
	/** Default `iMessage`. */
	readonly service?: ChatService;
	readonly wish: RouteWish;
	readonly opening?: OpeningMessage;
}

/** A conversation that is there now. */
export interface CreatedSpace {
	readonly space: OpenSpace;
	readonly details: Space;
	/** The first message; absent when there was none to send, or when an earlier attempt had sent it and it is not known. */
	readonly opening?: Sent['message'];
	/** True when the server answered that an earlier attempt had gone through. */
	readonly alreadyDone: boolean;
}

interface Created extends Written {
	readonly details: Space;
	readonly opening?: Message;
}

/** Newest messages that are searched for the first one of a group. The largest page there is. */
const searchedMessages = 100;

/** See `Spaces.create`. */
export async function createSpace(
	calls: Calls,
	lines: Lines,
	creation: SpaceCreation,
	key: WriteKey,
): Promise<CreatedSpace> {
	const { addresses, service = 'iMessage', wish } = creation;
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
		? lines.any(inventory, wish, key)
		: await lines.ofOpening(directSpaceId(address), inventory, wish, key);
	for (const member of members) calls.reach.check(member, line);
	const begun = { id: isGroup ? `any;+;${[...addresses].sort().join(' ')}` : directSpaceId(address) };
	await calls.reach.checkWrite(begun, async () => isGroup || !(await lines.knows(begun.id, line)));
	if (inventory.plan === 'shared') return await beginDirect(calls, address, line, creation.opening, key);
	const created = await create(calls, { ...creation, service }, line, key);
	if (inventory.lines.length > 1) calls.knownSpaces.remember(created.space.id, line.id);
	return created;
}

/** On a shared plan a direct conversation is there once something is sent into it. */
async function beginDirect(
	calls: Calls,
	address: string,
	line: Line,
	opening: OpeningMessage | undefined,
	key: WriteKey,
): Promise<CreatedSpace> {
	const space: OpenSpace = { id: directSpaceId(address), type: 'dm', line };
	if (opening === undefined) return { space, details: await detailsOf(calls, space, address), alreadyDone: false };
	const send = { calls, key, step: 'opening', said: opening, text: opening.text, space };
	const { message, alreadySent } = await sendOnce(send, async (clientMessageId) => {
		const request = { ...opening, spaceId: space.id, clientMessageId };
		return await calls.writeIn(space, sendTextMessage, request, clientMessageId);
	});
	const details = await detailsOfWritten(calls, space, address);
	return { space, details, ...present({ opening: message }), alreadyDone: alreadySent };
}

async function create(
	calls: Calls,
	creation: SpaceCreation & { readonly service: ChatService },
	line: Line,
	key: WriteKey,
): Promise<CreatedSpace> {
	const { addresses, service, opening } = creation;
	const write: Once<Created> = {
		calls,
		key,
		step: 'create',
		said: [service, opening],
		isAnother: (created) => opening !== undefined && created.opening !== undefined && differs(created.opening, opening.text),
	};
	const { result: created, alreadySent } = await once(write, async (clientMessageId) => {
		const request = { addresses, service, opening, clientMessageId };
		const { space, opening: sent } = await calls.write(line.id, createChat, request, clientMessageId);
		// Of a group that was made, more is to be told than that its first message failed.
		if (sent !== undefined && addresses.length === 1) refuseUnsent(sent);
		return { id: space.id, details: space, ...present({ opening: sent }) };
	});
	if (created === undefined) return await existing(calls, creation, line);
	const { details } = created;
	const space: OpenSpace = { id: details.id, type: spaceTypeOf(details.id), line };
	return {
		space,
		details,
		...present({ opening: created.opening }),
		alreadyDone: alreadySent,
	};
}

/** What an earlier attempt created. The server only says that it did. */
async function existing(calls: Calls, { addresses, opening }: SpaceCreation, line: Line): Promise<CreatedSpace> {
	const [address, ...others] = addresses;
	if (address !== undefined && others.length === 0) {
		const space: OpenSpace = { id: directSpaceId(address), type: 'dm', line };
		return { space, details: await detailsOfWritten(calls, space, address), alreadyDone: true };
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
 * The group of exactly these people and this first message. One with somebody more is another group: what is written next
 * would reach them, too. Two that fit are told apart by nothing.
 */
async function findGroup(
	calls: Calls,
	line: Line,
	addresses: readonly string[],
	opening: OpeningMessage,
): Promise<Space | undefined> {
	const filter = { isFromMe: true, pageSize: searchedMessages };
	const { messages } = await calls.read(line.id, listRecentMessages, filter);
	const spaceIds = messages.filter(({ text }) => text === opening.text).flatMap((message) => message.spaceIds);
	const fitting: Space[] = [];
	for (const spaceId of new Set(spaceIds)) {
		if (spaceTypeOf(spaceId) !== 'group') continue;
		const space = await calls.read(line.id, getChat, spaceId);
		// A server may count the line itself among the people.
		const members = space.participants.map(({ address }) => address).filter((address) => address !== line.phone);
		if (members.length === addresses.length && addresses.every((address) => members.includes(address))) fitting.push(space);
	}
	return fitting.length === 1 ? fitting[0] : undefined;
}

/** A server may not know a direct conversation in which nothing was written yet. */
async function detailsOf(calls: Calls, space: OpenSpace, address: string): Promise<Space> {
	try {
		return await calls.readIn(space, getChat, space.id);
	} catch (error) {
		if (!isNotFound(error)) throw error;
		return leastDetails(space, address);
	}
}

/** After the write was accepted, a failure to read it back must not look like one of the write. */
async function detailsOfWritten(calls: Calls, space: OpenSpace, address: string): Promise<Space> {
	try {
		return await detailsOf(calls, space, address);
	} catch (error) {
		if (toSpectrumError(error).kind === 'cancelled') throw error;
		return leastDetails(space, address);
	}
}

/** What is known of a direct conversation without asking the server. */
function leastDetails(space: OpenSpace, address: string): Space {
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
		advice: 'Enter whom it is with: a number such as +15551234567, or a full e-mail address.',
	});
}

function noGroups(): SpectrumError {
	return new SpectrumError({
		kind: 'unsupported',
		message: 'The shared plan cannot create groups',
		advice: 'Use a project with a dedicated line, or write into an existing group by its space ID. To reach each person alone, send to one address per item.',
	});
}

function noService(service: ChatService): SpectrumError {
	return new SpectrumError({
		kind: 'unsupported',
		message: `The shared plan cannot send by ${service}`,
		advice: `Use a project with a dedicated line or your own server for ${service}, or send by iMessage.`,
	});
}
