import { addressService } from './addresses';
import { attachmentService } from './attachments';
import { chatService } from './chats';
import { eventService } from './events';
import { groupService } from './groups';
import { locationService } from './locations';
import { messageService } from './messages';
import type { ServiceModule } from './method';
import { pollService } from './polls';

/** Every service of the wire. Whatever a service does not list among its methods answers UNIMPLEMENTED. */
export const services: readonly ServiceModule[] = [
	messageService,
	chatService,
	groupService,
	pollService,
	attachmentService,
	addressService,
	locationService,
	eventService,
];
