import { BoundedMap } from '../../timing/boundedMap';

/** Spaces that are remembered for one credential at most. */
const defaultLimit = 10_000;

/**
 * Which line of a credential has which space, so that a list of items asks the servers once for each space and not once
 * for each item. The least recently used space is forgotten first.
 */
export class KnownSpaces {
	/** Line IDs by space ID. */
	private readonly lines: BoundedMap<string>;

	constructor(limit = defaultLimit) {
		this.lines = new BoundedMap(limit);
	}

	/** ID of the line that was last seen to have the space. */
	lineOf(spaceId: string): string | undefined {
		return this.lines.touch(spaceId);
	}

	remember(spaceId: string, lineId: string): void {
		this.lines.set(spaceId, lineId);
	}

	/** Forgets the space, unless a different line is known to have it. */
	forget(spaceId: string, lineId: string): void {
		if (this.lines.get(spaceId) === lineId) this.lines.delete(spaceId);
	}
}
