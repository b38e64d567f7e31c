import type { StoredMessage } from '../../store/message';
import { joinParts } from '../../store/parts';
import type { LineStore } from '../../store/line';
import { WebError } from '../route';
import type { Desk } from './desk';
import type { Holder } from './holder';
import { isOnPhone } from './messageView';
import type { FoundView } from './views';

const longestWords = 200;
/** Of the text around what was found, in UTF-16 code units: before it, and in all. */
const before = 24;
const longestExcerpt = 140;

/** The conversations of a phone with a message that has these words, each with the newest one. */
export function search(desk: Desk, holder: Holder, given: string): FoundView[] {
	if (given.length > longestWords) throw new WebError(400, `words may have ${longestWords} characters; they have ${given.length}`);
	const words = given.trim().toLowerCase();
	if (words === '') return [];
	return desk.lines.flatMap((line) => [...line.chats.keys()].flatMap((spaceId) => newestIn(holder, line, spaceId, words) ?? []));
}

function newestIn(holder: Holder, line: LineStore, spaceId: string, words: string): FoundView | undefined {
	const history = line.history(spaceId);
	for (let index = history.length - 1; index >= 0; index--) {
		const message = history[index] as StoredMessage;
		const text = textsOf(line, message).find((one) => one.toLowerCase().includes(words));
		if (text === undefined || !isOnPhone(holder, line, message)) continue;
		const isOwn = message.sender === holder.address;
		const who = line.chats.get(spaceId)?.isGroup && !isOwn ? `${holder.nameOf(line, message.sender)}: ` : '';
		return { line: line.id, spaceId, message: message.guid, excerpt: `${who}${excerpt(text, words)}` };
	}
	return undefined;
}

/** What can be read of a message, as it is now. */
function textsOf(line: LineStore, { guid, parts, subject, miniApp, retractedAt }: StoredMessage): string[] {
	if (retractedAt !== undefined) return [];
	const poll = line.polls.get(guid);
	const layout = miniApp?.layout;
	const texts = [
		joinParts(parts).text?.replaceAll('\uFFFC', ' '),
		subject,
		poll?.title,
		...(poll?.options.map(({ text }) => text) ?? []),
		...[layout?.caption, layout?.subcaption, layout?.summary],
	];
	return texts.filter((text) => text !== undefined && text !== '') as string[];
}

/** The text from a little before the words on. */
function excerpt(text: string, words: string): string {
	const lower = text.toLowerCase();
	// A letter that is longer in lower case moves the places: then from the beginning.
	const at = lower.length === text.length ? lower.indexOf(words) : 0;
	const start = at <= before ? 0 : text.lastIndexOf(' ', at - before) + 1;
	const end = start + longestExcerpt;
	return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`.replace(/\s+/g, ' ').trim();
}
