/** The phone of the shared plan's only line, as Spectrum writes it. */
export const sharedPhone = 'shared';

/** `shared`: a pool of numbers of Spectrum. `dedicated`: the numbers of one project. `selfHosted`: the user's own numbers. */
export type Plan = 'shared' | 'dedicated' | 'selfHosted';

/** One number that sends and receives, on one server with one event log. */
export interface Line {
	/** Stable within a credential: the instance ID, `shared`, or the self-hosted address. */
	readonly id: string;
	/** E.164, or `shared`. */
	readonly phone: string;
}

/** A line with its address and token. The token never leaves the pack. */
export interface LineAccess extends Line {
	/** `host:port` for gRPC, a base URL for HTTP. */
	readonly address: string;
	/** Chooses a dedicated line behind an HTTP server (contract 9.4). */
	readonly instanceId?: string;
	readonly token: string;
	/** `registered`: the line may write only to people who are registered with the project, as on the shared plan (contract 9.1). */
	readonly audience?: 'registered';
}

/** All lines of a credential at one moment. */
export interface LineInventory {
	readonly plan: Plan;
	readonly lines: readonly LineAccess[];
}
