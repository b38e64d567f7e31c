import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';

/** What a server finds when it looks a token up. */
export type TokenState = 'live' | 'expired' | 'unknown';

/** A token as a snapshot keeps it. */
export interface IssuedToken {
	readonly token: string;
	readonly lineId: string;
	/** Milliseconds since the epoch. */
	readonly expiresAt: number;
}

/** Tokens that are remembered. Beyond that, those that have ended go, and then the oldest. */
const mostTokens = 10_000;

/** Every token handed out. A token opens one line; an old one stays valid until its own end. */
export class Tokens {
	private readonly issued = new Map<string, { readonly lineId: string; readonly expiresAt: number }>();

	constructor(
		private readonly clock: Clock,
		/** Read at each mint, so that a test can change it. */
		private readonly ttlSeconds: () => number,
	) {}

	/** A new token for a line. */
	mint(lineId: string): string {
		return this.issue(lineId, this.clock.now() + this.ttlSeconds() * 1000);
	}

	/** A token without an end, as a self-hosted server has; a new one, or the one that is given. */
	mintStatic(lineId: string, token?: string): string {
		return this.issue(lineId, Number.POSITIVE_INFINITY, token);
	}

	state(lineId: string, token: string): TokenState {
		const entry = this.issued.get(token);
		// A token of another line is as good as none.
		if (entry === undefined || entry.lineId !== lineId) return 'unknown';
		return this.clock.now() < entry.expiresAt ? 'live' : 'expired';
	}

	/** Milliseconds since the epoch; `Infinity` for a token without an end, and for one that is not known. */
	expiresAt(token: string): number {
		return this.issued.get(token)?.expiresAt ?? Number.POSITIVE_INFINITY;
	}

	/** Tokens that are still valid and have an end, oldest first. */
	get live(): readonly IssuedToken[] {
		const now = this.clock.now();
		return [...this.issued]
			.filter(([, { expiresAt }]) => Number.isFinite(expiresAt) && now < expiresAt)
			.map(([token, { lineId, expiresAt }]) => ({ token, lineId, expiresAt }));
	}

	restore(tokens: readonly IssuedToken[]): void {
		for (const { token, lineId, expiresAt } of tokens) this.issued.set(token, { lineId, expiresAt });
	}

	/** Makes every token given out so far unknown: what a rotated project secret does. */
	revokeAll(): void {
		this.issued.clear();
	}

	private issue(lineId: string, expiresAt: number, token = `sim_${randomBytes(24).toString('base64url')}`): string {
		this.issued.set(token, { lineId, expiresAt });
		if (this.issued.size > mostTokens) this.forgetOldest();
		return token;
	}

	/** Makes room for many at once, so that a token costs the same however many there are. Tokens without an end stay. */
	private forgetOldest(): void {
		const now = this.clock.now();
		for (const [token, { expiresAt }] of this.issued) if (expiresAt <= now) this.issued.delete(token);
		for (const [token, { expiresAt }] of this.issued) {
			if (this.issued.size <= mostTokens * 0.9) return;
			if (Number.isFinite(expiresAt)) this.issued.delete(token);
		}
	}
}
