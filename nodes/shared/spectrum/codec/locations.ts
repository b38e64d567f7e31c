import type { LocationRequest, LocationSource, LocationUpdate, SharedLocation } from '../model/location';
import type { WireMethod } from '../transport/Transport';
import { asLabel } from '../values/label';
import { present } from '../values/present';
import { required } from './answers';
import { wellFormed } from './encodable';
import type { photon as locationTypes } from './generated/photon/imessage/v1/location_types';
import { isoTime } from './times';
import { wire } from './wire';

/** A request to a person, in a conversation that they are in. */
export interface LocationRequestToSend {
	readonly spaceId: string;
	readonly address: string;
	readonly clientMessageId: string;
}

/** Everyone who shares a location with the line. */
export const listLocations: WireMethod<void, readonly SharedLocation[]> = {
	path: '/photon.imessage.v1.LocationService/ListSharedFriendLocations',
	encode: () => new Uint8Array(),
	decode: (bytes) => wire.locations.ListSharedFriendLocationsResponse.deserialize(bytes).locations.map(toLocation),
};

/** Answers NOT_FOUND for a person who does not share. */
export const getLocation: WireMethod<string, SharedLocation> = {
	path: '/photon.imessage.v1.LocationService/GetSharedFriendLocation',
	encode: (address) => new wire.locations.GetSharedFriendLocationRequest({ address: wellFormed(address) }).serialize(),
	decode: (bytes) => toLocation(required(wire.locations.GetSharedFriendLocationResponse.deserialize(bytes).location, 'location')),
};

export const requestLocation: WireMethod<LocationRequestToSend, LocationRequest> = {
	path: '/photon.imessage.v1.LocationService/RequestFriendLocationSharing',
	encode: ({ spaceId, address, clientMessageId }) =>
		new wire.locations.RequestFriendLocationSharingRequest({
			chat_guid: wellFormed(spaceId),
			address: wellFormed(address),
			client_message_id: clientMessageId,
		}).serialize(),
	decode: (bytes) => {
		const answer = wire.locations.RequestFriendLocationSharingResponse.deserialize(bytes);
		return {
			address: answer.address,
			status: asLabel(answer.status),
			...present({
				reason: answer.has_reason ? asLabel(answer.reason) : undefined,
				messageId: answer.has_message_guid ? answer.message_guid : undefined,
			}),
		};
	},
};

/** A frame of the live feed. Undefined for a heartbeat, and for a frame that this version does not know. */
export const watchLocations: WireMethod<void, LocationUpdate | undefined> = {
	path: '/photon.imessage.v1.LocationService/WatchSharedFriendLocations',
	encode: () => new Uint8Array(),
	decode: (bytes) => {
		const frame = wire.locations.WatchSharedFriendLocationsResponse.deserialize(bytes);
		if (!frame.has_location_updated || !frame.location_updated.has_location) return undefined;
		const { source_sequence: number, location } = frame.location_updated;
		return { number, location: toLocation(location) };
	},
};

function toLocation(location: locationTypes.imessage.v1.SharedFriendLocation): SharedLocation {
	return {
		address: location.address,
		...present({
			name: location.has_name ? asLabel(location.name) : undefined,
			latitude: location.has_latitude ? location.latitude : undefined,
			longitude: location.has_longitude ? location.longitude : undefined,
			accuracy: location.has_accuracy ? location.accuracy : undefined,
			shortAddress: location.has_short_address ? asLabel(location.short_address) : undefined,
			longAddress: location.has_long_address ? asLabel(location.long_address) : undefined,
		}),
		isLocating: location.is_locating_in_progress,
		source: sourceOf(location.location_type),
		...present({ locatedAt: isoTime(location.location_timestamp), expiresAt: isoTime(location.expires_at) }),
	};
}

function sourceOf(type: locationTypes.imessage.v1.FriendLocationType): LocationSource {
	const { FriendLocationType } = wire.locationParts;
	switch (type) {
		case FriendLocationType.FRIEND_LOCATION_TYPE_LIVE:
			return 'live';
		case FriendLocationType.FRIEND_LOCATION_TYPE_LEGACY:
			return 'lastKnown';
		case FriendLocationType.FRIEND_LOCATION_TYPE_SHALLOW:
			return 'approximate';
		default:
			return 'unknown';
	}
}
