/** Every parser that a stranger or a model can give a long text, in a process whose heap is small: see `Measured`. */
import { toEvent } from '../../nodes/shared/spectrum/webhook/toEvent';
import { readDelivery } from '../../nodes/shared/spectrum/webhook/delivery';
import { parseAddress } from '../../nodes/shared/spectrum/model/address/address';
import { readDateText } from '../../nodes/shared/spectrum/values/dateText';
import { dispositionName } from '../../nodes/shared/spectrum/files/dispositionName';
import { foldText, judge } from '../../nodes/shared/spectrum/filter/eventFilter';
import { filesOf } from '../../nodes/shared/spectrum/model/event/eventFiles';
import { includesSender, parseLines, parseSenders, parseSpaces } from '../../nodes/shared/spectrum/filter/filterEntries';
import { fileNameFor, typeOf } from '../../nodes/shared/spectrum/files/fileTypes';
import { parseHttpsUrl } from '../../nodes/shared/spectrum/net/endpoint';
import type { FormattedText } from '../../nodes/shared/spectrum/text/formatting';
import { bubbleParts } from '../../nodes/shared/spectrum/text/bubbleParts';
import { Places, type Place } from '../../nodes/shared/spectrum/text/formattingPlaces';
import { fromMarkdown } from '../../nodes/shared/spectrum/text/markdown/markdown';
import { parseMessageId } from '../../nodes/shared/spectrum/model/messageRef';
import { parsePattern } from '../../nodes/shared/spectrum/filter/pattern';
import { findPollOption, parsePollChoices, readPollChoices, readPollValues } from '../../nodes/shared/spectrum/model/poll/pollChoice';
import { parsePollId } from '../../nodes/shared/spectrum/model/poll/pollChoiceResults';
import { parseEmoji, parseReaction } from '../../nodes/shared/spectrum/model/reactionName';
import { parseAddressList } from '../../nodes/shared/spectrum/model/address/recipients';
import { parseLink } from '../../nodes/shared/spectrum/model/richLink';
import { parseSpaceId } from '../../nodes/shared/spectrum/model/space';
import { naturalTypingMilliseconds } from '../../nodes/shared/spectrum/model/typingTime';
import { refusesWithReason, decisionOf } from '../../nodes/shared/spectrum/answers/yesNo';
import { quote } from '../../nodes/shared/spectrum/errors/redact';
import { parseCertificates } from '../../nodes/shared/spectrum/net/certificate';
import { isOptOut, optOutIn } from '../../nodes/shared/spectrum/optOut/words';
import { pageFactsOf } from '../../nodes/shared/spectrum/text/pageFacts';
import { asLabel } from '../../nodes/shared/spectrum/values/label';
import { toVcard, vcardFileName } from '../../nodes/shared/spectrum/files/vcard';
import { partsOf as receivedParts, movedRanges } from '../../nodes/shared/spectrum/log/project/parts';
import { measured } from './smallHeap';

type Work = (text: string) => unknown;

/** Texts whose reading has been slow, or may be. `n` is a number of UTF-16 code units. */
const texts: Readonly<Record<string, (n: number) => string>> = {
	letters: (n) => 'a'.repeat(n),
	'digits and a letter': (n) => `${'1'.repeat(n - 1)}y`,
	'spaces between': (n) => `a${' '.repeat(n - 2)}b`,
	emoji: (n) => '\u{1F600}'.repeat(n / 2),
	flags: (n) => '\u{1F1E9}\u{1F1EA}'.repeat(n / 4),
	marks: (n) => `e${'\u0301'.repeat(n - 1)}`,
	'joined emoji': (n) => '\u{1F469}\u200d'.repeat(n / 3),
	bold: (n) => '**a** '.repeat(n / 6),
	asterisks: (n) => '*'.repeat(n),
	'asterisks and words': (n) => '*a **b '.repeat(n / 7),
	brackets: (n) => '['.repeat(n),
	links: (n) => '[a](b '.repeat(n / 6),
	backticks: (n) =>
		Array.from({ length: Math.floor(Math.sqrt(2 * n)) }, (_, index) => '`'.repeat(index))
			.join(' ')
			.slice(0, n),
	'backticks and a separator': (n) => `${'`'.repeat(n - 1)}\u2028`,
	'tildes and a separator': (n) => `${'~'.repeat(n - 1)}\u2029`,
	'one long tag': (n) => `<p>a<a${'0'.repeat(n - 12)}<b></p>`,
	'dots and a letter': (n) => `${'.'.repeat(n - 2)} b`,
	'slashes and a letter': (n) => `${'/'.repeat(n - 1)}b`,
	tags: (n) => '<b>'.repeat(n / 3),
	paragraphs: (n) => '<p>a</p>'.repeat(n / 8),
	'bold paragraphs': (n) => `<p><b>${'<i>a</i><br>'.repeat((n - 20) / 12)}</b></p>`,
	'open styles': (n) => `<p>${'<style>'.repeat((n - 20) / 7)}</p>`,
	'open formats': (n) => `<p>${'<b>a<br>'.repeat((n - 20) / 8)}</p>`,
	'open tags': (n) => '<p a="'.repeat(n / 6),
	comments: (n) => '<!-- '.repeat(n / 5),
	quotes: (n) => '> '.repeat(n / 2),
	rows: (n) => '|a\n|-\n'.repeat(n / 6),
	entities: (n) => '&amp'.repeat(n / 4),
	'file places': (n) => 'a\ufffc'.repeat(n / 2),
	addresses: (n) => '+15551234567,'.repeat(n / 13),
	dots: (n) => `a${'.a'.repeat(n / 2 - 4)}@`,
	invisible: (n) => '\u200b'.repeat(n),
	slashes: (n) => '/'.repeat(n),
	'vote events': (n) => ':poll:1'.repeat(n / 7),
	'mail words': (n) => '=?a?b?'.repeat(n / 6),
	percents: (n) => '%41'.repeat(n / 3),
	nested: (n) => `${'['.repeat(n / 2)}${']'.repeat(n / 2)}`,
	objects: (n) => `${'{"a":'.repeat(n / 6)}1${'}'.repeat(n / 6)}`,
};

