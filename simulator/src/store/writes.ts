import { RpcError } from '../calls/errors';

/** How a repeated write is answered; the contract's sources know both. */
export type RepeatAnswer = 'original' | 'duplicateMessage';

interface Write {
	readonly method: string;
	readonly result: Promise<unknown>;
	/** Absent until it has been accepted. */
	accepted?: { readonly answer: unknown };
}

/** An accepted write as a snapshot keeps it. */
export interface AcceptedWrite {
	readonly key: string;
	readonly method: string;
	readonly answer: unknown;
}

/** The writes of one line, by the ids that make a repeat known. A write that failed may be tried again. */
export class Writes {
	private readonly byKey = new Map<string, Write>();

	constructor(
		/** Read at each repeat, so that a test can switch it. */
		private readonly repeatAnswer: () => RepeatAnswer,
		/** How many it recognises: the newest. */
		private readonly kept = Number.POSITIVE_INFINITY,
	) {}

	/**
	 * Runs `write`, or answers a repeat. `client_message_id` decides when there is one, else `x-idempotency-key`.
	 * An id that another method has used is refused as a duplicate: it cannot mean that method's result.
	 */
	async once<T>(
		method: string,
		ids: { readonly clientMessageId?: string; readonly idempotencyKey?: string },
		write: () => T | Promise<T>,
	): Promise<T> {
		const key = keyOf(ids);
		if (key === undefined) return await write();
		const earlier = this.byKey.get(key);
		if (earlier !== undefined) {
			// Until the first one is through it can still fail, and then this is no repeat.
			const result = await earlier.result.catch(() => undefined);
			if (this.byKey.get(key) === earlier) {
				if (earlier.method === method && this.repeatAnswer() === 'original') return result as T;
				throw new RpcError('duplicateMessage', { message: 'This write was already accepted' });
			}
			return await this.once(method, ids, write);
		}
		const result = (async () => await write())();
		const made: Write = { method, result };
		this.byKey.set(key, made);
		this.trim();
		try {
			const answer = await result;
			made.accepted = { answer };
			return answer;
		} catch (error) {
			this.byKey.delete(key);
			throw error;
		}
	}

	/** Writes that have been accepted, oldest first. */
	get accepted(): readonly AcceptedWrite[] {
		return [...this.byKey].flatMap(([key, { method, accepted }]) =>
			accepted === undefined ? [] : [{ key, method, answer: accepted.answer }],
		);
	}

	restore(writes: readonly AcceptedWrite[]): void {
		for (const { key, method, answer } of writes) this.byKey.set(key, { method, result: Promise.resolve(answer), accepted: { answer } });
		this.trim();
	}

	/** Whether a write with one of these ids has been accepted or is being made. */
	has(ids: { readonly clientMessageId?: string; readonly idempotencyKey?: string }): boolean {
		const key = keyOf(ids);
		return key !== undefined && this.byKey.has(key);
	}

	/** The oldest go first, but none that is being made: its repeat would be written a second time at the same moment. */
	private trim(): void {
		for (const [key, { accepted }] of this.byKey) {
			if (this.byKey.size <= this.kept) return;
			if (accepted !== undefined) this.byKey.delete(key);
		}
	}
}

function keyOf(ids: { readonly clientMessageId?: string; readonly idempotencyKey?: string }): string | undefined {
	if (ids.clientMessageId) return `message:${ids.clientMessageId}`;
	if (ids.idempotencyKey) return `key:${ids.idempotencyKey}`;
	return undefined;
}
