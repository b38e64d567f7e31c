import { Slots } from '../../timing/slots';

/** Replays that one credential may have under way at a time: more were seen to be refused. */
export const mostCatchUps = 16;

/** Credentials that are remembered without a replay under way. */
const mostIdle = 100;

/** Who may replay a log now: so many of each credential, however many triggers and lines it has. */
export class CatchUps {
	private readonly ofCredentials = new Map<string, Slots>();

	slotsOf(credential: string): Slots {
		const known = this.ofCredentials.get(credential);
		if (known !== undefined) return known;
		if (this.ofCredentials.size >= mostIdle) this.forgetIdle();
		const slots = new Slots(mostCatchUps);
		this.ofCredentials.set(credential, slots);
		return slots;
	}

	/** Whoever still holds forgotten slots goes on with them; there is none under way. */
	private forgetIdle(): void {
		for (const [credential, slots] of this.ofCredentials) {
			if (slots.free === mostCatchUps) this.ofCredentials.delete(credential);
		}
	}
}

/** A place among the replays under way, which is given back while its holder waits for something else. */
export class CatchUpPlace {
	private isTaken = false;

	constructor(private readonly slots: Slots | undefined) {}

	/** At once, if there is a place. */
	tryTake(): boolean {
		this.isTaken = this.slots === undefined || this.slots.tryEnter();
		return this.isTaken;
	}

	/** Rejects with `cancelled` when the signal is aborted first. */
	async take(signal: AbortSignal): Promise<void> {
		await this.slots?.enter(signal);
		this.isTaken = true;
	}

	/** Safe to call twice. */
	leave(): void {
		if (!this.isTaken) return;
		this.isTaken = false;
		this.slots?.leave();
	}
}
