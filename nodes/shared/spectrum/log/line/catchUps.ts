import { Slots } from '../../timing/slots';

/** Replays that one credential may run at once. Servers have been seen to refuse more. */
export const maxCatchUps = 16;

/** Credentials without a running replay that are remembered at most. */
const maxIdle = 100;

/** Limits the replays that run at once, for each credential, over all its triggers and lines. */
export class CatchUps {
	private readonly ofCredentials = new Map<string, Slots>();

	slotsOf(credential: string): Slots {
		const known = this.ofCredentials.get(credential);
		if (known !== undefined) return known;
		if (this.ofCredentials.size >= maxIdle) this.forgetIdle();
		const slots = new Slots(maxCatchUps);
		this.ofCredentials.set(credential, slots);
		return slots;
	}

	/** Holders of forgotten slots go on using them. None of those has a running replay. */
	private forgetIdle(): void {
		for (const [credential, slots] of this.ofCredentials) {
			if (slots.free === maxCatchUps) this.ofCredentials.delete(credential);
		}
	}
}

/** A place among the running replays. Its holder gives it back while it waits for something else. */
export class CatchUpPlace {
	private isTaken = false;

	constructor(private readonly slots: Slots | undefined) {}

	/** Takes a place at once. False when there is none. */
	tryTake(): boolean {
		this.isTaken = this.slots === undefined || this.slots.tryEnter();
		return this.isTaken;
	}

	/** Waits for a place. Rejects with `cancelled` when the signal is aborted first. */
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
