/** How much a snapshot keeps: the newest of each. Nothing is taken away from the running simulator. */
export interface Bounds {
	/** Rows of the history, and events of the log, of each line. */
	readonly rows: number;
	/** Chats of each line. */
	readonly chats: number;
	/** Accepted writes of each line, whose repeats are recognised. */
	readonly writes: number;
	readonly phones: number;
	/** Messages and other events of each phone. */
	readonly perPhone: number;
	/** Deliveries that can be made again. */
	readonly deliveries: number;
	/** Deliveries that wait for their next attempt. */
	readonly pending: number;
	readonly users: number;
	readonly webhooks: number;
	readonly tokens: number;
}

export const usualBounds: Bounds = {
	rows: 20_000,
	chats: 5_000,
	writes: 5_000,
	phones: 5_000,
	perPhone: 5_000,
	deliveries: 2_000,
	pending: 2_000,
	users: 10_000,
	webhooks: 100,
	tokens: 1_000,
};

/** The same bounds, each so many times smaller. */
export function smaller(bounds: Bounds, times: number): Bounds {
	const entries = Object.entries<number>({ ...bounds }).map(([name, bound]) => [name, Math.max(1, Math.floor(bound / times))] as const);
	return Object.fromEntries(entries) as unknown as Bounds;
}
