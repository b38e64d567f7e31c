/**
 * Where a location comes from: a device that tells it now (`live`), the last one that is known (`lastKnown`), or an
 * approximate one (`approximate`).
 */
export type LocationSource = 'live' | 'lastKnown' | 'approximate' | 'unknown';

/** The location that a person shares with a line in Find My. What is unknown is absent. */
export interface SharedLocation {
	/** E.164 number or email address. */
	readonly address: string;
	/** As the line's contacts name the person. */
	readonly name?: string;
	/** Degrees. Absent, like the longitude, while the device is looking for its place. */
	readonly latitude?: number;
	readonly longitude?: number;
	/** Radius in metres. */
	readonly accuracy?: number;
	/** A few words, such as the city. */
	readonly shortAddress?: string;
	/** The postal address. */
	readonly longAddress?: string;
	/** True while the device is looking for its place. */
	readonly isLocating: boolean;
	readonly source: LocationSource;
	/** When the device was there. ISO 8601, like the next one. */
	readonly locatedAt?: string;
	/** When the person stops sharing. */
	readonly expiresAt?: string;
}

/** One frame of the live feed of locations. */
export interface LocationUpdate {
	/** Counts the frames of the server's process, a decimal number. It is no place in an event log. */
	readonly number: string;
	readonly location: SharedLocation;
}

/** What the server says of a request to share a location. */
export interface LocationRequest {
	readonly address: string;
	/** In the server's words. */
	readonly status: string;
	readonly reason?: string;
	/** The card in the conversation. Absent when none was needed, or when it failed. */
	readonly messageId?: string;
}
