/** Where a device says it is. The names are those of Apple's Find My. */
export type LocationKind = 'legacy' | 'live' | 'shallow' | 'unknown';

/** What a person shares. Without coordinates the device is still looking for its place. */
export interface SharedPlace {
	/** Degrees, with `longitude`. */
	readonly latitude?: number;
	readonly longitude?: number;
	/** Metres. */
	readonly accuracy?: number;
	/** The postal address. */
	readonly longAddress?: string;
	/** A few words, such as the city. */
	readonly shortAddress?: string;
	/** Default `live`. */
	readonly kind?: LocationKind;
	/** When the device was there, in milliseconds since the epoch; default now. */
	readonly at?: number;
	/** When sharing ends, in milliseconds since the epoch; default never. */
	readonly expiresAt?: number;
	/** As the account's contacts name the person; default no name. */
	readonly name?: string;
}

/** A location as the line's server holds it. */
export interface StoredLocation extends SharedPlace {
	readonly address: string;
	readonly kind: LocationKind;
}

/** One frame of the live feed. */
export interface LocationUpdate {
	/** Counts the frames of this process; nothing replays them. */
	readonly sourceSequence: number;
	readonly location: StoredLocation;
}

/** The locations that people share with one line. */
export class Locations {
	private readonly byAddress = new Map<string, StoredLocation>();
	private readonly listeners = new Set<(update: LocationUpdate) => void>();
	private updates = 0;

	constructor(private readonly now: () => number) {}

	/** Those who share now, in the order in which they began. */
	get all(): readonly StoredLocation[] {
		return [...this.byAddress.values()].filter((location) => this.isShared(location));
	}

	/** Undefined for a person who does not share, or not any more. */
	get(address: string): StoredLocation | undefined {
		const location = this.byAddress.get(address);
		return location !== undefined && this.isShared(location) ? location : undefined;
	}

	/** The person is at a place, or somewhere else than before. */
	share(address: string, place: SharedPlace): StoredLocation {
		const { kind = 'live', latitude, at = latitude === undefined ? undefined : this.now() } = place;
		const location = { ...place, address, kind, at };
		this.byAddress.set(address, location);
		const update = { sourceSequence: ++this.updates, location };
		for (const listener of [...this.listeners]) listener(update);
		return location;
	}

	/** Nobody is told: the feed has no such frame. */
	stop(address: string): void {
		this.byAddress.delete(address);
	}

	restore(locations: readonly StoredLocation[]): void {
		for (const location of locations) this.byAddress.set(location.address, location);
	}

	/** Calls back on every update from now on; the answer stops it. */
	onUpdate(listener: (update: LocationUpdate) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	private isShared({ expiresAt }: StoredLocation): boolean {
		return expiresAt === undefined || this.now() < expiresAt;
	}
}
