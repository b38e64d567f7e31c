import type { AddressInfo } from '../model/addressInfo';
import type { WireMethod } from '../transport/Transport';
import { senderService } from './enums';
import { required } from './answers';
import { wellFormed } from './encodable';
import { present } from '../values/present';
import { wire } from './wire';

/** Answers NOT_FOUND for an address that this line was never in contact with. */
export const getAddressInfo: WireMethod<string, AddressInfo> = {
	path: '/photon.imessage.v1.AddressService/GetAddressInfo',
	encode: (address) => new wire.addresses.GetAddressInfoRequest({ address: wellFormed(address) }).serialize(),
	decode: (bytes) => {
		const info = required(wire.addresses.GetAddressInfoResponse.deserialize(bytes).info, 'address');
		return {
			address: info.address,
			services: info.services.map(senderService),
			...present({ country: info.has_country ? info.country : undefined }),
		};
	},
};

/** False can also mean "not known" or "not shared with us". */
export const getFocusStatus: WireMethod<string, boolean> = {
	path: '/photon.imessage.v1.AddressService/GetFocusStatus',
	encode: (address) => new wire.addresses.GetFocusStatusRequest({ address: wellFormed(address) }).serialize(),
	decode: (bytes) => wire.addresses.GetFocusStatusResponse.deserialize(bytes).is_silenced_by_focus,
};

/** Asks Apple at the time of the call, so the answer may change between two calls. */
export const getImessageAvailability: WireMethod<string, boolean> = {
	path: '/photon.imessage.v1.AddressService/GetIMessageAvailability',
	encode: (address) => new wire.addresses.GetIMessageAvailabilityRequest({ address: wellFormed(address) }).serialize(),
	decode: (bytes) => wire.addresses.GetIMessageAvailabilityResponse.deserialize(bytes).is_available,
};
