import { createChat, getChat, markChatRead, setTyping, shareContactInfo } from '../codec/chats';
import type { Line } from '../model/line';
import { directSpaceId, spaceTypeOf, type Space } from '../model/space';
import type { Target } from '../model/target';
import type { WriteKey } from '../keys/writeKey';
import { acceptRepeat, type CallOptions, type Calls } from './calls';
import { Lines } from './lines';
import type { OpenSpace } from './openSpace';
import type { LineChoice } from './routing';
import { createSpace, type CreatedSpace, type SpaceCreation } from './spaceCreation';

export type { CreatedSpace, SpaceCreation } from './spaceCreation';

/** Options of a change of the typing indicator. */
export interface TypingOptions {
	/**
	 * Replaces the signal of the execution. With null, the call is made even if the execution was stopped, and ends after 5
	 * seconds at the latest.
	 */
	readonly signal?: AbortSignal | null;
}

/** A stopped execution must not wait long for its last call. */
const finalStopMilliseconds = 5_000;

/** Finds the line of a space, opens the space if the plan needs it, and acts on the space as a whole. */
export class Spaces {
	private readonly lines: Lines;

	constructor(private readonly calls: Calls) {
		this.lines = new Lines(calls);
	}

	/**
	 * Returns the space to write to. On a shared plan a direct space needs no opening. On other plans CreateChat opens an
	 * address, and returns the existing space if there is one. The process opens an address only once for each line.
	 */
	async open(target: Target, choice: LineChoice, key: WriteKey): Promise<OpenSpace> {
		const space = spaceOf(target);
		// Before any call, because even a look-up needs permission.
		this.calls.reach.check(space);
		const inventory = await this.calls.inventory();
		const line = await this.lines.ofOpening(space.id, inventory, choice, key);
		this.calls.reach.check(space, line);
		await this.calls.reach.checkWrite(space, async () => !(await this.lines.knows(space.id, line)));
		if (target.by === 'space' || inventory.plan === 'shared') return { ...space, line };
		const before = this.rememberedSpace(target.address, line, key);
		if (before !== undefined) return before;
		const opened = await this.openDirect(target.address, line, key('open'));
		if (inventory.lines.length > 1) this.calls.knownSpaces.remember(opened.id, line.id);
		return opened;
	}

	/**
	 * Returns an existing space to read or change. It never creates one. With several lines, the line of the space is looked
	 * up once per process and remembered.
	 *
	 * @param key selects a line when no line has the space, so that the server itself refuses the next call. Without it, the
	 * call rejects with `notFound`
	 */
	async locate(target: Target, choice: LineChoice, key?: WriteKey): Promise<OpenSpace> {
		const space = spaceOf(target);
		this.calls.reach.check(space);
		const inventory = await this.calls.inventory();
		const line =
			key === undefined
				? await this.lines.ofExisting(space.id, inventory, choice)
				: await this.lines.ofOpening(space.id, inventory, choice, key);
		this.calls.reach.check(space, line);
		return { ...space, line };
	}

	/**
	 * Creates a space or returns the existing one, and sends the first message if there is one. Rejects with `unsupported`
	 * before any call when the plan is shared and the space is a group or not on iMessage.
	 */
	async create(creation: SpaceCreation, key: WriteKey): Promise<CreatedSpace> {
		return await createSpace(this.calls, this.lines, creation, key);
	}

	/** Rejects with `notFound` when the line does not know the space. */
	async get(space: OpenSpace): Promise<Space> {
		return await this.calls.read(space, getChat, space.id);
	}

	/** Marks everything in the space as read. */
	async markRead(space: OpenSpace, key: WriteKey): Promise<void> {
		await acceptRepeat(this.calls.write(space, markChatRead, { spaceId: space.id }, key('markRead')));
	}

	/** Starts or stops the typing indicator. It disappears by itself after a while. */
	async setTyping(space: OpenSpace, isTyping: boolean, { signal }: TypingOptions = {}): Promise<void> {
		// Starts and stops alternate, so each is a separate write. With a stable key the server would ignore the second start.
		const idempotencyKey = crypto.randomUUID();
		await acceptRepeat(this.calls.write(space, setTyping, { spaceId: space.id, isTyping }, idempotencyKey, typingOptions(signal)));
	}

	/** Offers the line's own name and photo to the people in the space. */
	async shareContactCard(space: OpenSpace, key: WriteKey): Promise<void> {
		await acceptRepeat(this.calls.write(space, shareContactInfo, { spaceId: space.id }, key('contactCard')));
	}

	private rememberedSpace(address: string, line: Line, key: WriteKey): OpenSpace | undefined {
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
		const request = { addresses: [address], service: 'iMessage' } as const;
		const id = await acceptRepeat(
			this.calls.write(line.id, createChat, request, idempotencyKey).then(({ space }) => space.id),
			() => directSpaceId(address),
		);
		this.calls.memory.openedSpaces.remember(line.id, address, id);
		return { id, type: spaceTypeOf(id), line };
	}
}

function spaceOf(target: Target): Omit<OpenSpace, 'line'> {
	if (target.by === 'address') return { id: directSpaceId(target.address), type: 'dm' };
	return { id: target.space.id, type: target.space.type };
}

function typingOptions(signal: TypingOptions['signal']): CallOptions {
	if (signal !== null) return { signal };
	return {
		// This also limits the renewal of a token before the call.
		signal: AbortSignal.timeout(finalStopMilliseconds),
		deadlineMilliseconds: finalStopMilliseconds,
		totalMilliseconds: finalStopMilliseconds,
	};
}
