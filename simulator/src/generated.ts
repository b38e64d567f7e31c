/**
 * The generated wire code, under short names. The simulator speaks the wire with this and nothing else of ours, so
 * that a mistake in a codec cannot cancel itself out.
 */
import { photon as addressService } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/address_service';
import { photon as addressTypes } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/address_types';
import { photon as attachmentService } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/attachment_service';
import { photon as attachmentTypes } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/attachment_types';
import { photon as chatService } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/chat_service';
import { photon as chatTypes } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/chat_types';
import { photon as eventService } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/event_service';
import { photon as groupService } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/group_service';
import { photon as groupTypes } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/group_types';
import { photon as locationService } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/location_service';
import { photon as locationTypes } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/location_types';
import { photon as messageService } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/message_service';
import { photon as messageTypes } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/message_types';
import { photon as pollService } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/poll_service';
import { photon as pollTypes } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/poll_types';
import { photon as streaming } from '../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/streaming';
import { google as empty } from '../../nodes/shared/spectrum/codec/generated/google/protobuf/empty';
import { google as timestamp } from '../../nodes/shared/spectrum/codec/generated/google/protobuf/timestamp';

export import addresses = addressService.imessage.v1;
export import addressKinds = addressTypes.imessage.v1;
export import attachments = attachmentService.imessage.v1;
export import attachmentKinds = attachmentTypes.imessage.v1;
export import chats = chatService.imessage.v1;
export import chatKinds = chatTypes.imessage.v1;
export import events = eventService.imessage.v1;
export import groups = groupService.imessage.v1;
export import groupKinds = groupTypes.imessage.v1;
export import locations = locationService.imessage.v1;
export import locationKinds = locationTypes.imessage.v1;
export import messages = messageService.imessage.v1;
export import messageKinds = messageTypes.imessage.v1;
export import polls = pollService.imessage.v1;
export import pollKinds = pollTypes.imessage.v1;
export import Heartbeat = streaming.imessage.v1.Heartbeat;
export import Empty = empty.protobuf.Empty;
export import Timestamp = timestamp.protobuf.Timestamp;
