import { RecentWrites } from './recentWrites';

/** How many conversations are remembered for one credential, over all its lines. */
const defaultLimit = 10_000;

/**
 * Conversations that were opened, of one credential's lines: writing to the same person again needs no other opening.
 * Bounded; the one that was opened longest ago goes first.
 */
export class OpenedSpaces {
	private readonly spaces: RecentWrites<string>;

	constructor(limit = defaultLimit) {
		this.spaces = new RecentWrites(limit);
	}

	/** Id of the space that the line has with the address. */
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
