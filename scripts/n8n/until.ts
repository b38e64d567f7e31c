import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
	/** Default 90 s: n8n settles within a second, but the machine may be busy. */
	readonly milliseconds?: number;
	/** Ends the waiting; rejects with its reason. */
	readonly signal?: AbortSignal;
}

const betweenLooks = 100;

/**
 * Looks again and again until the answer is something; what is waited for happens in another process, which tells
 * nobody. A look that throws is one that found nothing: its error is the reason when time is up.
 */
export async function until<T>(
	what: string,
	look: () => T | undefined | false | Promise<T | undefined | false>,
	{ milliseconds = 90_000, signal }: Patience = {},
): Promise<T> {
	const end = Date.now() + milliseconds;
	let reason: unknown;
	for (;;) {
		signal?.throwIfAborted();
		try {
			const found = await look();
			if (found !== undefined && found !== false) return found;
			reason = undefined;
		} catch (error) {
			reason = error;
		}
		if (Date.now() >= end) throw new Error(`Waited ${milliseconds / 1000} s in vain: ${what}`, { cause: reason });
		await sleep(betweenLooks);
	}
}

/** The task's result, or an error that says what did not come. */
export async function within<T>(what: string, task: Promise<T>, { milliseconds = 90_000 }: Patience = {}): Promise<T> {
	const giveUp = new AbortController();
	const late = sleep(milliseconds, undefined, { signal: giveUp.signal }).then(() => {
		throw new Error(`Waited ${milliseconds / 1000} s in vain: ${what}`);
	});
	late.catch(() => undefined);
	try {
		return await Promise.race([task, late]);
	} finally {
		giveUp.abort();
	}
}
