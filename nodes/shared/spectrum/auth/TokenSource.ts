import type { HttpPort } from '../net/http';
import type { LineInventory } from '../model/line';
import type { SpectrumError } from '../errors/SpectrumError';

/** What a token source needs of the execution that asks. The source itself belongs to no execution. */
export interface AuthContext {
	readonly http: HttpPort;
	/** Ends the waiting of this execution; a renewal that others wait for too goes on. */
	readonly signal?: AbortSignal;
	/** Told in one sentence, without secrets, of what is not as it should be and yet no failure. */
	readonly onWarning?: (message: string) => void;
}

/** Gives the lines of one credential, each with a live token. */
export interface TokenSource {
	/** The current inventory; mints or renews first when it must. Callers at the same time share one renewal. */
	inventory(context: AuthContext): Promise<LineInventory>;
	/** The inventory as it is now, whatever is known already: lines come and go. Callers at the same time share it. */
	renewed(context: AuthContext): Promise<LineInventory>;
	/**
	 * Says that the server refused `token` (UNAUTHENTICATED) although it had not expired, and gives a renewed
	 * inventory. Within 5 s of the last renewal of this kind that gave tokens (the contract's bound) it waits for the
	 * end of that time first. Rejects with an authentication error when nothing can be renewed: a static token, or a
	 * renewal that gave the refused token again. That error keeps what the server said in `cause`. Rejects with the
	 * renewal's own failure when there was one; that one may be tried again.
	 */
	refused(token: string, refusal: SpectrumError, context: AuthContext): Promise<LineInventory>;
	/** The final error of a call whose renewed token was refused as well. */
	refusedAgain(refusal: SpectrumError): SpectrumError;
}
