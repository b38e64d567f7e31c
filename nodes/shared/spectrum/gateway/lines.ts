import type { Line, LineInventory } from '../model/line';
import type { WriteKey } from '../keys/writeKey';
import { getChat } from '../codec/chats';
import { SpectrumError } from '../errors/SpectrumError';
import { isNotFound, type Calls } from './calls';
import { lineForKey, route, type RouteWish } from './routing';

/** Finds the line that carries a conversation. */
export class Lines {
	constructor(private readonly calls: Calls) {}

	/** The line of a space that may be new: without a wish the one that has it, else one that the key decides on. */
	async ofOpening(spaceId: string, inventory: LineInventory, wish: RouteWish, key: WriteKey): Promise<Line> {
		const routed = route(inventory, wish);
		if (routed.decided) return routed.line;
		const write = key('line');
		const { linesOfWrites: chosen } = this.calls.memory;
		const before = routed.candidates.find(({ id }) => id === chosen.get(write));
		if (before !== undefined) return before;
		const line = (await this.having(spaceId, routed.candidates)) ?? lineForKey(routed.candidates, write);
		chosen.set(write, line.id);
		return line;
	}

	/** The line of a space that exists. Rejects with `notFound` when there is no wish and no line has it. */
	async ofExisting(spaceId: string, inventory: LineInventory, wish: RouteWish): Promise<Line> {
		const routed = route(inventory, wish);
		if (routed.decided) return routed.line;
		const line = await this.having(spaceId, routed.candidates);
		if (line !== undefined) return line;
		throw new SpectrumError({
			kind: 'notFound',
			message: `No line of the credential has the conversation "${spaceId}"`,
			advice: `Check the address or space ID, or choose the line yourself. The lines are ${routed.candidates.map(({ phone }) => phone).join(', ')}. A conversation is there once somebody has written in it.`,
		});
	}

	/** The line for something that belongs to no conversation. */
	any(inventory: LineInventory, wish: RouteWish, key?: WriteKey): Line {
		const routed = route(inventory, wish);
		if (routed.decided) return routed.line;
		return lineForKey(routed.candidates, key?.('line') ?? '');
	}

	/** Whether the line has the conversation. */
	async knows(spaceId: string, line: Line): Promise<boolean> {
		return (await this.having(spaceId, [line])) !== undefined;
	}

	private async having(spaceId: string, candidates: readonly Line[]): Promise<Line | undefined> {
		const { knownSpaces } = this.calls;
		const knownId = knownSpaces.lineOf(spaceId);
		const known = candidates.find(({ id }) => id === knownId);
		if (known !== undefined) return known;
		for (const line of candidates) {
			try {
				await this.calls.read(line.id, getChat, spaceId);
				knownSpaces.remember(spaceId, line.id);
				return line;
			} catch (error) {
				if (!isNotFound(error)) throw error;
			}
		}
		return undefined;
	}
}
