import type { AddressInfo } from '../model/addressInfo';
import type { WireMethod } from '../transport/Transport';
import { senderService } from './enums';
import { required } from './answers';
import { wellFormed } from './encodable';
import { present } from '../values/present';
import { photon } from './generated/photon/imessage/v1/address_service';

const wire = photon.imessage.v1;
const service = wire.UnimplementedAddressServiceService.definition;

/** Answers NOT_FOUND for an address that this line was never in contact with. */
export const getAddressInfo: WireMethod<string, AddressInfo> = {
	path: service.GetAddressInfo.path,
	encode: (address) => new wire.GetAddressInfoRequest({ address: wellFormed(address) }).serialize(),
	decode: (bytes) => {
		const info = required(wire.GetAddressInfoResponse.deserialize(bytes).info, 'address');
		return {
			address: info.address,
			services: info.services.map(senderService),
			...present({ country: info.has_country ? info.country : undefined }),
		};
	},
};

/** False can also mean "not known" or "not shared with us". */
export const getFocusStatus: WireMethod<string, boolean> = {
	path: service.GetFocusStatus.path,
	encode: (address) => new wire.GetFocusStatusRequest({ address: wellFormed(address) }).serialize(),
	decode: (bytes) => wire.GetFocusStatusResponse.deserialize(bytes).is_silenced_by_focus,
};

/** Asks Apple at the time of the call, so the answer may change between two calls. */
export const getImessageAvailability: WireMethod<string, boolean> = {
	path: service.GetIMessageAvailability.path,
	encode: (address) => new wire.GetIMessageAvailabilityRequest({ address: wellFormed(address) }).serialize(),
	decode: (bytes) => wire.GetIMessageAvailabilityResponse.deserialize(bytes).is_available,
};
