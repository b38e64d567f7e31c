/**
 * How far the replays have come that began with the oldest event, because no cursor was known or the server refused it. The
 * cursor does not say it: the events before it are done, and it waits for a complete replay. Without this place each broken
 * replay would read the log from its beginning again, and over a bad network a long log would never be read.
 */
export class FromOldest {
	private reached: string | undefined;
	private releases = 0;
	private isRefused = false;

	/**
	 * Where the next replay begins. Undefined: with the oldest event. An event that was released since the last one may lie
	 * before the place, so it counts no longer.
	 *
	 * @param releasesSoFar the number of releases before this replay
	 */
	begin(releasesSoFar: number): string | undefined {
		if (releasesSoFar !== this.releases) this.reached = undefined;
		this.releases = releasesSoFar;
		return this.reached;
	}

	/** A replay has read up to here. True when it is further than before. */
	reach(sequence: string): boolean {
		if (this.isRefused || this.isBeyond(sequence) || sequence === this.reached) return false;
		this.reached = sequence;
		return true;
	}

	/** The server refuses this place too. From now on every replay begins with the oldest event. */
	refuse(): void {
		this.reached = undefined;
		this.isRefused = true;
	}

	/** Whether the place lies behind a sequence. */
	isBeyond(sequence: string): boolean {
		return this.reached !== undefined && BigInt(this.reached) > BigInt(sequence);
	}
}
