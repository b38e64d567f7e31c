import { messages } from '../generated';
import { editMessage, notifySilenced, placeOn, setReaction, unsendMessage } from './acting';
import { getEmbeddedMedia, getMessage, listInChat, listRecent } from './listing';
import { live, read, write, type ServiceModule } from './method';
import { sendMiniApp, updateMiniApp } from './miniApps';
import { sendAttachment, sendMultipart, sendText } from './sending';
import { subscribeMessages } from './subscriptions';

export const messageService: ServiceModule = {
	name: 'MessageService',
	definition: messages.UnimplementedMessageServiceService.definition,
	methods: {
		SendTextMessage: write(sendText),
		SendAttachmentMessage: write(sendAttachment),
		SendMultipartMessage: write(sendMultipart),
		SendCustomizedMiniAppMessage: write(sendMiniApp),
		UpdateCustomizedMiniAppMessage: write(updateMiniApp),
		EditMessage: write(editMessage),
		UnsendMessage: write(unsendMessage),
		SetReaction: write(setReaction),
		PlaceSticker: write(placeOn),
		NotifySilencedMessage: write(notifySilenced),
		GetMessage: read(getMessage),
		ListRecentMessages: read(listRecent),
		ListChatMessages: read(listInChat),
		GetEmbeddedMedia: read(getEmbeddedMedia),
		SubscribeMessageEvents: live(subscribeMessages),
	},
};
