import { randomUUID } from 'node:crypto';
import { messages } from '../generated';
import { invalidArgument } from '../calls/errors';
import { typeOfPicture } from '../store/fileTypes';
import type { LineStore } from '../store/line';
import type { StoredMessage, StoredMiniApp, StoredMiniAppLayout } from '../store/message';
import { admitMessage } from './admission';
import { notesOf, type CallContext } from './method';
import { toMessage } from './projection';
import { messageIn, preconditionFailed } from './targets';
import { chatForSending, checkText, existingChat } from './validation';

type CardRequest = messages.SendCustomizedMiniAppMessageRequest | messages.UpdateCustomizedMiniAppMessageRequest;
type Card = Omit<StoredMiniApp, 'sessionId' | 'targetGuid'>;

export function sendMiniApp(context: CallContext, request: messages.SendCustomizedMiniAppMessageRequest): messages.MessageResponse {
	const { line } = context;
	const card = checkCard(request);
	const chat = chatForSending(context, request.chat_guid);
	admitMessage(context, chat);
	// The card is its own target, so its id is known before it is stored.
	const guid = `spc-msg-${randomUUID()}`;
	const miniApp = { ...card, sessionId: randomUUID().toUpperCase(), targetGuid: guid };
	return answerFor(line, line.send(chat, { guid, ...rowOf(miniApp) }, notesOf(context)));
}

/** The new card is a row of its own; the bubble that it draws anew is the first one. */
export function updateMiniApp(context: CallContext, request: messages.UpdateCustomizedMiniAppMessageRequest): messages.MessageResponse {
	const { line } = context;
	const card = checkCard(request);
	if (!request.has_session) throw invalidArgument('session', 'the session is missing');
	const { session } = request;
	const chat = existingChat(line, session.chat_guid);
	const { miniApp: before } = messageIn(line, chat, 'session.message_guid', session.message_guid);
	if (before?.sessionId !== session.session_id || before.targetGuid !== session.target_message_guid) {
		throw invalidArgument('session', 'not the session of this card');
	}
	if (before.teamId !== card.teamId || before.extensionBundleId !== card.extensionBundleId) {
		throw invalidArgument('extension_bundle_id', 'the card belongs to another extension');
	}
	const { sessionId, targetGuid } = before;
	if (latestOf(line, sessionId) !== session.message_guid) {
		throw preconditionFailed('The card has been updated since', 'staleSession');
	}
	admitMessage(context, chat);
	const sent = line.send(chat, rowOf({ ...card, sessionId, targetGuid }), notesOf(context));
	return answerFor(line, sent);
}

function rowOf(miniApp: StoredMiniApp): Pick<StoredMessage, 'miniApp' | 'balloonBundleId' | 'embeddedMedia' | 'parts'> {
	const { teamId, extensionBundleId, image } = miniApp;
	return {
		miniApp,
		balloonBundleId: `com.apple.messages.MSMessageExtensionBalloonPlugin:${teamId}:${extensionBundleId}`,
		embeddedMedia: image === undefined ? undefined : { data: image, mimeType: 'image/jpeg' },
		parts: [{ bubble: 0 }],
	};
}

function answerFor(line: LineStore, stored: StoredMessage): messages.MessageResponse {
	const { sessionId, targetGuid } = stored.miniApp as StoredMiniApp;
	return new messages.MessageResponse({
		message: toMessage(line, stored),
		mini_app_card_session: new messages.MiniAppCardSession({
			message_guid: stored.guid,
			chat_guid: stored.chatGuid,
			session_id: sessionId,
			target_message_guid: targetGuid,
		}),
	});
}

function latestOf(line: LineStore, sessionId: string): string | undefined {
	return [...line.messages.values()].filter(({ miniApp }) => miniApp?.sessionId === sessionId).pop()?.guid;
}

function checkCard(request: CardRequest): Card {
	if (!/^[A-Z0-9]{10}$/.test(request.team_id)) {
		throw invalidArgument('team_id', 'ten capital letters and digits are needed');
	}
	const extensionBundleId = checkText('extension_bundle_id', request.extension_bundle_id);
	if (extensionBundleId.includes(':')) throw invalidArgument('extension_bundle_id', 'a bundle id has no colon');
	const appName = checkText('app_name', request.app_name);
	if (!isAbsolute(request.url)) throw invalidArgument('url', 'an absolute URL is needed');
	const appStoreId = request.has_app_store_id ? String(request.app_store_id) : undefined;
	if (appStoreId !== undefined && BigInt(appStoreId) <= 0n) throw invalidArgument('app_store_id', 'must be above 0');
	if (!request.has_layout) throw invalidArgument('layout', 'the layout is missing');
	const live = request.has_live && request.live;
	return {
		teamId: request.team_id,
		extensionBundleId,
		appName,
		url: request.url,
		appStoreId,
		live,
		...checkLayout(request.layout),
	};
}

function checkLayout(wire: messages.MiniAppLayout): { layout: StoredMiniAppLayout; image?: Buffer } {
	const layout = {
		caption: wire.has_caption ? wire.caption : undefined,
		subcaption: wire.has_subcaption ? wire.subcaption : undefined,
		trailingCaption: wire.has_trailing_caption ? wire.trailing_caption : undefined,
		trailingSubcaption: wire.has_trailing_subcaption ? wire.trailing_subcaption : undefined,
		imageTitle: wire.has_image_title ? wire.image_title : undefined,
		imageSubtitle: wire.has_image_subtitle ? wire.image_subtitle : undefined,
		summary: wire.has_summary ? wire.summary : undefined,
	};
	const image = wire.has_image && wire.image.length > 0 ? Buffer.from(wire.image) : undefined;
	const { caption, subcaption, trailingCaption, trailingSubcaption, imageTitle, imageSubtitle } = layout;
	if (!caption && !subcaption && !trailingCaption && !trailingSubcaption && image === undefined) {
		throw invalidArgument('layout', 'the card would be empty');
	}
	if ((image === undefined) !== !imageTitle) {
		throw invalidArgument('layout.image_title', 'image and image_title go together');
	}
	if (imageSubtitle && image === undefined) throw invalidArgument('layout.image_subtitle', 'there is no image');
	if (image !== undefined && typeOfPicture(image) !== 'image/jpeg') throw invalidArgument('layout.image', 'not a JPEG');
	return { layout, image };
}

/** With a scheme that a tap can open. */
function isAbsolute(url: string): boolean {
	return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}
