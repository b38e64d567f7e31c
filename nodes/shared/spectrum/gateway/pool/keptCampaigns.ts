import type { CampaignMemory } from '../../campaign/memory';
import type { CancelTimer, Clock } from '../../timing/clock';

/** How long it is kept, in milliseconds: longer than a line rests after a refusal, and than a daily schedule pauses. */
export const keptMilliseconds = 25 * 60 * 60_000;

interface Kept {
	readonly memory: CampaignMemory;
	readonly cancel: CancelTimer;
}

/**
 * What campaigns know of their lines, beyond the time for which tokens and connections are kept. A schedule runs once an
 * hour or once a day, and a line that called itself full must still be left alone then. Nothing in it is a secret.
 */
export class KeptCampaigns {
	private readonly kept = new Map<string, Kept>();

	constructor(private readonly clock: Clock) {}

	/** @param key of the credential */
	keep(key: string, memory: CampaignMemory): void {
		if (!memory.isUsed) return;
		this.take(key);
		this.kept.set(key, { memory, cancel: this.clock.after(keptMilliseconds, () => this.kept.delete(key)) });
	}

	/** The memory of a credential, which is no longer kept. */
	take(key: string): CampaignMemory | undefined {
		const found = this.kept.get(key);
		found?.cancel();
		this.kept.delete(key);
		return found?.memory;
	}

	clear(): void {
		for (const key of this.kept.keys()) this.take(key);
	}
}
