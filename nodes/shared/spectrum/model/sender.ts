/** The service that a sender used. `unknown`: the server does not know it. */
export type SenderService = 'iMessage' | 'SMS' | 'RCS' | 'unknown';

/** A person or device behind a message. */
export interface MessageSender {
	/** E.164 number or email address. */
	readonly address: string;
	readonly service: SenderService;
	/** ISO 3166-1 alpha-2. */
	readonly country?: string;
}
