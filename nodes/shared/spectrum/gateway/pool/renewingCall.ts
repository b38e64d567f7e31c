import type { AuthContext } from '../../auth/TokenSource';
import type { LineAccess } from '../../model/line';
import { outcomeOf } from '../../errors/outcome';
import { SpectrumError } from '../../errors/SpectrumError';
import type { Clock } from '../../timing/clock';
import { within } from '../../timing/waiting';
import type { PoolEntry } from './poolEntry';
import { isTokenRefused } from './poolSession';

/** The time of a call with all its attempts. */
interface CallTime {
	readonly clock: Clock;
	/** By the clock. */
	readonly endsAt: number;
}

/** Time that must be left for the call itself after its token has come, in milliseconds. */
const leastCallMilliseconds = 1_000;

/** The attempts of one logical call on a line. Together they may cause one forced renewal of its token. */
export class RenewingCall {
	/** A refused token that could not be renewed so far. */
	private refused: { readonly line: LineAccess; readonly error: SpectrumError } | undefined;
	private isRenewed = false;
	/** Why the last attempt got no token. */
	private failure: SpectrumError | undefined;

	constructor(
		private readonly entry: PoolEntry,
		private readonly lineId: string,
		private readonly context: AuthContext,
		private readonly time: CallTime,
	) {}

	/** One attempt with a live token, and a second one if the token is refused and can be renewed. */
	async attempt<Result>(call: (line: LineAccess) => Promise<Result>): Promise<Result> {
		const line = await this.line();
		try {
			return await call(line);
		} catch (error) {
			if (!isTokenRefused(error)) throw error;
			if (this.isRenewed) throw this.entry.refusedAgain(error);
			this.refused = { line, error };
		}
		return await this.attempt(call);
	}

	/** A mint belongs to everyone who waits for it, and may take longer than this call. Then nothing is sent. */
	private async line(): Promise<LineAccess> {
		const { clock, endsAt } = this.time;
		const patience = Math.max(0, endsAt - leastCallMilliseconds - clock.now());
		const found = await within(
			outcomeOf(() => this.liveLine()),
			patience,
			clock,
			undefined,
		);
		// Why an earlier attempt got none says more than that this one ran out of time.
		if (found === undefined) throw this.failure ?? noTokenInTime();
		if (found.ok) return found.value;
		this.failure = found.error;
		throw found.error;
	}

	/** After a failed renewal the next attempt renews first, so that the refused token is never sent again. */
	private async liveLine(): Promise<LineAccess> {
		const { entry, context, refused } = this;
		if (refused === undefined) return await entry.line(this.lineId, context);
		const line = await entry.renewedLine(refused.line, refused.error, context);
		this.isRenewed = true;
		this.refused = undefined;
		return line;
	}
}

function noTokenInTime(): SpectrumError {
	return new SpectrumError({
		kind: 'timeout',
		message: 'Spectrum Cloud gave no token in time, so nothing was sent',
		advice: 'Try again in a minute. If this continues, look at the status of Spectrum, and check that n8n can reach the control plane.',
		notAccepted: true,
	});
}
