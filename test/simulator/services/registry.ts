import { addresses, attachments, events, groups, polls } from '../generated';
import { chatService } from './chats';
import { messageService } from './messages';
import type { ServiceModule } from './method';

/** Every service of the wire. Whatever a service does not list among its methods answers UNIMPLEMENTED. */
export const services: readonly ServiceModule[] = [
	messageService,
	chatService,
	{ name: 'GroupService', definition: groups.UnimplementedGroupServiceService.definition, methods: {} },
	{ name: 'PollService', definition: polls.UnimplementedPollServiceService.definition, methods: {} },
	{ name: 'AttachmentService', definition: attachments.UnimplementedAttachmentServiceService.definition, methods: {} },
	{ name: 'AddressService', definition: addresses.UnimplementedAddressServiceService.definition, methods: {} },
	{ name: 'EventService', definition: events.UnimplementedEventServiceService.definition, methods: {} },
];
