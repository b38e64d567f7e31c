import { bubbleCount, joinParts } from '../../store/parts';
import type { StoredMessage, StoredPart } from '../../store/message';
import type { LineStore } from '../../store/line';
import { emojiOf } from '../../store/reactions';
import { knownContent } from '../../store/content';
import { editWindow, unsendWindow } from '../../store/windows';
import type { Holder } from './holder';
import { fileView } from './fileView';
import type { BubbleView, CardView, MessageView, PollView, ReactionView } from './views';

/** A message as the holder of the phone sees it; undefined when it is not on that phone, or is no bubble of its own. */
export function messageView(holder: Holder, line: LineStore, message: StoredMessage): MessageView | undefined {
	if (!isOnPhone(holder, line, message)) return undefined;
	const isOwn = message.sender === holder.address;
	const changeable = isOwn && message.service === 'iMessage' && message.retractedAt === undefined;
	const hasText = message.parts.some(({ text }) => text !== undefined);
	const arrived = holder.phone.arrived(message.guid);
	return {
		kind: 'message',
		id: message.guid,
		at: message.createdAt,
		order: holder.chronicle.placeOf(line, message),
		isOwn,
		from: message.sender,
		name: holder.nameOf(line, message.sender),
		service: message.service,
		bubbles: bubblesOf(line, message, arrived?.linkPreview === true),
		subject: message.subject,
		effect: message.effectId?.replace(/^.*\.(?:CK)?/, '').replace(/Effect$/, ''),
		replyTo: replyOf(holder, line, message),
		thread: threadOf(line, message),
		isVoiceNote: message.isVoiceNote ?? false,
		reactions: message.reactions.map((applied) => reactionView(holder, line, applied)),
		stickers: message.stickers.map(({ guid, part, attachment, placement }) => {
			const { url, name } = fileView(line, attachment);
			return { id: guid, url, name, part, placement };
		}),
		poll: pollOf(holder, line, message),
		card: cardOf(line, message),
		asksLocation: requestOf(holder, line, message),
		embeddedUrl: message.embeddedMedia && message.miniApp === undefined ? pathOf('embedded', line, message.guid) : undefined,
		editedAt: message.editedAt,
		unsentAt: message.retractedAt,
		readAt: isOwn ? message.readAt : undefined,
		isSilenced: arrived?.isSilenced ?? false,
		editableUntil: changeable && hasText ? message.createdAt + editWindow : undefined,
		unsendableUntil: changeable ? message.createdAt + unsendWindow : undefined,
	};
}

/** Reactions, stickers and notices show elsewhere; a card's update shows in the card. */
export function isOnPhone({ address, phone, chronicle }: Holder, line: LineStore, message: StoredMessage): boolean {
	const { guid, sender, reacts, isPlaced, notice, miniApp, chatGuid, createdAt } = message;
	if (reacts !== undefined || isPlaced || notice !== undefined) return false;
	if (miniApp !== undefined && miniApp.targetGuid !== guid) return false;
	if (message.isFromMe) return phone.arrived(guid) !== undefined;
	return sender === address || chronicle.wasIn(line, chatGuid, address, createdAt);
}

/** A message in a few words. */
export function previewOf(line: LineStore, message: StoredMessage): string {
	if (message.retractedAt !== undefined) return 'Message unsent';
	const poll = line.polls.get(message.guid);
	if (poll !== undefined) return `Poll: ${poll.title}`;
	const { miniApp } = message;
	if (miniApp !== undefined) return miniApp.layout.summary ?? miniApp.layout.caption ?? miniApp.appName;
	if (message.embeddedMedia !== undefined) return 'Digital Touch message';
	if (message.locationRequest !== undefined) return 'Asks for a location';
	const words = (joinParts(message.parts).text ?? '').replaceAll('\uFFFC', '').trim();
	if (words !== '') return words.length > longestPreview ? `${words.slice(0, longestPreview)}…` : words;
	if (message.isVoiceNote) return 'Audio message';
	const files = message.parts.flatMap(({ attachment, attachmentName }) => (attachment ? [fileView(line, attachment, attachmentName)] : []));
	if (files.length > 1) return `${files.length} attachments`;
	const [file] = files;
	if (file === undefined) return 'Unsupported message';
	const kinds = { image: 'Photo', video: 'Video', audio: 'Audio', contact: `Contact: ${file.contact?.name ?? ''}`, file: file.name };
	return file.filmUrl === undefined ? kinds[file.kind] : 'Live Photo';
}

const longestPreview = 140;

function bubblesOf(line: LineStore, message: StoredMessage, showsLinks: boolean): BubbleView[] {
	const bubbles: BubbleView[] = [];
	for (let index = 0; index < bubbleCount(message.parts); index++) {
		const parts = message.parts.filter(({ bubble }) => bubble === index);
		bubbles.push(bubbleOf(line, message, { index, parts, showsLinks }));
	}
	return bubbles;
}

