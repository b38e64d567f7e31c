import type { Clock } from '../domain/clock';
import type { CloudConnection } from '../domain/connection';
import { sharedPhone, type LineAccess, type LineInventory } from '../domain/line';
import { throwIfCancelled } from '../errors/from';
import type { SpectrumError } from '../errors/SpectrumError';
import { unlessAborted } from '../errors/waiting';
import { ControlPlane } from './controlPlane';
import type { MintedTokens } from './payloads';
import { finalRefusal } from './refusals';
import type { AuthContext, TokenSource } from './TokenSource';

/** When tokens are renewed, as the official client does it. Times in milliseconds. */
export const renewalTimes = {
	/** Share of the time to live after which a token is renewed. */
	renewAfterShare: 0.8,
	/** Shortest time between two renewals, forced or not. */
	leastBetweenRenewals: 5_000,
	/** A token is no longer used this long before its time to live ends. */
	expiryMargin: 30_000,
	/** Pause after a renewal that failed while the old tokens are still good. */
	retryAfterFailure: 30_000,
} as const;

interface Minted {
	readonly inventory: LineInventory;
	/** From here on a caller renews first; the tokens still serve when that fails. */
	readonly renewAt: number;
	/** From here on the tokens count as expired. */
	readonly usableUntil: number;
}

/**
 * Mints the tokens of one Spectrum Cloud project and keeps them for everyone in the process. Nothing runs by itself:
 * a caller that finds the tokens due renews them, and whoever asks meanwhile waits for the same request. That request
 * belongs to no caller: one who gives up leaves it to the others. A failure is given to those who waited for it and
 * is not kept.
 */
export class CloudTokenSource implements TokenSource {
	private minted?: Minted;
	private renewal?: Promise<LineInventory>;
	private forcedAt = Number.NEGATIVE_INFINITY;

	constructor(
		private readonly connection: CloudConnection,
		private readonly clock: Pick<Clock, 'now'>,
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
		if (this.renewal === undefined) {
			// Someone else's renewal has replaced it while the refused call was under way.
			if (!holds(this.minted?.inventory, token)) return await this.inventory(context);
			const sinceForced = this.clock.now() - this.forcedAt;
			// A negative span is a clock that was set back; it must not block renewals until it has caught up.
			if (sinceForced >= 0 && sinceForced < renewalTimes.leastBetweenRenewals) throw refusedAfterRenewal(refusal);
			this.forcedAt = this.clock.now();
		}
		const renewed = await unlessAborted(this.renew(context), context.signal);
		if (holds(renewed, token)) throw refusedAfterRenewal(refusal);
		return renewed;
	}

	/** The renewal in the air, or a new one. */
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
		// Counted from before the request: the time to live began when the server answered, which is not seen here.
		const askedAt = this.clock.now();
		let tokens: MintedTokens;
		try {
			tokens = await new ControlPlane(this.connection, context.http, this.clock).mintTokens();
		} catch (error) {
			const renewAt = this.clock.now() + renewalTimes.retryAfterFailure;
			if (this.minted !== undefined) this.minted = { ...this.minted, renewAt: Math.min(renewAt, this.minted.usableUntil) };
			throw error;
		}
		const inventory = inventoryOf(tokens, this.connection, context.onWarning);
		this.minted = { inventory, ...schedule(askedAt, tokens.expiresInSeconds * 1_000) };
		return inventory;
	}
}

/** When tokens minted at `askedAt` are due and expired. */
function schedule(askedAt: number, timeToLive: number): Pick<Minted, 'renewAt' | 'usableUntil'> {
	const { renewAfterShare, leastBetweenRenewals, expiryMargin } = renewalTimes;
	// A time to live shorter than the margin would mean one mint for every call, against a limit of 5 a second.
	const usable = Math.max(timeToLive - expiryMargin, Math.min(timeToLive, leastBetweenRenewals));
	const due = Math.max(timeToLive * renewAfterShare, leastBetweenRenewals);
	return { renewAt: askedAt + Math.min(due, usable), usableUntil: askedAt + usable };
}

/** The payload is the whole inventory each time: a line that is not in it is gone. */
function inventoryOf(
	tokens: MintedTokens,
	connection: CloudConnection,
	onWarning: AuthContext['onWarning'],
): LineInventory {
	if (tokens.plan === 'shared') {
		const { sharedAddress: address } = connection;
		return { plan: 'shared', lines: [{ id: sharedPhone, phone: sharedPhone, address, token: tokens.token }] };
	}
	const lines: LineAccess[] = [];
	for (const { id, token, phone } of tokens.instances) {
		if (phone === undefined) {
			onWarning?.(`Line ${id} of the Spectrum project has no phone number yet and is left out`);
		} else if (!/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(id)) {
			// The id becomes part of a host name: anything else would lead to another server.
			onWarning?.(`Line ${phone} of the Spectrum project has an ID that cannot be part of an address and is left out`);
		} else {
			const address = connection.dedicatedAddressPattern.replaceAll('{instanceId}', id);
			lines.push({ id, phone, address, token });
		}
	}
	return { plan: 'dedicated', lines };
}

function holds(inventory: LineInventory | undefined, token: string): boolean {
	return inventory?.lines.some((line) => line.token === token) ?? false;
}

function refusedAfterRenewal(refusal: SpectrumError): SpectrumError {
	return finalRefusal(
		refusal,
		'The server does not accept the tokens that Spectrum Cloud issues for this project',
		'Check that the gRPC addresses and the control-plane URL in the credential belong together, and that the project is active in the Spectrum dashboard.',
	);
}
