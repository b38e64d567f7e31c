import type { InboundContent } from '../../../store/content';
import type { LineStore } from '../../../store/line';
import type { StoredFormat, StoredMention } from '../../../store/message';
import { WebError } from '../../route';
import type { Desk } from '../desk';
import type { Holder } from '../holder';
import { address, bodyOf, list, number, optionalIndex, optionalText, text, texts, type Body } from '../input';
import { linkOf } from '../messageView';

/** Longest text of a message, in UTF-16 code units. */
export const longestText = 20_000;
const mostFiles = 20;
const mostFormats = 500;
const mostMentions = 50;

/** Apple's ids by the names that the page uses. */
const effects: Readonly<Record<string, string>> = Object.fromEntries([
	...['impact', 'loud', 'gentle', 'invisibleink'].map((name) => [name, `com.apple.MobileSMS.expressivesend.${name}`]),
	...['Confetti', 'Fireworks', 'Balloon', 'Heart', 'Lasers', 'HappyBirthday', 'Sparkles', 'Spotlight', 'Echo'].map((name) => [
		name,
		`com.apple.messages.effect.CK${name}Effect`,
	]),
]);
const formatTypes: ReadonlySet<string> = new Set(['bold', 'italic', 'underline', 'strikethrough', 'effect']);
const textEffects: ReadonlySet<string> = new Set(['big', 'small', 'shake', 'nod', 'explode', 'ripple', 'bloom', 'jitter']);

/** Sends what the composer holds; the answer names the message and its conversation. */
export function send(desk: Desk, body: Body): { readonly message: string; readonly space: string } {
	const holder = desk.actor(body);
	const line = desk.line(body);
	const space = optionalText(body, 'space', 300) ?? `any;-;${holder.address}`;
	const isSms = serviceOf(holder, line, space) !== 'iMessage';
	const words = optionalText(body, 'text', longestText);
	const reply = body.replyTo === undefined ? undefined : bodyOf(body.replyTo);
	const effect = optionalText(body, 'effect', 40);
	const formatting = formatsOf(body, words ?? '');
	if (isSms && (effect !== undefined || reply !== undefined || formatting.length > 0)) {
		throw new WebError(422, 'SMS has no effects, replies and formatting');
	}
	if (effect !== undefined && !Object.hasOwn(effects, effect)) throw new WebError(400, `There is no effect ${effect}`);
	const { messageId, spaceId } = desk.simulator.receive({
		from: holder.address,
		line: line.id,
		space,
		service: isSms ? 'SMS' : undefined,
		content: contentOf(desk, body, words, formatting.length > 0),
		formatting,
		mentions: mentionsOf(body, words ?? ''),
		subject: optionalText(body, 'subject', 200),
		effectId: effect === undefined ? undefined : effects[effect],
		replyTo:
			reply === undefined
				? undefined
				: { guid: desk.message(holder, line, text(reply, 'id', 300)).guid, part: optionalIndex(reply, 'part') },
	});
	return { message: messageId, space: spaceId };
}

/** A phone without iMessage writes SMS, to a line that has it. */
function serviceOf(holder: Holder, line: LineStore, space: string): string {
	const chat = line.chats.get(space);
	if (chat !== undefined && !chat.members.includes(holder.address)) throw new WebError(422, 'You are no longer in this conversation');
	if (chat === undefined && space.startsWith('any;+;')) throw new WebError(404, 'The conversation no longer exists');
	if (holder.phone.imessage) return chat?.service ?? 'iMessage';
	if (line.plan === 'shared') throw new WebError(422, 'The shared plan has no SMS, and this phone has no iMessage');
	return 'SMS';
}

function contentOf(desk: Desk, body: Body, words: string | undefined, isFormatted: boolean): InboundContent {
	if (body.contact !== undefined) return contactOf(bodyOf(body.contact));
	const ids = texts(body, 'files', mostFiles, 64);
	const film = optionalText(body, 'film', 64);
	const voice = body.voice === undefined ? undefined : bodyOf(body.voice);
	const items = ids.map((id): InboundContent => {
		const { name, mimeType, bytes } = desk.uploads.take(id);
		return {
			type: 'attachment',
			name,
			mimeType,
			bytes,
			companion: film === undefined ? undefined : desk.uploads.take(film).bytes,
			isVoiceNote: voice !== undefined,
			duration: voice === undefined ? undefined : number(voice, 'duration', 0, 36_000),
		};
	});
	if (words === undefined && items.length === 0) throw new WebError(400, 'The message is empty');
	const [first, ...others] = [...items, ...(words === undefined ? [] : [textContent(words, isFormatted)])];
	return others.length === 0 ? (first as InboundContent) : { type: 'group', items: [first as InboundContent, ...others] };
}

/** Messages makes a preview of a text that is nothing but an address of a website. */
function textContent(words: string, isFormatted: boolean): InboundContent {
	const link = isFormatted ? undefined : linkOf(words);
	return link === undefined ? { type: 'text', text: words } : { type: 'richlink', url: link.url };
}

function contactOf(contact: Body): InboundContent {
	const phone = optionalText(contact, 'phone', 60);
	const email = optionalText(contact, 'email', 254);
	const org = optionalText(contact, 'organization', 100);
	return {
		type: 'contact',
		name: { formatted: text(contact, 'name', 100) },
		phones: phone === undefined ? undefined : [{ value: phone, type: 'mobile' }],
		emails: email === undefined ? undefined : [{ value: email, type: 'home' }],
		org: org === undefined ? undefined : { name: org },
	};
}

function formatsOf(body: Body, words: string): StoredFormat[] {
	return list(body, 'formatting', mostFormats).map((given) => {
		const type = text(given, 'type', 40);
		const effectName = optionalText(given, 'effectName', 40);
		if (!formatTypes.has(type)) throw new WebError(400, `There is no formatting ${type}`);
		if ((type === 'effect') !== (effectName !== undefined && textEffects.has(effectName)))
			throw new WebError(400, 'The text effect is not known');
		return { type, ...rangeOf(given, words), effectName };
	});
}

function mentionsOf(body: Body, words: string): StoredMention[] {
	return list(body, 'mentions', mostMentions).map((given) => ({ address: address(text(given, 'address', 254)), ...rangeOf(given, words) }));
}

function rangeOf(given: Body, words: string): { readonly start: number; readonly length: number } {
	const start = optionalIndex(given, 'start') ?? 0;
	const length = optionalIndex(given, 'length') ?? 0;
	if (length < 1 || start + length > words.length) throw new WebError(400, 'A range lies outside the text');
	return { start, length };
}
