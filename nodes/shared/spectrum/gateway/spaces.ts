import { createChat, getChat, markChatRead, setTyping, shareContactInfo } from '../codec/chats';
import type { Line } from '../model/line';
import { directSpaceId, spaceTypeOf, type Space } from '../model/space';
import type { Target } from '../model/target';
import type { WriteKey } from '../keys/writeKey';
import { isDuplicate, settled, type CallOptions, type Calls } from './calls';
import { Lines } from './lines';
import type { OpenSpace } from './openSpace';
import type { RouteWish } from './routing';
import { createSpace, type CreatedSpace, type SpaceCreation } from './spaceCreation';

export type { CreatedSpace, SpaceCreation } from './spaceCreation';

/** What a change of the typing indicator may want. */
export interface TypingOptions {
	/**
	 * Takes the place of the execution's own signal. Null: the call is made although the execution was stopped, and
	 * ends after 5 seconds at the latest.
	 */
	readonly signal?: AbortSignal | null;
}

/** The last word of a stopped execution must not keep it waiting. */
const finalStopMilliseconds = 5_000;

/** Finds the line for a conversation, opens the conversation where the plan asks for that, and acts on it as a whole. */
export class Spaces {
	private readonly lines: Lines;

	constructor(private readonly calls: Calls) {
		this.lines = new Lines(calls);
	}

	/**
	 * The space to write into. On a shared plan a direct space needs no opening; elsewhere an address is opened with
	 * CreateChat, which gives the existing conversation when there is one, once for each line as far as the process knows.
	 */
	async open(target: Target, wish: RouteWish, key: WriteKey): Promise<OpenSpace> {
		const space = spaceOf(target);
		// Before any call: what may not be reached is not even asked about.
		this.calls.reach.check(space);
		const inventory = await this.calls.inventory();
		const line = await this.lines.ofOpening(space.id, inventory, wish, key);
		this.calls.reach.check(space, line);
		await this.calls.reach.checkWrite(space, async () => !(await this.lines.knows(space.id, line)));
		if (target.by === 'space' || inventory.plan === 'shared') return { ...space, line };
		const before = this.openedBefore(target.address, line, key);
		if (before !== undefined) return before;
		const opened = await this.openDirect(target.address, line, key('open'));
		if (inventory.lines.length > 1) this.calls.knownSpaces.remember(opened.id, line.id);
		return opened;
	}

	/**
	 * The space to read, or to act on where it must exist already. Never creates one. Among several lines the one
	 * that has the space is asked for once per process and remembered.
	 *
	 * @param key Decides on a line when none has the space, so that the server itself can refuse what follows.
	 * Without it that rejects with `notFound`.
	 */
	async locate(target: Target, wish: RouteWish, key?: WriteKey): Promise<OpenSpace> {
		const space = spaceOf(target);
		this.calls.reach.check(space);
		const inventory = await this.calls.inventory();
		const line =
			key === undefined
				? await this.lines.ofExisting(space.id, inventory, wish)
				: await this.lines.ofOpening(space.id, inventory, wish, key);
		this.calls.reach.check(space, line);
		return { ...space, line };
	}

	/**
	 * Creates a conversation, or gives the one that exists, with its first message if there is one. Rejects with
	 * `unsupported` before any call when the plan is shared and the conversation is a group or not on iMessage.
	 */
	async create(creation: SpaceCreation, key: WriteKey): Promise<CreatedSpace> {
		return await createSpace(this.calls, this.lines, creation, key);
	}

	/** Rejects with `notFound` when the line does not know the space. */
	async get(space: OpenSpace): Promise<Space> {
		return await this.calls.readIn(space, getChat, space.id);
	}

	/** Marks everything in the space as read. */
	async markRead(space: OpenSpace, key: WriteKey): Promise<void> {
		await settled(this.calls.writeIn(space, markChatRead, space.id, key('markRead')));
	}

	/** Starts or stops the typing indicator. It goes away by itself after a while. */
	async setTyping(space: OpenSpace, isTyping: boolean, { signal }: TypingOptions = {}): Promise<void> {
		// Starts and stops alternate, so each is a write of its own and a stable key would swallow the second start.
		const idempotencyKey = crypto.randomUUID();
		await settled(
			this.calls.writeIn(space, setTyping, { spaceId: space.id, isTyping }, idempotencyKey, typingOptions(signal)),
		);
	}

	/** Offers the line's own name and photo to the people in the space. */
	async shareContactCard(space: OpenSpace, key: WriteKey): Promise<void> {
		await settled(this.calls.writeIn(space, shareContactInfo, space.id, key('contactCard')));
	}

	private openedBefore(address: string, line: Line, key: WriteKey): OpenSpace | undefined {
		const { openedSpaces } = this.calls.memory;
		const id = openedSpaces.spaceWith(line.id, address);
		if (id === undefined) return undefined;
		const reopen = async (): Promise<string> => {
			openedSpaces.forget(line.id, address);
			return (await this.openDirect(address, line, key('reopen'))).id;
		};
		return { id, type: spaceTypeOf(id), line, reopen };
	}

	private async openDirect(address: string, line: Line, idempotencyKey: string): Promise<OpenSpace> {
		const id = await this.createDirect(address, line, idempotencyKey);
		this.calls.memory.openedSpaces.remember(line.id, address, id);
		return { id, type: spaceTypeOf(id), line };
	}

	private async createDirect(address: string, line: Line, idempotencyKey: string): Promise<string> {
		const request = { addresses: [address], service: 'iMessage', clientMessageId: idempotencyKey } as const;
		try {
			return (await this.calls.write(line.id, createChat, request, idempotencyKey)).space.id;
		} catch (error) {
			if (isDuplicate(error)) return directSpaceId(address);
			throw error;
		}
	}
}

function spaceOf(target: Target): Omit<OpenSpace, 'line'> {
	if (target.by === 'address') return { id: directSpaceId(target.address), type: 'dm' };
	return { id: target.space.id, type: target.space.type };
}

function typingOptions(signal: TypingOptions['signal']): CallOptions {
	if (signal !== null) return { signal };
	return {
		// Also bounds what comes before the call: a token that must be renewed first.
		signal: AbortSignal.timeout(finalStopMilliseconds),
		deadlineMilliseconds: finalStopMilliseconds,
		totalMilliseconds: finalStopMilliseconds,
	};
}