const parsers: Readonly<Record<string, Work>> = {
	parseReaction,
	parseEmoji,
	naturalTypingMilliseconds,
	fromMarkdown,
	parseAddress,
	parseAddressList,
	parseMessageId,
	parsePollId,
	parseSpaceId,
	parseLink,
	parsePattern,
	readPollChoices: (text) => parsePollChoices(readPollChoices(text)),
	readPollValues,
	findPollOption: (text) => findPollOption([{ id: '1', text: 'Pizza' }], text),
	parseSenders: (text) => parseSenders([text]),
	'*@parseSenders': (text) => parseSenders([`*@${text}`]),
	parseLines: (text) => parseLines([text]),
	parseSpaces: (text) => parseSpaces([text]),
	includesSender: (text) => includesSender(senders, text),
	foldText,
	textMatches: (text) => pattern.ok && pattern.value.isIn(text),
	fileNameFor: (text) => fileNameFor(text, 'image/jpeg'),
	dispositionName: (text) => dispositionName(`attachment; filename="${text}`),
	'dispositionName, extended': (text) => dispositionName(`filename*=UTF-8'${text}`),
	readDateText,
	typeOf: (text) => typeOf(text, text),
	toVcard: (text) => toVcard({ firstName: text, note: text, phones: [{ kind: 'home', value: text }] }),
	vcardFileName: (text) => vcardFileName({ firstName: text }),
	'Places, by letters': (text) => takeAll(new Places(text), text.slice(0, 1)),
	'Places, by halves': (text) => takeAll(new Places(text), text.slice(0, text.length / 2)),
	parseHttpsUrl: (text) => parseHttpsUrl(`https://example.com/${text}`),
	receivedParts: (text) => receivedParts({ text, attachments: [] }),
	optOutIn,
	'isOptOut, own words': (text) => isOptOut(text, ['lopeta', text]),
	decisionOf,
	refusesWithReason,
	asLabel,
	pageFactsOf,
	quote: (text) => quote(text, ['secret']),
	parseCertificates,
};

const senders = (() => {
	const parsed = parseSenders(['*@example.com', '+44*', ...Array.from({ length: 1_000 }, (_, index) => `*${index}*@*.example.org`)]);
	if (!parsed.ok) throw new Error(parsed.problem);
	return parsed.value;
})();
const pattern = parsePattern('(a|b)*a(a|b){30}');

function takeAll(places: Places, words: string): number {
	let count = 0;
	while (words !== '' && count < 10_000 && places.take(words) !== undefined) count++;
	return count;
}

