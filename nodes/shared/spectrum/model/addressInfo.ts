import type { SenderService } from './sender';

/** What a line knows of an address it had to do with. */
export interface AddressInfo {
	/** As the server writes it. */
	readonly address: string;
	/** A set: the order means nothing. */
	readonly services: readonly SenderService[];
	/** ISO 3166-1 alpha-2. */
	readonly country?: string;
}
