import type { messageKinds } from '../generated';
import { invalidArgument, RpcError, type ErrorCode } from '../calls/errors';
import type { ChatService, StoredChat } from '../store/chat';
import type { LineStore } from '../store/line';
import type { StoredFormat } from '../store/message';
import { checkAudience } from './admission';
import type { CallContext } from './method';

const e164 = /^\+[1-9]\d{6,14}$/;
const email = /^[^\s@;,<>"]+@[^\s@;,<>"]+\.[^\s@;,<>".]+$/;

const bubbleEffects = ['impact', 'loud', 'gentle', 'invisibleink'].map((name) => `com.apple.MobileSMS.expressivesend.${name}`);
const screenEffects = [
	'CKConfettiEffect',
	'CKFireworksEffect',
	'CKBalloonEffect',
	'CKHeartEffect',
	'CKLasersEffect',
	'CKHappyBirthdayEffect',
	'CKSparklesEffect',
	'CKSpotlightEffect',
	'CKEchoEffect',
].map((name) => `com.apple.messages.effect.${name}`);
const messageEffects: ReadonlySet<string> = new Set([...bubbleEffects, ...screenEffects]);

const formatTypes: ReadonlySet<string> = new Set(['bold', 'italic', 'underline', 'strikethrough', 'effect']);
const textEffects: ReadonlySet<string> = new Set(['big', 'small', 'shake', 'nod', 'explode', 'ripple', 'bloom', 'jitter']);

/**
 * An address in the form that travels. Only the Address service normalises, so an upper-case email or a number with
 * separators is refused here, and so is a short code.
 */
export function checkAddress(field: string, address: string): string {
	if (e164.test(address)) return address;
	if (email.test(address) && address === address.toLowerCase()) return address;
	throw invalidArgument(field, 'an address is an E.164 number or an email address in lower case');
}

/** Finds the space of a send, whose members must be reachable. */
export function chatForSending(context: CallContext, guid: string): StoredChat {
	return reachable(context.line, chatForActing(context, guid));
}

/** Finds the space of a write, to people whom the project may write to. */
export function chatForActing(context: CallContext, guid: string): StoredChat {
	const chat = spaceOf(context, guid);
	checkAudience(context, chat);
	return chat;
}

/** The shared plan needs no CreateChat for a direct space: what is written first makes it. A dedicated line may ask for it. */
function spaceOf({ line, behaviour }: CallContext, guid: string): StoredChat {
	const direct = /^any;-;(.+)$/.exec(guid);
	if (direct) {
		const address = checkAddress('chat_guid', direct[1] as string);
		if (line.plan === 'shared' || behaviour.coldDirectChats === 'accepted') return line.directDraft(address);
	}
	return existingChat(line, guid);
}

function reachable(line: LineStore, chat: StoredChat): StoredChat {
	checkReachable(line, chat.members, chat.service);
	return chat;
}

/** Everybody must have iMessage for an iMessage, and a number for the others. */
export function checkReachable(line: LineStore, addresses: readonly string[], service: ChatService): void {
	for (const address of addresses) {
		const isReachable = service === 'iMessage' ? line.phoneOf(address).imessage : e164.test(address);
		if (isReachable) continue;
		throw new RpcError('preconditionFailed', {
			context: { reason: 'unreachable', service },
			message: `An address cannot be reached by ${service}`,
		});
	}
}

/** Finds a space that must exist on this line. */
export function existingChat(line: LineStore, guid: string): StoredChat {
	if (guid === '' && line.behaviour.emptyIds === 'notFound') throw chatNotFound();
	if (!/^any;[-+];.+$/.test(guid)) {
		throw invalidArgument('chat_guid', 'a space is any;-;<address> or any;+;<group id>');
	}
	const chat = line.chats.get(guid);
	if (chat === undefined) throw chatNotFound();
	return chat;
}

function chatNotFound(): RpcError {
	return new RpcError('chatNotFound', { message: 'No such chat on this line' });
}

/** Refuses an empty id, in one of the two ways that the sources leave open. */
export function checkId(line: LineStore, field: string, id: string, notFound: ErrorCode): void {
	if (id !== '') return;
	if (line.behaviour.emptyIds === 'notFound') throw new RpcError(notFound, { message: `${field}: there is nothing without an id` });
	throw invalidArgument(field, 'the id is empty');
}

export function checkText(field: string, text: string): string {
	if (text === '') throw invalidArgument(field, 'the text is empty');
	return text;
}

export function checkEffect(effectId: string | undefined): string | undefined {
	if (effectId === undefined || messageEffects.has(effectId)) return effectId;
	throw invalidArgument('effect_id', 'not a known effect');
}

/** Formatting must lie within the text, counted in UTF-16 code units, and be of a known kind. */
export function checkFormatting(
	text: string,
	formatting: readonly messageKinds.TextFormat[],
	field = 'formatting',
): readonly StoredFormat[] {
	const ranges = formatting.map(toStoredFormat);
	for (const { type, start, length, effectName } of ranges) {
		if (!formatTypes.has(type)) throw invalidArgument(field, 'not a known type');
		if (start < 0 || length < 1 || start + length > text.length) {
			throw invalidArgument(field, 'the range lies outside the text');
		}
		if (type === 'effect' && (effectName === undefined || !textEffects.has(effectName))) {
			throw invalidArgument(field, 'not a known text effect');
		}
		if (type !== 'effect' && effectName !== undefined) {
			throw invalidArgument(field, 'effect_name belongs to the type effect only');
		}
	}
	return ranges;
}

function toStoredFormat(format: messageKinds.TextFormat): StoredFormat {
	return {
		type: format.type,
		start: format.start,
		length: format.length,
		effectName: format.has_effect_name ? format.effect_name : undefined,
	};
}

export function notOnSharedPlan(what: string): RpcError {
	return new RpcError('operationNotSupported', { message: `The shared plan has no ${what}` });
}
