import { boundAfter } from '../timing/backoff';
import type { Clock } from '../timing/clock';
import type { CloudConnection } from '../model/connection';
import type { LineInventory } from '../model/line';
import { throwIfCancelled } from '../errors/from';
import { isPassing } from '../errors/passing';
import { SpectrumError } from '../errors/SpectrumError';
import { delay, unlessAborted } from '../timing/waiting';
import { ControlPlane } from './controlPlane';
import { inventoryOf } from './inventory';
import type { MintedTokens } from './payloads';
import { finalRefusal } from './refusals';
import type { AuthContext, TokenSource } from './TokenSource';

/** When tokens are renewed, as the official client does it. Times in milliseconds. */
export const renewalTimes = {
	/** Share of the time to live after which a token is renewed. */
	renewAfterShare: 0.8,
	/** Shortest time between two renewals, forced or not. */
	minBetweenRenewals: 5_000,
	/** A token is no longer used this long before its time to live ends. */
	expiryMargin: 30_000,
	/** Pause after a renewal that failed while the old tokens are still good. */
	retryAfterFailure: 30_000,
	/** Pause before a mint that follows two mints with a passing failure. It doubles with each further one. */
	firstSpacing: 250,
	/** Longest such pause. */
	longestSpacing: 4_000,
} as const;

interface Minted {
	readonly inventory: LineInventory;
	/** From this moment a caller renews first. If that fails, the tokens are still used. */
	readonly renewAt: number;
	/** From this moment the tokens count as expired. */
	readonly usableUntil: number;
}

/**
 * Mints the tokens of one Spectrum Cloud project and keeps them for everyone in the process. No timer runs:
 * a caller that finds the tokens due renews them, and callers in the meantime wait for the same request. The request
 * belongs to no single caller: when one gives up, it continues for the others. A failure goes to the callers that waited
 * and is not stored. Each call makes one attempt. Retries are up to the callers, who know their deadlines.
 */
export class CloudTokenSource implements TokenSource {
	private minted?: Minted;
	private renewal?: Promise<LineInventory>;
	/** When a renewal last replaced refused tokens. */
	private forcedAt = Number.NEGATIVE_INFINITY;
	/** Mints in a row with a passing failure, and the earliest moment for the next mint. */
	private failures = 0;
	private notBefore = Number.NEGATIVE_INFINITY;

	constructor(
		private readonly connection: CloudConnection,
		private readonly clock: Clock,
	) {}

	async inventory(context: AuthContext): Promise<LineInventory> {
		throwIfCancelled(context.signal);
		if (this.renewal === undefined && this.minted !== undefined && this.clock.now() < this.minted.renewAt) {
			return this.minted.inventory;
		}
		try {
			return await unlessAborted(this.renew(context), context.signal);
		} catch (error) {
			throwIfCancelled(context.signal);
			if (this.minted === undefined || this.clock.now() >= this.minted.usableUntil) throw error;
			return this.minted.inventory;
		}
	}

	async renewed(context: AuthContext): Promise<LineInventory> {
		throwIfCancelled(context.signal);
		return await unlessAborted(this.renew(context), context.signal);
	}

	async refused(token: string, refusal: SpectrumError, context: AuthContext): Promise<LineInventory> {
		throwIfCancelled(context.signal);
		for (let pause = this.forcedPause(); pause > 0 && this.isCurrent(token); pause = this.forcedPause()) {
			await delay(pause, this.clock, context.signal);
		}
		// Another caller's renewal replaced the token while the refused call was under way, or during the pause.
		if (this.renewal === undefined && !this.isCurrent(token)) return await this.inventory(context);
		const renewal = this.renew(context);
		const renewed = await unlessAborted(renewal, context.signal);
		// Set only now: a renewal that failed changed nothing, so the next caller need not wait.
		this.forcedAt = this.clock.now();
		if (holds(renewed, token)) throw this.refusedAgain(refusal);
		return renewed;
	}

