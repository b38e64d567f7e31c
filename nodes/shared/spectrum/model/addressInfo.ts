import type { SenderService } from './sender';

/** What a line knows about an address that it was in contact with. */
export interface AddressInfo {
	/** As the server writes it. */
	readonly address: string;
	/** The order has no meaning. */
	readonly services: readonly SenderService[];
	/** ISO 3166-1 alpha-2. */
	readonly country?: string;
}
