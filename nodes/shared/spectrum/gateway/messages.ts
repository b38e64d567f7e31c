import { editMessage, notifySilencedMessage, placeSticker, setReaction, unsendMessage } from '../codec/messageEdits';
import { getEmbeddedMedia, getMessage, listChatMessages, listRecentMessages } from '../codec/messageReads';
import { sendAttachmentMessage, sendMultipartMessage, sendTextMessage } from '../codec/messageSends';
import { sendMiniApp, updateMiniApp, type SentCard } from '../codec/miniApps';
import { wireLimitBytes } from '../model/attachment';
import type { EmbeddedMedia, Message, MessageFilter } from '../model/message';
import type { MessageRef } from '../model/messageRef';
import type { MiniAppCard, MiniAppSession } from '../model/miniApp';
import type { AttachmentMessage, MultipartMessage, StickerToPlace, TextMessage } from '../model/outgoing';
import type { Reaction } from '../model/reaction';
import type { StickerPlacement } from '../model/sticker';
import type { WriteKey } from '../keys/writeKey';
import { acceptRepeat, type CallOptions, type Calls } from './calls';
import { deadlineFor } from './deadlines';
import { paged } from './paging';
import type { OpenSpace } from './openSpace';
import { sendOnce, type SendOnce, type Sent } from './sendOnce';
import { present } from '../values/present';

export type { Sent } from './sendOnce';

/** The result of sending or updating a mini-app card. */
export interface SentMiniApp extends Sent {
	/** What the next update of the card needs. */
	readonly session?: MiniAppSession;
}

/** Options of an edit. */
export interface EditOptions {
	/** The text for devices that cannot show an edit. If absent, the server makes it from the new text. */
	readonly backwardCompatText?: string;
}

/** Sends, changes and reads messages. Files are uploaded first, with `Attachments`. */
export class Messages {
	constructor(private readonly calls: Calls) {}

	async sendText(space: OpenSpace, message: TextMessage, key: WriteKey): Promise<Sent> {
		const write = this.write(space, key, 'send', message, message.text);
		return await sendOnce(write, (id) => this.calls.write(space, sendTextMessage, { ...message, spaceId: space.id }, id));
	}

	async sendAttachment(space: OpenSpace, message: AttachmentMessage, key: WriteKey): Promise<Sent> {
		return await sendOnce(this.write(space, key, 'send', message), (id) =>
			this.calls.write(space, sendAttachmentMessage, { ...message, spaceId: space.id }, id),
		);
	}

	/** Sends several bubbles that arrive together or not at all. */
	async sendMultipart(space: OpenSpace, message: MultipartMessage, key: WriteKey): Promise<Sent> {
		return await sendOnce(this.write(space, key, 'send', message, textOf(message)), (id) =>
			this.calls.write(space, sendMultipartMessage, { ...message, spaceId: space.id }, id),
		);
	}

	async sendMiniApp(space: OpenSpace, card: MiniAppCard, key: WriteKey): Promise<SentMiniApp> {
		return await cardOnce(this.write(space, key, 'send', contentOf(card)), (id) =>
			this.calls.write(space, sendMiniApp, { card, spaceId: space.id }, id, optionsFor(card)),
		);
	}

	/** Redraws a card that was sent earlier. `session`: from its latest send or update. */
	async updateMiniApp(lineId: string, session: MiniAppSession, card: MiniAppCard, key: WriteKey): Promise<SentMiniApp> {
		return await cardOnce({ calls: this.calls, key, step: 'update', content: [session, contentOf(card)] }, (id) =>
			this.calls.write(lineId, updateMiniApp, { session, card }, id, optionsFor(card)),
		);
	}

	/** Replaces the text of a message that this line sent. Apple allows it for 15 minutes. */
	async edit(space: OpenSpace, ref: MessageRef, newText: string, key: WriteKey, options: EditOptions = {}): Promise<Sent> {
		return await sendOnce({ calls: this.calls, key, step: 'edit', content: [ref, newText, options], text: newText }, (id) =>
			this.calls.write(space, editMessage, { ...options, ref, newText, spaceId: space.id }, id),
		);
	}

