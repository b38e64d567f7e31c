import type { messageKinds } from '../generated';
import { invalidArgument, RpcError } from '../grpc/errors';
import type { ChatService, StoredChat } from '../store/chat';
import type { LineStore } from '../store/line';
import type { StoredFormat } from '../store/message';

const e164 = /^\+[1-9]\d{6,14}$/;
const email = /^[^\s@;,<>"]+@[^\s@;,<>"]+\.[^\s@;,<>".]+$/;

const bubbleEffects = ['impact', 'loud', 'gentle', 'invisibleink'].map(
	(name) => `com.apple.MobileSMS.expressivesend.${name}`,
);
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
const textEffects: ReadonlySet<string> = new Set([
	'big',
	'small',
	'shake',
	'nod',
	'explode',
	'ripple',
	'bloom',
	'jitter',
]);

/**
 * An address in the form that travels. Only the Address service normalises, so an upper-case e-mail or a number with
 * separators is refused here, and so is a short code.
 */
export function checkAddress(field: string, address: string): string {
	if (e164.test(address)) return address;
	if (email.test(address) && address === address.toLowerCase()) return address;
	throw invalidArgument(field, 'an address is an E.164 number or an e-mail address in lower case');
}

/** Finds the space of a send, whose members must be reachable. */
export function chatForSending(line: LineStore, guid: string): StoredChat {
	return reachable(line, chatForActing(line, guid));
}

/** Finds the space of a write. The shared plan needs no CreateChat for a direct one: what is written first makes it. */
export function chatForActing(line: LineStore, guid: string): StoredChat {
	const direct = /^any;-;(.+)$/.exec(guid);
	if (direct) {
		const address = checkAddress('chat_guid', direct[1] as string);
		if (line.plan === 'shared') return line.directDraft(address);
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
	if (!/^any;[-+];.+$/.test(guid)) {
		throw invalidArgument('chat_guid', 'a space is any;-;<address> or any;+;<group id>');
	}
	const chat = line.chats.get(guid);
	if (chat === undefined) throw new RpcError('chatNotFound', { message: 'No such chat on this line' });
	return chat;
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
