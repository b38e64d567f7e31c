import { Mailbox } from '../../simulator/src/mailbox';

/** A stream of the vendor's client, as far as it has come. */
export interface Followed<T> {
	/** Everything so far, oldest first. */
	readonly events: readonly T[];
	/** The first one not yet given out by this method, as soon as it is there. Rejects when the stream is over. */
	next(): Promise<T>;
	/** Resolves when the stream is over: with its error, or undefined when it ended well or was closed. */
	readonly ended: Promise<unknown>;
	/** Closes it, as a client does that has had enough. */
	close(): Promise<void>;
}

/** Reads a stream until it is over; the vendor's client makes the call when the reading begins. */
export function follow<T>(stream: AsyncIterable<T> & { close(): Promise<void> }): Followed<T> {
	const box = new Mailbox<T>();
	const ended = (async () => {
		try {
			for await (const event of stream) box.push(event);
			return undefined;
		} catch (error) {
			return error;
		}
	})();
	void ended.then(() => box.close(new Error('The stream is over')));
	return {
		events: box.items,
		ended,
		next: () => box.next(),
		close: async () => {
			await stream.close();
			await ended;
		},
	};
}
