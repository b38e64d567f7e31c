import type { Line, LineInventory } from '../model/line';
import type { WriteKey } from '../keys/writeKey';
import { getChat } from '../codec/chats';
import { SpectrumError } from '../errors/SpectrumError';
import { isNotFound, type Calls } from './calls';
import { lineForKey, route, type LineChoice } from './routing';

/** Finds the line of a space. */
export class Lines {
	constructor(private readonly calls: Calls) {}

	/** The line of a space that may be new: the chosen line, otherwise the line that has the space, otherwise one by key. */
	async ofOpening(spaceId: string, inventory: LineInventory, choice: LineChoice, key: WriteKey): Promise<Line> {
		const routed = route(inventory, choice);
		if (routed.decided) return routed.line;
		const write = key('line');
		const { linesOfWrites } = this.calls.memory;
		const earlier = routed.candidates.find(({ id }) => id === linesOfWrites.get(write));
		if (earlier !== undefined) return earlier;
		const line = (await this.lineWith(spaceId, routed.candidates)) ?? (await this.ofNew(routed.candidates, choice, write));
		linesOfWrites.set(write, line.id);
		return line;
	}

	/** The line of a conversation that is certainly new, such as a group. */
	async ofCreation(inventory: LineInventory, choice: LineChoice, key: WriteKey): Promise<Line> {
		const routed = route(inventory, choice);
		if (routed.decided) return routed.line;
		const write = key('line');
		const { linesOfWrites } = this.calls.memory;
		const earlier = routed.candidates.find(({ id }) => id === linesOfWrites.get(write));
		const line = earlier ?? (await this.ofNew(routed.candidates, choice, write));
		linesOfWrites.set(write, line.id);
		return line;
	}

	/** The line of an existing space. Rejects with `notFound` when no line is chosen and no line has the space. */
	async ofExisting(spaceId: string, inventory: LineInventory, choice: LineChoice): Promise<Line> {
		const routed = route(inventory, choice);
		if (routed.decided) return routed.line;
		const line = await this.lineWith(spaceId, routed.candidates);
		if (line !== undefined) return line;
		throw new SpectrumError({
			kind: 'notFound',
			message: `No line of the credential has the conversation "${spaceId}"`,
			advice: `Check the address or space ID, or choose the line yourself. The lines are ${routed.candidates.map(({ phone }) => phone).join(', ')}. A conversation exists once someone has written in it.`,
		});
	}

	/** The line for a call that belongs to no space. */
	any(inventory: LineInventory, choice: LineChoice, key?: WriteKey): Line {
		const routed = route(inventory, choice);
		if (routed.decided) return routed.line;
		return lineForKey(routed.candidates, key?.('line') ?? '');
	}

	/** True when the line has the space. */
	async knows(spaceId: string, line: Line): Promise<boolean> {
		return (await this.lineWith(spaceId, [line])) !== undefined;
	}

	/** The best line must be one of the candidates: a line that the control plane lists may have no token yet. */
	private async ofNew(candidates: readonly Line[], { forNewPeople }: LineChoice, write: string): Promise<Line> {
		const best = forNewPeople === 'best' ? await this.calls.bestLine() : undefined;
		return candidates.find(({ phone }) => phone === best) ?? lineForKey(candidates, write);
	}

	private async lineWith(spaceId: string, candidates: readonly Line[]): Promise<Line | undefined> {
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
