import type { Clock } from '../../timing/clock';
import { SpectrumError } from '../../errors/SpectrumError';

/** How long an outage is remembered. All in milliseconds. */
export const outageTimes = {
	/** After a failure, calls learn it at once for this long: one item after the other of a list. */
	fresh: 1_000,
	/** Afterwards the next call tries for this long only, and not a minute. Longer than a channel's longest pause. */
	shortTry: 6_000,
	/** After this long without a call, everything is as before. */
	remembered: 60_000,
} as const;

/** How a call goes about it. */
export type Approach =
	| { readonly how: 'asUsual' }
	/** Another call has just tried in vain. */
	| { readonly how: 'notAtAll'; readonly error: SpectrumError }
	/** It was down a moment ago: a real attempt, but a short one. */
	| { readonly how: 'briefly' };

/**
 * What the process knows of ways of one credential that were down a moment ago: by line, and of the control plane. So
 * that of a list of items only the first waits until it is sure. The first real attempt that gets through clears it.
 */
export class Outages {
	private readonly known = new Map<string, { readonly error: SpectrumError; readonly at: number }>();
	/** Ways on which a renewed token was refused once: the next one may be good, so only a second refusal counts. */
	private readonly suspected = new Set<string>();

	constructor(private readonly clock: Pick<Clock, 'now'>) {}

	/** @param way id of a line; empty for the control plane */
	approach(way: string): Approach {
		const known = this.known.get(way);
		if (known === undefined) return { how: 'asUsual' };
		const now = this.clock.now();
		const age = now - known.at;
		// A negative age is a clock that was set back.
		if (age < 0 || age >= outageTimes.remembered) {
			this.known.delete(way);
			return { how: 'asUsual' };
		}
		if (age < outageTimes.fresh) return { how: 'notAtAll', error: ofAnother(known.error) };
		// This caller looks; those that come meanwhile go by what is known.
		this.known.set(way, { error: known.error, at: now });
		return { how: 'briefly' };
	}

	/** Takes note of how a call ended; without an error it got through. */
	ended(way: string, error?: SpectrumError): void {
		if (error?.kind === 'cancelled') return;
		const isRefused = error?.kind === 'authentication';
		if (error !== undefined && isOutage(error) && (!isRefused || this.suspected.has(way))) this.known.set(way, { error, at: this.clock.now() });
		else this.known.delete(way);
		if (isRefused) this.suspected.add(way);
		else this.suspected.delete(way);
	}
}

/** The failure of one call as that of another, which sent nothing. */
function ofAnother(error: SpectrumError): SpectrumError {
	const { message, cause } = error;
	return new SpectrumError({ ...error, message, cause, notAccepted: true, mayBeAccepted: false });
}

/**
 * Whether a failure is one of the way, so that other calls would meet it as well. A connection that broke under a
 * request says nothing of the next request.
 */
function isOutage({ kind, connectionFailed, notAccepted, retryable, status }: SpectrumError): boolean {
	const isOfControlPlane = status === undefined || status.startsWith('HTTP ');
	if (connectionFailed) return notAccepted || isOfControlPlane;
	// A line whose renewed token was refused: the next renewal would have to wait.
	if (kind === 'authentication') return !isOfControlPlane;
	return retryable && (kind === 'unavailable' || isOfControlPlane);
}
