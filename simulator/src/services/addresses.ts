import { addresses, addressKinds } from '../generated';
import { RpcError } from '../calls/errors';
import type { ChatService } from '../store/chat';
import type { LineStore } from '../store/line';
import { read, type CallContext, type ServiceModule } from './method';
import { toServiceType } from './projection';
import { checkAddress } from './validation';

/** The only service that normalises: a query is trimmed, and an email address may be in upper case. */
export const addressService: ServiceModule = {
	name: 'AddressService',
	definition: addresses.UnimplementedAddressServiceService.definition,
	methods: {
		GetAddressInfo: read(getInfo),
		GetFocusStatus: read(getFocusStatus),
		GetIMessageAvailability: read(getAvailability),
	},
};

function getInfo({ line }: CallContext, request: addresses.GetAddressInfoRequest): addresses.GetAddressInfoResponse {
	const address = normalised(request.address);
	const services = servicesSeen(line, address);
	if (services.length === 0) throw new RpcError('addressNotFound', { message: 'The line never saw this address' });
	const info = new addressKinds.MultiServiceAddressInfo({ address, services: services.map(toServiceType) });
	const { country } = line.phoneOf(address);
	if (country !== undefined) info.country = country.toUpperCase();
	return new addresses.GetAddressInfoResponse({ info });
}

function getFocusStatus({ line }: CallContext, request: addresses.GetFocusStatusRequest): addresses.GetFocusStatusResponse {
	const { focus } = line.phoneOf(normalised(request.address));
	return new addresses.GetFocusStatusResponse({ is_silenced_by_focus: focus });
}

function getAvailability(
	{ line }: CallContext,
	request: addresses.GetIMessageAvailabilityRequest,
): addresses.GetIMessageAvailabilityResponse {
	const { imessage } = line.phoneOf(normalised(request.address));
	return new addresses.GetIMessageAvailabilityResponse({ is_available: imessage });
}

function normalised(address: string): string {
	const trimmed = address.trim();
	return checkAddress('address', trimmed.includes('@') ? trimmed.toLowerCase() : trimmed);
}

/** Of the chats the address is in, and of the messages it has sent. */
function servicesSeen(line: LineStore, address: string): ChatService[] {
	const seen = new Set<ChatService>();
	for (const { members, service } of line.chats.values()) if (members.includes(address)) seen.add(service);
	for (const { chatGuid, sender, service } of line.messages.values()) {
		if (sender === address || chatGuid === `any;-;${address}`) seen.add(service);
	}
	return (['iMessage', 'SMS', 'RCS'] as const).filter((service) => seen.has(service));
}
