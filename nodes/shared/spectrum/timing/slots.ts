import { throwIfCancelled } from '../errors/from';

/** A fixed number of slots for concurrent work. Work without a slot waits, and gets one in the order in which it came. */
export class Slots {
	private taken = 0;
	private readonly waiting = new Set<() => void>();

	constructor(private readonly count: number) {}

	get free(): number {
		return this.count - this.taken;
	}

	/** Takes a slot if one is free. Return it with {@link leave}. */
	tryEnter(): boolean {
		if (this.taken >= this.count) return false;
		this.taken += 1;
		return true;
	}

	/** Waits for a slot and takes it. Return it with {@link leave}. Rejects with `cancelled` when the signal is aborted first. */
	async enter(signal: AbortSignal): Promise<void> {
		throwIfCancelled(signal);
		if (this.tryEnter()) return;
		const isMine = await new Promise<boolean>((resolve) => {
			const end = (hasSlot: boolean): void => {
				this.waiting.delete(go);
				signal.removeEventListener('abort', giveUp);
				resolve(hasSlot);
			};
			const go = (): void => end(true);
			const giveUp = (): void => end(false);
			this.waiting.add(go);
			signal.addEventListener('abort', giveUp, { once: true });
		});
		// The slot may have been assigned just before the abort.
		if (isMine && signal.aborted) this.leave();
		throwIfCancelled(signal);
	}

	/** Returns a slot. It goes to the work that has waited longest. */
	leave(): void {
		const [next] = this.waiting;
		if (next === undefined) this.taken -= 1;
		else next();
	}
}
