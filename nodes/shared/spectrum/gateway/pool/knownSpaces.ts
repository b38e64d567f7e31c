/** How many conversations are remembered for one credential. */
const defaultLimit = 10_000;

/**
 * Which line knows which conversation, of one credential: so that a list of items asks the servers once for each
 * conversation, not once for each item. Bounded; the one that was used longest ago goes first.
 */
export class KnownSpaces {
	/** Line ids by space id, in the order of their last use. */
	private readonly lines = new Map<string, string>();

	constructor(private readonly limit = defaultLimit) {}

	/** Id of the line that was last seen to have the space. */
	lineOf(spaceId: string): string | undefined {
		const lineId = this.lines.get(spaceId);
		if (lineId !== undefined) this.remember(spaceId, lineId);
		return lineId;
	}

	remember(spaceId: string, lineId: string): void {
		this.lines.delete(spaceId);
		this.lines.set(spaceId, lineId);
		if (this.lines.size <= this.limit) return;
		const [oldest] = this.lines.keys();
		if (oldest !== undefined) this.lines.delete(oldest);
	}

	/** Forgets the space, unless another line than this one is known to have it. */
	forget(spaceId: string, lineId: string): void {
		if (this.lines.get(spaceId) === lineId) this.lines.delete(spaceId);
	}
}
