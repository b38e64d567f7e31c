import { Mailbox } from '../mailbox';

/** A message as it stands on a recipient's phone. */
export interface ArrivedMessage {
	readonly id: string;
	readonly spaceId: string;
	/** Number of the line it came from, or `shared`. */
	readonly line: string;
	readonly text: string;
	/** ISO 8601. */
	readonly sentAt: string;
	readonly subject?: string;
	readonly effectId?: string;
	/** Id of the message it replies to. */
	readonly replyTo?: string;
	readonly formatting?: ReadonlyArray<{ type: string; start: number; length: number; effectName?: string }>;
	readonly clientMessageId?: string;
	readonly idempotencyKey?: string;
}

/** A person's phone: what a line sends to the address arrives here. */
export class Phone {
	private readonly inbox = new Mailbox<ArrivedMessage>();

	constructor(
		/** E.164 number or e-mail address. */
		readonly address: string,
	) {}

	/** What has arrived, oldest first. */
	get messages(): readonly ArrivedMessage[] {
		return this.inbox.items;
	}

	/**
	 * The first message not yet given out by this method, as soon as there is one. Each message is given out once,
	 * in the order of arrival. Rejects when the simulator stops.
	 */
	next(): Promise<ArrivedMessage> {
		return this.inbox.next();
	}

	/** Called by the lines. */
	deliver(message: ArrivedMessage): void {
		this.inbox.push(message);
	}

	close(reason: Error): void {
		this.inbox.close(reason);
	}
}

/** Every phone of the simulated world, by address. */
export class Phones {
	private readonly byAddress = new Map<string, Phone>();
	private closed: Error | undefined;

	at(address: string): Phone {
		const key = address.trim().toLowerCase();
		let phone = this.byAddress.get(key);
		if (phone === undefined) {
			phone = new Phone(key);
			if (this.closed) phone.close(this.closed);
			this.byAddress.set(key, phone);
		}
		return phone;
	}

	close(reason: Error): void {
		this.closed = reason;
		for (const phone of this.byAddress.values()) phone.close(reason);
	}
}
