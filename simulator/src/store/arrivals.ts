import type { ChatService } from './chat';
import type { MessagePlace, StoredMessage, StoredMiniApp, StoredPlacement, StoredReaction } from './message';
import { joinParts } from './parts';
import type { StoredAttachment } from './attachments';

/** A file as it arrived. */
export interface ArrivedFile {
	readonly id: string;
	readonly name: string;
	readonly mimeType: string;
	readonly bytes: Buffer;
	/** The film of a Live Photo. */
	readonly companion?: { readonly name: string; readonly mimeType: string; readonly bytes: Buffer };
}

/** A text or a file of a message with several. */
export interface ArrivedPart {
	/** Zero-based bubble. */
	readonly bubble: number;
	readonly text?: string;
	readonly mentionedAddress?: string;
	/** Ranges within this part's text. */
	readonly formatting?: ReadonlyArray<{ type: string; start: number; length: number; effectName?: string }>;
	readonly attachment?: ArrivedFile;
}

/** A message as it stands on a recipient's phone now: edits, unsends and reactions show in it. */
export interface ArrivedMessage {
	readonly id: string;
	readonly spaceId: string;
	/** Number of the line it came from, or `shared`. */
	readonly line: string;
	readonly service: ChatService;
	/** Empty without words. A file among texts is U+FFFC. */
	readonly text: string;
	/** ISO 8601. */
	readonly sentAt: string;
	readonly subject?: string;
	readonly effectId?: string;
	/** Id of the message it replies to. */
	readonly replyTo?: string;
	/** Zero-based bubble of that message. */
	readonly replyToPart?: number;
	/** Ranges within the whole text, in UTF-16 code units. */
	readonly formatting?: ReadonlyArray<{ type: string; start: number; length: number; effectName?: string }>;
	readonly mentions: ReadonlyArray<{ address: string; start: number; length: number }>;
	readonly attachments: readonly ArrivedFile[];
	readonly parts: readonly ArrivedPart[];
	readonly isVoiceNote: boolean;
	readonly miniApp?: StoredMiniApp;
	/** The texts as they were at the start; `spectrum.store().polls` has what stands now. */
	readonly poll?: { readonly title: string; readonly options: readonly string[] };
	/** What stands on it now; `from` is absent for the line's own. */
	readonly reactions: ReadonlyArray<StoredReaction & { readonly part?: number; readonly from?: string }>;
	/** ISO 8601, as the one after it. */
	readonly editedAt?: string;
	readonly unsentAt?: string;
	/** A Focus kept it quiet, and nobody has alerted since. */
	readonly isSilenced: boolean;
	readonly linkPreview?: boolean;
	readonly dataDetection?: boolean;
	readonly clientMessageId?: string;
	readonly idempotencyKey?: string;
}

/** What only the phone hears of a message, not the history. */
export interface SendNotes {
	readonly poll?: ArrivedMessage['poll'];
	readonly linkPreview?: boolean;
	readonly dataDetection?: boolean;
	readonly clientMessageId?: string;
	readonly idempotencyKey?: string;
}

/** Anything that happens on a phone besides the arrival of a message. */
export type PhoneEvent = {
	readonly spaceId: string;
	readonly line: string;
	/** Milliseconds since the epoch, on the simulator's clock. */
	readonly at: number;
	/** Address of the person who did it; absent for the line itself. */
	readonly from?: string;
} & PhoneChange;

export type PhoneChange =
	| { readonly type: 'typing'; readonly isTyping: boolean }
	/** `reactionId` names the reaction's own row, `target` the message. */
	| {
			readonly type: 'reaction';
			readonly reactionId: string;
			readonly target: MessagePlace;
			readonly reaction: StoredReaction;
			readonly isSet: boolean;
	  }
	| { readonly type: 'edit'; readonly target: MessagePlace; readonly text: string; readonly backwardCompatText?: string }
	| { readonly type: 'unsend'; readonly target: MessagePlace }
	| {
			readonly type: 'sticker';
			readonly stickerId: string;
			readonly target: MessagePlace;
			readonly file: ArrivedFile;
			readonly placement: StoredPlacement;
	  }
	/** The line has read this message of the phone. */
	| { readonly type: 'read'; readonly messageId: string }
	/** NotifySilencedMessage. */
	| { readonly type: 'alert'; readonly messageId: string }
	/** Without data the background was removed. */
	| { readonly type: 'background'; readonly data?: Buffer; readonly mimeType?: string }
	| { readonly type: 'contactCard' }
	| { readonly type: 'vote'; readonly pollId: string; readonly optionId: string; readonly isSet: boolean }
	| { readonly type: 'pollOption'; readonly pollId: string; readonly text: string }
	| { readonly type: 'groupName'; readonly name: string }
	/** Without data the icon was removed. */
	| { readonly type: 'groupIcon'; readonly data?: Buffer; readonly mimeType?: string }
	| { readonly type: 'groupMember'; readonly address: string; readonly change: 'added' | 'removed' | 'left' };

/** A stored message as a recipient sees it. */
export function toArrived(line: string, message: StoredMessage, notes: SendNotes): ArrivedMessage {
	const { miniApp, subject, effectId } = message;
	return {
		id: message.guid,
		spaceId: message.chatGuid,
		line,
		service: message.service,
		sentAt: new Date(message.createdAt).toISOString(),
		subject,
		effectId,
		replyTo: message.replyTo?.guid,
		replyToPart: message.replyTo?.part,
		isVoiceNote: message.isVoiceNote ?? false,
		miniApp,
		...standingNow(message),
		...notes,
	};
}

/** The parts of the picture that later calls change. */
export function standingNow(
	message: StoredMessage,
): Pick<
	ArrivedMessage,
	'text' | 'formatting' | 'mentions' | 'parts' | 'attachments' | 'reactions' | 'editedAt' | 'unsentAt' | 'isSilenced'
> {
	const { text, formatting, mentions } = joinParts(message.parts);
	const parts = message.parts.map(({ bubble, text: words, mentionedAddress, formatting: ranges, attachment, attachmentName }) => ({
		bubble,
		text: words,
		mentionedAddress,
		formatting: ranges,
		attachment: attachment === undefined ? undefined : toArrivedFile(attachment, attachmentName),
	}));
	return {
		text: text ?? '',
		formatting,
		mentions,
		parts,
		attachments: parts.flatMap(({ attachment }) => attachment ?? []),
		reactions: message.reactions.map(({ reaction, part, sender }) => ({ ...reaction, part, from: sender })),
		editedAt: message.editedAt === undefined ? undefined : new Date(message.editedAt).toISOString(),
		unsentAt: message.retractedAt === undefined ? undefined : new Date(message.retractedAt).toISOString(),
		isSilenced: message.deliveredQuietly === true && message.notifiedAnyway !== true,
	};
}

export function toArrivedFile(file: StoredAttachment, name = file.fileName): ArrivedFile {
	const { companion } = file;
	return {
		id: file.guid,
		name,
		mimeType: file.mimeType,
		bytes: asBuffer(file.data ?? new Uint8Array()),
		companion:
			companion === undefined ? undefined : { name: companion.fileName, mimeType: companion.mimeType, bytes: asBuffer(companion.data) },
	};
}

function asBuffer(data: Uint8Array): Buffer {
	return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
