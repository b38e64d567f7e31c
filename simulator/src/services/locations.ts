import { Heartbeat, locationKinds, locations } from '../generated';
import { invalidArgument, RpcError } from '../calls/errors';
import type { LocationKind, LocationUpdate, StoredLocation } from '../store/locations';
import { admitMessage, checkAudience } from './admission';
import { liveFrames } from './feed';
import { live, notesOf, read, write, type CallContext, type ServiceModule, type StreamContext } from './method';
import { toTimestamp } from './projection';
import { checkAddress, existingChat } from './validation';

/** As Messages stores the card of Find My. */
const cardBundle = 'com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:com.apple.findmy.FindMyMessagesApp';

const { FriendLocationType } = locationKinds;
const kinds: Readonly<Record<LocationKind, locationKinds.FriendLocationType>> = {
	unknown: FriendLocationType.FRIEND_LOCATION_TYPE_UNSPECIFIED,
	legacy: FriendLocationType.FRIEND_LOCATION_TYPE_LEGACY,
	live: FriendLocationType.FRIEND_LOCATION_TYPE_LIVE,
	shallow: FriendLocationType.FRIEND_LOCATION_TYPE_SHALLOW,
};

export const locationService: ServiceModule = {
	name: 'LocationService',
	definition: locations.UnimplementedLocationServiceService.definition,
	methods: {
		ListSharedFriendLocations: read(list),
		GetSharedFriendLocation: read(get),
		RequestFriendLocationSharing: write(ask),
		WatchSharedFriendLocations: live(watch),
	},
};

function list({ line }: CallContext): locations.ListSharedFriendLocationsResponse {
	return new locations.ListSharedFriendLocationsResponse({ locations: line.locations.all.map(toLocation) });
}

function get({ line }: CallContext, request: locations.GetSharedFriendLocationRequest): locations.GetSharedFriendLocationResponse {
	const location = line.locations.get(checkAddress('address', request.address));
	if (location === undefined) {
		throw new RpcError('sharedFriendLocationNotFound', { message: 'This person does not share a location with the line' });
	}
	return new locations.GetSharedFriendLocationResponse({ location: toLocation(location) });
}

/** The contract names no values of `status`, and does not say what a person is asked who shares already. */
function ask(context: CallContext, request: locations.RequestFriendLocationSharingRequest): locations.RequestFriendLocationSharingResponse {
	const { line } = context;
	const address = checkAddress('address', request.address);
	const chat = existingChat(line, request.chat_guid);
	checkAudience(context, chat);
	if (!chat.members.includes(address)) throw invalidArgument('address', 'the person is not in this chat');
	if (line.locations.get(address) !== undefined) {
		const reason = 'The person shares their location already';
		return new locations.RequestFriendLocationSharingResponse({ address, status: 'alreadySharing', reason });
	}
	if (chat.service !== 'iMessage') {
		return new locations.RequestFriendLocationSharingResponse({ address, status: 'failed', reason: 'Find My needs iMessage' });
	}
	admitMessage(context, chat);
	const card = { balloonBundleId: cardBundle, locationRequest: { address }, parts: [{ bubble: 0 }] };
	const { guid } = line.send(chat, card, notesOf(context));
	return new locations.RequestFriendLocationSharingResponse({ address, status: 'sent', message_guid: guid });
}

function watch(
	context: StreamContext,
	request: locations.WatchSharedFriendLocationsRequest,
): AsyncIterable<locations.WatchSharedFriendLocationsResponse> {
	const address = request.has_address ? checkAddress('address', request.address) : undefined;
	return liveFrames(context, {
		listen: (due: (update: LocationUpdate) => void) =>
			context.line.locations.onUpdate((update) => {
				if (address === undefined || update.location.address === address) due(update);
			}),
		show: ({ sourceSequence, location }) => {
			const update = { source_sequence: String(sourceSequence), location: toLocation(location) };
			const location_updated = new locationKinds.SharedFriendLocationUpdated(update);
			return new locations.WatchSharedFriendLocationsResponse({ location_updated });
		},
		heartbeat: () => new locations.WatchSharedFriendLocationsResponse({ heartbeat: new Heartbeat() }),
	});
}

function toLocation(stored: StoredLocation): locationKinds.SharedFriendLocation {
	const { address, name, latitude, longitude, accuracy, longAddress, shortAddress, kind, at, expiresAt } = stored;
	const wire = new locationKinds.SharedFriendLocation({
		address,
		is_locating_in_progress: latitude === undefined,
		location_type: kinds[kind],
	});
	if (name !== undefined) wire.name = name;
	if (latitude !== undefined) wire.latitude = latitude;
	if (longitude !== undefined) wire.longitude = longitude;
	if (accuracy !== undefined) wire.accuracy = accuracy;
	if (longAddress !== undefined) wire.long_address = longAddress;
	if (shortAddress !== undefined) wire.short_address = shortAddress;
	if (at !== undefined) wire.location_timestamp = toTimestamp(at);
	if (expiresAt !== undefined) wire.expires_at = toTimestamp(expiresAt);
	return wire;
}