	/** Unsends a message that this line sent. Apple allows it for 2 minutes. */
	async unsend(space: OpenSpace, ref: MessageRef, key: WriteKey): Promise<void> {
		await acceptRepeat(this.calls.write(space, unsendMessage, { ref, spaceId: space.id }, key('unsend')));
	}

	/** Alerts a recipient whose Focus silenced the message. */
	async notifyAnyway(space: OpenSpace, messageId: string, key: WriteKey): Promise<void> {
		await acceptRepeat(this.calls.write(space, notifySilencedMessage, { messageId, spaceId: space.id }, key('notify')));
	}

	/** Adds this line's reaction of that kind to a message, or removes it. */
	async setReaction(space: OpenSpace, ref: MessageRef, reaction: Reaction, isSet: boolean, key: WriteKey): Promise<Sent> {
		return await sendOnce({ calls: this.calls, key, step: 'react', content: [ref, reaction, isSet] }, (id) =>
			this.calls.write(space, setReaction, { ref, reaction, isSet, spaceId: space.id }, id),
		);
	}

	/** Puts an uploaded image on a message. */
	async placeSticker(
		space: OpenSpace,
		ref: MessageRef,
		sticker: StickerToPlace,
		placement: StickerPlacement,
		key: WriteKey,
	): Promise<Sent> {
		return await sendOnce(this.write(space, key, 'sticker', [ref, sticker, placement]), (id) =>
			this.calls.write(space, placeSticker, { ref, sticker, placement, spaceId: space.id }, id),
		);
	}

	async get(lineId: string, messageId: string, options: CallOptions = {}): Promise<Message> {
		return await this.calls.read(lineId, getMessage, messageId, options);
	}

	/** Messages of one space. Fetching stops when the reader does. */
	listInSpace(space: OpenSpace, filter: MessageFilter = {}): AsyncIterable<Message> {
		return paged(filter, (page) => this.calls.read(space, listChatMessages, { ...page, spaceId: space.id }));
	}

	/** Messages of all spaces of a line. Fetching stops when the reader does. */
	listRecent(lineId: string, filter: MessageFilter = {}): AsyncIterable<Message> {
		return paged(filter, (page) => this.calls.read(lineId, listRecentMessages, page));
	}

	/** Media that is part of a message and not an attachment. At most 100 MiB, all in memory. */
	async embeddedMedia(space: OpenSpace, messageId: string): Promise<EmbeddedMedia> {
		return await this.calls.read(
			space,
			getEmbeddedMedia,
			{ spaceId: space.id, messageId },
			{
				// The media arrives in one message, whose size is not known before.
				deadlineMilliseconds: deadlineFor(wireLimitBytes),
			},
		);
	}

	private write(space: OpenSpace, key: WriteKey, step: string, content: unknown, text?: string): SendOnce {
		return { calls: this.calls, key, step, content, space, ...present({ text }) };
	}
}

async function cardOnce(write: SendOnce, make: (id: string) => Promise<SentCard>): Promise<SentMiniApp> {
	let session: MiniAppSession | undefined;
	const sent = await sendOnce(write, async (id) => {
		const card = await make(id);
		session = card.session;
		return card.message;
	});
	return session === undefined ? sent : { ...sent, session };
}

/** The content of a card, with the size of its picture, which is enough to distinguish two cards. */
function contentOf(card: MiniAppCard): unknown {
	const { image, ...layout } = card.layout;
	return { ...card, layout, image: image?.byteLength };
}

function optionsFor(card: MiniAppCard): CallOptions {
	return { deadlineMilliseconds: deadlineFor(card.layout.image?.byteLength ?? 0) };
}

/** The text that a message with several bubbles shows. */
function textOf({ parts }: MultipartMessage): string | undefined {
	const texts = parts.flatMap(({ text }) => text ?? []);
	return texts.length === 0 ? undefined : texts.join('');
}
