import type { google as timestamps } from './generated/google/protobuf/timestamp';
import type { photon as addressService } from './generated/photon/imessage/v1/address_service';
import type { photon as addressTypes } from './generated/photon/imessage/v1/address_types';
import type { photon as attachmentService } from './generated/photon/imessage/v1/attachment_service';
import type { photon as attachmentTypes } from './generated/photon/imessage/v1/attachment_types';
import type { photon as chatService } from './generated/photon/imessage/v1/chat_service';
import type { photon as eventService } from './generated/photon/imessage/v1/event_service';
import type { photon as groupService } from './generated/photon/imessage/v1/group_service';
import type { photon as locationService } from './generated/photon/imessage/v1/location_service';
import type { photon as locationTypes } from './generated/photon/imessage/v1/location_types';
import type { photon as messageService } from './generated/photon/imessage/v1/message_service';
import type { photon as messageTypes } from './generated/photon/imessage/v1/message_types';
import type { photon as pollService } from './generated/photon/imessage/v1/poll_service';

interface GeneratedFile<Code> {
	readonly photon: { readonly imessage: { readonly v1: Code } };
}

/** The code of one generated file, loaded by the first call that needs it. */
function once<Code>(load: () => unknown): () => Code {
	let code: Code | undefined;
	return () => (code ??= (load() as GeneratedFile<Code>).photon.imessage.v1);
}

/* eslint-disable @typescript-eslint/no-require-imports -- an import would load all of it at the start of n8n */
const addresses = once<typeof addressService.imessage.v1>(() => require('./generated/photon/imessage/v1/address_service'));
const addressParts = once<typeof addressTypes.imessage.v1>(() => require('./generated/photon/imessage/v1/address_types'));
const attachments = once<typeof attachmentService.imessage.v1>(() => require('./generated/photon/imessage/v1/attachment_service'));
const attachmentParts = once<typeof attachmentTypes.imessage.v1>(() => require('./generated/photon/imessage/v1/attachment_types'));
const chats = once<typeof chatService.imessage.v1>(() => require('./generated/photon/imessage/v1/chat_service'));
const events = once<typeof eventService.imessage.v1>(() => require('./generated/photon/imessage/v1/event_service'));
const groups = once<typeof groupService.imessage.v1>(() => require('./generated/photon/imessage/v1/group_service'));
const locations = once<typeof locationService.imessage.v1>(() => require('./generated/photon/imessage/v1/location_service'));
const locationParts = once<typeof locationTypes.imessage.v1>(() => require('./generated/photon/imessage/v1/location_types'));
const messages = once<typeof messageService.imessage.v1>(() => require('./generated/photon/imessage/v1/message_service'));
const messageParts = once<typeof messageTypes.imessage.v1>(() => require('./generated/photon/imessage/v1/message_types'));
const polls = once<typeof pollService.imessage.v1>(() => require('./generated/photon/imessage/v1/poll_service'));

/**
 * The generated code. n8n loads every node when it starts, and most processes use few of them: with its runtime and
 * grpc-js, this code would be half of the time that the pack takes to load.
 */
export const wire = {
	get addresses() {
		return addresses();
	},
	get addressParts() {
		return addressParts();
	},
	get attachments() {
		return attachments();
	},
	get attachmentParts() {
		return attachmentParts();
	},
	get chats() {
		return chats();
	},
	get events() {
		return events();
	},
	get groups() {
		return groups();
	},
	get locations() {
		return locations();
	},
	get locationParts() {
		return locationParts();
	},
	get messages() {
		return messages();
	},
	get messageParts() {
		return messageParts();
	},
	get polls() {
		return polls();
	},
	get Timestamp() {
		return (require('./generated/google/protobuf/timestamp') as { google: typeof timestamps }).google.protobuf.Timestamp;
	},
};