function bubbleOf(
	line: LineStore,
	message: StoredMessage,
	{ index, parts, showsLinks }: { readonly index: number; readonly parts: readonly StoredPart[]; readonly showsLinks: boolean },
): BubbleView {
	const file = parts.find(({ attachment }) => attachment !== undefined);
	if (file?.attachment !== undefined) {
		const view = fileView(line, file.attachment, file.attachmentName, message.isVoiceNote);
		const content = message.content && knownContent(message.content);
		const duration = content?.type === 'attachment' ? content.duration : undefined;
		return { index, file: duration === undefined ? view : { ...view, duration } };
	}
	const { text, formatting, mentions } = joinParts(parts);
	if (text === undefined) return isWhole(line, message) ? { index } : { index, isGone: true };
	const isLink = showsLinks || message.balloonBundleId === 'com.apple.messages.URLBalloonProvider';
	const earlier = message.earlier?.filter((version) => version.bubble === index).map((version) => version.text);
	return { index, text, formatting, mentions, link: isLink ? linkOf(text) : undefined, earlier };
}

/** A message with nothing in its parts, and nothing taken out of it: a poll, a card, or what nobody knows. */
function isWhole(line: LineStore, { guid, editedAt, miniApp, embeddedMedia }: StoredMessage): boolean {
	return editedAt === undefined || miniApp !== undefined || embeddedMedia !== undefined || line.polls.has(guid);
}

/** Only addresses that a tap may open. */
export function linkOf(text: string): BubbleView['link'] {
	const url = text.trim();
	if (/\s/.test(url) || !URL.canParse(url)) return undefined;
	const { protocol, host, pathname, search } = new URL(url);
	return protocol === 'https:' || protocol === 'http:' ? { url, host, path: pathname === '/' ? '' : pathname + search } : undefined;
}

function replyOf(holder: Holder, line: LineStore, { replyTo }: StoredMessage): MessageView['replyTo'] {
	if (replyTo === undefined) return undefined;
	const { guid: id, part } = replyTo;
	const target = line.messages.get(id);
	if (target === undefined) return { id, part, name: '', preview: 'Message', isOwn: false };
	const { sender } = target;
	return { id, part, name: holder.nameOf(line, sender), preview: previewOf(line, target), isOwn: sender === holder.address };
}

/** The first message of a thread. A thread that names itself ends where it began. */
function threadOf(line: LineStore, { replyTo }: StoredMessage): string | undefined {
	let first = replyTo?.guid;
	const passed = new Set<string>();
	while (first !== undefined && !passed.has(first)) {
		passed.add(first);
		first = line.messages.get(first)?.replyTo?.guid ?? first;
	}
	return first;
}

function reactionView(holder: Holder, line: LineStore, { reaction, part, sender }: StoredMessage['reactions'][number]): ReactionView {
	const isOwn = sender === holder.address;
	return { emoji: emojiOf(reaction), kind: reaction.kind, part, from: sender, isOwn, name: isOwn ? 'You' : holder.nameOf(line, sender) };
}

function pollOf(holder: Holder, line: LineStore, { guid }: StoredMessage): PollView | undefined {
	const poll = line.polls.get(guid);
	if (poll === undefined) return undefined;
	const options = poll.options.map(({ id, text }) => ({
		id,
		text,
		voters: poll.votes
			.filter(({ optionId }) => optionId === id)
			.map(({ voter }) => ({ name: holder.nameOf(line, voter === line.ownAddress ? undefined : voter), isOwn: voter === holder.address })),
	}));
	return { title: poll.title, options };
}

function requestOf(holder: Holder, line: LineStore, { locationRequest }: StoredMessage): MessageView['asksLocation'] {
	if (locationRequest === undefined) return undefined;
	const { address } = locationRequest;
	return { name: holder.nameOf(line, address), isOwn: address === holder.address };
}

/** As the latest update drew it. */
function cardOf(line: LineStore, message: StoredMessage): CardView | undefined {
	if (message.miniApp === undefined || message.retractedAt !== undefined) return undefined;
	const { sessionId } = message.miniApp;
	const latest = line.history(message.chatGuid).findLast(({ miniApp }) => miniApp?.sessionId === sessionId);
	const { appName, url, layout, image, live } = latest?.miniApp ?? message.miniApp;
	const imageUrl = image === undefined ? undefined : pathOf('embedded', line, latest?.guid ?? message.guid);
	return { appName, url, layout, live, imageUrl };
}

function pathOf(what: string, line: LineStore, id: string): string {
	return `/phone/${what}/${encodeURIComponent(line.id)}/${encodeURIComponent(id)}`;
}
