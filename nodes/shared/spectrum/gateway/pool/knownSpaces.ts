/** Spaces that are remembered for one credential at most. */
const defaultLimit = 10_000;

/**
 * Which line of a credential has which space, so that a list of items asks the servers once for each space and not once
 * for each item. Bounded: the least recently used space is forgotten first.
 */
export class KnownSpaces {
	/** Line IDs by space ID, in the order of their last use. */
	private readonly lines = new Map<string, string>();

	constructor(private readonly limit = defaultLimit) {}

	/** ID of the line that was last seen to have the space. */
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

	/** Forgets the space, unless a different line is known to have it. */
	forget(spaceId: string, lineId: string): void {
		if (this.lines.get(spaceId) === lineId) this.lines.delete(spaceId);
	}
}