/** Where a signed delivery has texts. */
const webhookFields: Readonly<Record<string, (text: string) => object>> = {
	'message.id': (id) => delivery({ id }),
	'space.id': (id) => ({ ...delivery({}), space: { id, type: 'dm', phone: 'shared' } }),
	'space.phone': (phone) => ({ ...delivery({}), space: { id: 'any;-;+15551234567', type: 'dm', phone } }),
	'sender.address': (address) => delivery({ sender: { id: address, address } }),
	'sender.country': (country) => delivery({ sender: { id: 'a', country } }),
	timestamp: (timestamp) => delivery({ timestamp }),
	'text.text': (text) => delivery({ content: { type: 'text', text } }),
	'richlink.url': (url) => delivery({ content: { type: 'richlink', url } }),
	'attachment.name': (name) => delivery({ content: { type: 'attachment', id: 'a', name, mimeType: 'application/octet-stream' } }),
	'attachment.mimeType': (mimeType) => delivery({ content: { type: 'attachment', id: 'a', mimeType } }),
	'reaction.emoji': (emoji) => delivery({ content: { type: 'reaction', emoji, target: { id: 'b' } } }),
	'reaction.target.id': (id) => delivery({ content: { type: 'reaction', emoji: 'a', target: { id } } }),
	'group.items': (text) =>
		delivery({
			content: {
				type: 'group',
				items: Array.from({ length: 1_000 }, () => ({ id: 'p:0/a', content: { type: 'text', text: text.slice(0, 100) } })),
			},
		}),
	'reply.text': (text) =>
		delivery({ content: { type: 'reply', target: { id: 'b', contentPreview: text }, content: { type: 'text', text } } }),
	'contact.name': (text) =>
		delivery({ content: { type: 'contact', name: { formatted: text, first: text }, phones: [{ value: text }], note: text } }),
	'contact.raw': (raw) => delivery({ content: { type: 'contact', raw } }),
	'rename.displayName': (displayName) => delivery({ content: { type: 'rename', displayName } }),
	'addMember.members': (text) => delivery({ content: { type: 'addMember', members: [text, text] } }),
	'read.contentPreview': (contentPreview) => delivery({ content: { type: 'read', target: { id: 'b', contentPreview } } }),
	'mentions.address': (address) => delivery({ content: { type: 'text', text: 'Hi', mentions: [{ address, start: 0, length: 2 }] } }),
	'content.type': (type) => delivery({ content: { type } }),
};

function delivery(message: object): object {
	return {
		event: 'messages',
		space: { id: 'any;-;+15551234567', type: 'dm', phone: 'shared' },
		message: { id: 'm', platform: 'iMessage', content: { type: 'text', text: 'Hi' }, sender: { id: '+15551234567' }, ...message },
	};
}

function receive(body: object): string {
	const read = readDelivery(Buffer.from(JSON.stringify(body)));
	if (read.verdict !== 'delivery') return read.verdict;
	const event = toEvent(read.delivery);
	filesOf(event);
	return judge(event, { onlyMentions: false, includeOwn: false, senders });
}

/** Lists and other inputs that are no texts. `n` is a number of entries. */
const lists: Readonly<Record<string, (n: number) => unknown>> = {
	'formats of a text': (n) => fromMarkdown('**a** '.repeat(n)).formatting.length,
	'mentions in formats': (n) => bubbleParts(manyFormats(n), mentions(n), 0).length,
	'members as a list': (n) => parseAddressList(Array.from({ length: n }, (_, index) => `+1555${1_000_000 + index}`)),
	'members in one entry': (n) => parseAddressList([Array.from({ length: n }, (_, index) => `+1555${1_000_000 + index}`).join(',')]),
	'formats of a received text': (n) => movedRanges(ranges(n), receivedParts({ text: 'a\ufffc'.repeat(n), attachments: [] })).length,
};

function ranges(n: number): Array<{ start: number; length: number }> {
	return Array.from({ length: n }, (_, index) => ({ start: index * 2, length: 1 }));
}

function manyFormats(n: number): FormattedText {
	return { text: 'ab'.repeat(n), formatting: ranges(n).map((range) => ({ type: 'bold', ...range })) };
}

function mentions(n: number): Array<Place & { address: string }> {
	return ranges(n).map(({ start, length }) => ({ start, end: start + length, address: '+15551234567' }));
}

const characters = 200_000;

async function main(): Promise<void> {
	const say = async (what: string, size: number, work: (size: number) => unknown): Promise<void> => {
		const said = await measured(what, size, (length) => String(JSON.stringify(work(length))?.length));
		process.stdout.write(`${JSON.stringify(said)}\n`);
	};
	for (const [name, text] of Object.entries(texts)) {
		for (const [parser, work] of Object.entries(parsers)) await say(`${parser} of ${name}`, characters, (n) => work(text(n)));
		for (const [field, body] of Object.entries(webhookFields))
			await say(`delivery, ${field} of ${name}`, characters, (n) => receive(body(text(n))));
	}
	for (const [name, work] of Object.entries(lists)) await say(name, 40_000, work);
	const many = fromMarkdown('*a* '.repeat(130_000)).formatting.length;
	process.stdout.write(`${JSON.stringify({ what: '130,000 formats', message: String(many), seconds: 0 })}\n`);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
