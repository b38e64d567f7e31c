import { BoundedMap } from '../../timing/boundedMap';

/** Spaces that are remembered for one credential at most, over all its lines. */
const defaultLimit = 10_000;

/**
 * The opened spaces of a credential's lines. The next message to the same person needs no second opening. The
 * space that was opened first is forgotten first.
 */
export class OpenedSpaces {
	private readonly spaces: BoundedMap<string>;

	constructor(limit = defaultLimit) {
		this.spaces = new BoundedMap(limit);
	}

	/** ID of the space that the line has with the address. */
	spaceWith(lineId: string, address: string): string | undefined {
		return this.spaces.get(nameOf(lineId, address));
	}

	remember(lineId: string, address: string, spaceId: string): void {
		this.spaces.set(nameOf(lineId, address), spaceId);
	}

	forget(lineId: string, address: string): void {
		this.spaces.delete(nameOf(lineId, address));
	}
}

function nameOf(lineId: string, address: string): string {
	return JSON.stringify([lineId, address]);
}
