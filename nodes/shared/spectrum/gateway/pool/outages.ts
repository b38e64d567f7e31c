import type { Clock } from '../../timing/clock';
import { SpectrumError } from '../../errors/SpectrumError';

/** How long an outage is remembered, in milliseconds. */
export const outageTimes = {
	/** For this long after a failure, further calls fail at once, so that a long list of items ends soon. */
	fresh: 1_000,
	/** Afterwards one call tries for this long instead of a minute. Longer than a channel's longest pause. */
	shortTry: 6_000,
	/** After this long without a call, the outage is forgotten. */
	remembered: 60_000,
} as const;

/** How a call proceeds. */
export type Approach =
	| { readonly how: 'asUsual' }
	/** Another call has just failed, so this one fails without an attempt. */
	| { readonly how: 'notAtAll'; readonly error: SpectrumError }
	/** The server was down a moment ago, so this call makes a short attempt. */
	| { readonly how: 'briefly' };

/**
 * The recent outages of a credential, by line and for the control plane. Of a list of items only the first waits for the
 * full time. The first attempt that succeeds clears the outage.
 */
export class Outages {
	private readonly known = new Map<string, { readonly error: SpectrumError; readonly at: number }>();
	/** Where a renewed token was refused once. The next token may be good, so only a second refusal counts. */
	private readonly suspected = new Set<string>();

	constructor(private readonly clock: Pick<Clock, 'now'>) {}

	/** @param lineId ID of a line; empty for the control plane */
	approach(lineId: string): Approach {
		const known = this.known.get(lineId);
		if (known === undefined) return { how: 'asUsual' };
		const now = this.clock.now();
		const age = now - known.at;
		// The age is negative when the clock was set back.
		if (age < 0 || age >= outageTimes.remembered) {
			this.known.delete(lineId);
			return { how: 'asUsual' };
		}
		if (age < outageTimes.fresh) return { how: 'notAtAll', error: withoutAttempt(known.error) };
		// This caller makes the attempt. Calls that come meanwhile fail with the known error.
		this.known.set(lineId, { error: known.error, at: now });
		return { how: 'briefly' };
	}

	/** Notes how a call ended. Without an error it succeeded. */
	ended(lineId: string, error?: SpectrumError): void {
		if (error?.kind === 'cancelled') return;
		const isRefused = error?.kind === 'authentication';
		if (error !== undefined && isOutage(error) && (!isRefused || this.suspected.has(lineId)))
			this.known.set(lineId, { error, at: this.clock.now() });
		else this.known.delete(lineId);
		if (isRefused) this.suspected.add(lineId);
		else this.suspected.delete(lineId);
	}
}

/** The known failure, as the failure of a call that sent nothing. */
function withoutAttempt(error: SpectrumError): SpectrumError {
	const { message, cause } = error;
	return new SpectrumError({ ...error, message, cause, notAccepted: true, mayBeAccepted: false });
}

/**
 * Whether other calls would meet the same failure. A connection that broke during a request says nothing about the next
 * request.
 */
function isOutage({ kind, connectionFailed, notAccepted, retryable, status }: SpectrumError): boolean {
	const isOfControlPlane = status === undefined || status.startsWith('HTTP ');
	if (connectionFailed) return notAccepted || isOfControlPlane;
	// The line refused a renewed token, and the next renewal would have to wait.
	if (kind === 'authentication') return !isOfControlPlane;
	return retryable && (kind === 'unavailable' || isOfControlPlane);
}
