import type { AuthContext } from '../auth/TokenSource';
import { getMessage, sendTextMessage } from '../codec/messages';
import type { Message } from '../domain/message';
import type { WriteKey } from '../domain/writeKey';
import { SpectrumError } from '../errors/SpectrumError';
import type { Link } from './pool';
import type { OpenSpace } from './spaces';

/** What became of a send. */
export interface Sent {
	/** Absent when the server only said that an earlier attempt had gone through. */
	readonly message?: Message;
	/** True when the server recognised a repeat and answered with its `duplicateMessage` code. */
	readonly alreadySent: boolean;
}

/** Sends and reads messages. */
export class Messages {
	constructor(
		private readonly link: Link,
		private readonly context: AuthContext,
	) {}

	async sendText(space: OpenSpace, text: string, key: WriteKey): Promise<Sent> {
		const idempotencyKey = key('send');
		const request = { spaceId: space.id, text, clientMessageId: idempotencyKey };
		return await once(async () => ({
			message: await this.link.unary(space.line.id, sendTextMessage, request, { context: this.context, idempotencyKey }),
			alreadySent: false,
		}));
	}

	async get(lineId: string, messageId: string): Promise<Message> {
		return await this.link.unary(lineId, getMessage, messageId, { context: this.context });
	}
}

/** A write whose repeat counts as done. */
async function once(write: () => Promise<Sent>): Promise<Sent> {
	try {
		return await write();
	} catch (error) {
		if (error instanceof SpectrumError && error.kind === 'duplicate') return { alreadySent: true };
		throw error;
	}
}
