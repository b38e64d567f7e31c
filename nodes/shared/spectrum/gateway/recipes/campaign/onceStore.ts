/** What is known of one message of a campaign. `begun`: an earlier run has begun to send it, and did not say how it ended. */
export type Attempt = 'first' | 'begun' | 'done';

/** Remembers the messages of a campaign beyond the process. */
export interface OnceStore {
	/** Distinguishes it from others in the process. */
	readonly name: string;
	/** Notes that the message is about to be sent. */
	begin(id: string): Promise<Attempt>;
	/** Notes that it was sent. */
	finish(id: string): Promise<void>;
	/** Forgets it: it was certainly not sent. */
	forget(id: string): Promise<void>;
}
