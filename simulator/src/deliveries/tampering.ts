/** Ways to make a delivery that the real worker would not make. */
export interface Tampering {
	/** Signs with this instead of the webhook's secrets, in both schemes. */
	readonly secret?: string;
	/** Sent instead of the real v0 signature. */
	readonly signature?: string;
	/** As `secret`, for Standard Webhooks alone. */
	readonly standardSecret?: string;
	/** Sent instead of the real Standard Webhooks signature. */
	readonly standardSignature?: string;
	/** Added to the time that is signed and sent; negative is in the past. */
	readonly timestampOffsetSeconds?: number;
	/** Sent and signed instead of the real time; need not be a number. */
	readonly timestamp?: string;
	/** Sent and signed instead of the real body. */
	readonly body?: string | Buffer;
	/** Sent, but not signed, instead of the real body: what a stranger on the way would do. */
	readonly bodyAfterSigning?: string | Buffer;
	/** Added to or replacing the real headers; `undefined` leaves one out. */
	readonly headers?: Readonly<Record<string, string | undefined>>;
	/** Attempts at most; default 6. */
	readonly attempts?: number;
}
