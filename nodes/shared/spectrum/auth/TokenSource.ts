import type { HttpPort } from '../net/http';
import type { LineInventory } from '../model/line';
import type { SpectrumError } from '../errors/SpectrumError';

/** What a token source needs from the execution that asks. The source itself belongs to no execution. */
export interface AuthContext {
	readonly http: HttpPort;
	/** Aborting ends the wait of this execution. A renewal that others wait for continues. */
	readonly signal?: AbortSignal;
	/** Receives one sentence, without secrets, about a problem that is no failure. */
	readonly onWarning?: (message: string) => void;
}

/** Provides the lines of one credential, each with a valid token. */
export interface TokenSource {
	/** The current inventory. Mints or renews tokens first if necessary. Concurrent callers share one renewal. */
	inventory(context: AuthContext): Promise<LineInventory>;
	/** The inventory from the server, even if one is already known, because lines come and go. Concurrent callers share it. */
	renewed(context: AuthContext): Promise<LineInventory>;
	/**
	 * Reports that the server refused `token` (UNAUTHENTICATED) although it had not expired, and returns a renewed
	 * inventory. Waits until 5 s after the last such renewal that gave tokens (the contract's bound). Rejects with an
	 * authentication error when nothing can be renewed: a static token, or a renewal that gave the refused token again.
	 * That error has the server's refusal as its `cause`. If the renewal itself failed, rejects with that failure, which
	 * may be retried.
	 */
	refused(token: string, refusal: SpectrumError, context: AuthContext): Promise<LineInventory>;
	/** The final error of a call whose renewed token was refused as well. */
	refusedAgain(refusal: SpectrumError): SpectrumError;
}
