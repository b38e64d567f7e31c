import { throwIfCancelled } from '../errors/from';

/** So many at a time, the others in the order in which they came. */
export class Slots {
	private taken = 0;
	private readonly waiting = new Set<() => void>();

	constructor(private readonly count: number) {}

	get free(): number {
		return this.count - this.taken;
	}

	/** Takes a slot at once, if there is one; give it back with {@link leave}. */
	tryEnter(): boolean {
		if (this.taken >= this.count) return false;
		this.taken += 1;
		return true;
	}

	/** Takes a slot; give it back with {@link leave}. Rejects with `cancelled` when the signal is aborted first. */
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
		// It may have been given just before the abort.
		if (isMine && signal.aborted) this.leave();
		throwIfCancelled(signal);
	}

	/** The slot goes to whoever has waited longest. */
	leave(): void {
		const [next] = this.waiting;
		if (next === undefined) this.taken -= 1;
		else next();
	}
}
