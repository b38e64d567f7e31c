import type { MessageSender } from '../model/sender';
import { senderService } from './enums';
import { present } from '../values/present';
import type { photon } from './generated/photon/imessage/v1/address_types';

export function toSender(info: photon.imessage.v1.SingleServiceAddressInfo): MessageSender {
	return {
		address: info.address,
		service: senderService(info.service),
		...present({ country: info.has_country ? info.country : undefined }),
	};
}