	refusedAgain(refusal: SpectrumError): SpectrumError {
		return finalRefusal(
			refusal,
			'The server does not accept the tokens that Spectrum Cloud issues for this project',
			this.connection.http === undefined
				? 'Check that the gRPC addresses and the control-plane URL in the credential belong together, and that the project is active in the Spectrum dashboard.'
				: 'Spectrum has not confirmed that these tokens are accepted over HTTP. Choose gRPC in "Connection" of the credential, or ask the operator of the middleware whether it takes them.',
		);
	}

	/** Milliseconds until the next renewal may be forced. */
	private forcedPause(): number {
		if (this.renewal !== undefined) return 0;
		const since = this.clock.now() - this.forcedAt;
		// A negative span is a clock that was set back; it must not block renewals until it has caught up.
		return since < 0 ? 0 : renewalTimes.minBetweenRenewals - since;
	}

	private isCurrent(token: string): boolean {
		return holds(this.minted?.inventory, token);
	}

	/** The renewal under way, or a new one. */
	private renew(context: AuthContext): Promise<LineInventory> {
		if (this.renewal !== undefined) return this.renewal;
		const renewal = this.mint(context).finally(() => {
			this.renewal = undefined;
		});
		// Every caller may have given up by the time it fails.
		renewal.catch(() => {});
		this.renewal = renewal;
		return renewal;
	}

	private async mint(context: AuthContext): Promise<LineInventory> {
		// Each caller retries on its own. Without this pause, together they would exceed the control plane's rate limit.
		const wait = Math.min(this.notBefore - this.clock.now(), renewalTimes.longestSpacing);
		if (wait > 0) await delay(wait, this.clock, undefined);
		// Counted from before the request: the time to live begins when the server answers, and that moment is unknown here.
		const requestedAt = this.clock.now();
		let tokens: MintedTokens;
		try {
			tokens = await new ControlPlane(this.connection, context.http, this.clock).mintTokens();
		} catch (failure) {
			const error = repeatable(failure);
			this.space(error);
			const renewAt = this.clock.now() + renewalTimes.retryAfterFailure;
			if (this.minted !== undefined) this.minted = { ...this.minted, renewAt: Math.min(renewAt, this.minted.usableUntil) };
			throw error;
		}
		this.failures = 0;
		const inventory = inventoryOf(tokens, this.connection, context.onWarning);
		this.minted = { inventory, ...schedule(requestedAt, tokens.expiresInSeconds * 1_000) };
		return inventory;
	}

	private space(error: unknown): void {
		this.failures = isPassing(error) ? this.failures + 1 : 0;
		const { firstSpacing, longestSpacing } = renewalTimes;
		const pause = this.failures < 2 ? 0 : boundAfter(this.failures - 1, { base: firstSpacing, cap: longestSpacing });
		this.notBefore = this.clock.now() + pause;
	}
}

/** A mint that was not answered in time may be made again: a second token does no harm. */
function repeatable(error: unknown): unknown {
	if (!(error instanceof SpectrumError) || error.kind !== 'timeout' || error.retryable) return error;
	return new SpectrumError({ ...error, message: error.message, cause: error.cause, retryable: true });
}

/** When tokens minted at `requestedAt` are due and expired. */
function schedule(requestedAt: number, timeToLive: number): Pick<Minted, 'renewAt' | 'usableUntil'> {
	const { renewAfterShare, minBetweenRenewals, expiryMargin } = renewalTimes;
	// A time to live shorter than the margin would mean one mint for every call, against a limit of 5 a second.
	const usable = Math.max(timeToLive - expiryMargin, Math.min(timeToLive, minBetweenRenewals));
	const due = Math.max(timeToLive * renewAfterShare, minBetweenRenewals);
	return { renewAt: requestedAt + Math.min(due, usable), usableUntil: requestedAt + usable };
}

function holds(inventory: LineInventory | undefined, token: string): boolean {
	return inventory?.lines.some((line) => line.token === token) ?? false;
}
