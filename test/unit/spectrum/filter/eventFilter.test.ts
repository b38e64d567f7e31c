import type { ImessageEvent } from '../../../../nodes/shared/spectrum/model/event/event';
import {
	foldText,
	judge,
	matches,
	senderOf,
	wantsLine,
	type EventFilter,
	type FilterVerdict,
} from '../../../../nodes/shared/spectrum/filter/eventFilter';
import { eventNames } from '../../../../nodes/shared/spectrum/model/event/eventNames';
import { parseLines, parseSenders, parseSpaces, spaceKey } from '../../../../nodes/shared/spectrum/filter/filterEntries';
import { parsePattern } from '../../../../nodes/shared/spectrum/filter/pattern';
import type { Parsed } from '../../../../nodes/shared/spectrum/model/address/address';

const alice = '+15551234567';
const ownLine = '+15559876543';

function message(changes: Partial<ImessageEvent> = {}): ImessageEvent {
	return {
		event: 'message.received',
		id: 'm1',
		space: { id: `any;-;${alice}`, type: 'dm', phone: ownLine },
		sender: { id: alice, address: alice },
		message: { id: 'm1', text: 'Where is my order?' },
		...changes,
	};
}

function inGroup(changes: Partial<ImessageEvent> = {}): ImessageEvent {
	return message({ space: { id: 'any;+;chat42', type: 'group', phone: ownLine }, ...changes });
}

function filter(changes: Partial<EventFilter> = {}): EventFilter {
	return { onlyMentions: false, includeOwn: false, ...changes };
}

function value<T>(parsed: Parsed<T>): T {
	if (!parsed.ok) throw new Error(parsed.problem);
	return parsed.value;
}

const senders = (...entries: string[]) => value(parseSenders(entries));
const lines = (...entries: string[]) => value(parseLines(entries));
const spaces = (...entries: string[]) => value(parseSpaces(entries));
const contains = (...texts: string[]) => filter({ textContains: texts.map(foldText) });

test.each(eventNames)('without criteria %s passes', (event) => {
	expect(judge(message({ event }), filter())).toBe('passes');
	expect(judge({ event, id: 'x', space: { id: 'any;+;chat42', type: 'group' } }, filter())).toBe('passes');
});

test.each<[boolean | undefined, EventFilter['optOuts'], FilterVerdict]>([
	[true, undefined, 'passes'],
	[true, 'only', 'passes'],
	[false, 'only', 'optOut'],
	[undefined, 'only', 'optOut'],
	[true, 'without', 'optOut'],
	[false, 'without', 'passes'],
	[undefined, 'without', 'passes'],
])('a message marked %s with opt-outs %s: %s', (optOut, optOuts, verdict) => {
	const received = message(optOut === undefined ? {} : { optOut });
	expect(judge(received, filter(optOuts === undefined ? {} : { optOuts }))).toBe(verdict);
	// What is not a received message passes.
	expect(judge({ ...received, event: 'message.reactionAdded' }, filter(optOuts === undefined ? {} : { optOuts }))).toBe('passes');
});

describe('own events', () => {
	test.each<[Partial<ImessageEvent>, boolean, FilterVerdict]>([
		[{ isFromMe: true }, false, 'own'],
		[{ isFromMe: true }, true, 'passes'],
		[{ isFromMe: true, event: 'chat.backgroundChanged' }, false, 'own'],
		[{ isFromMe: true, event: 'chat.archived' }, false, 'passes'],
		[{ isFromMe: true, event: 'chat.unarchived' }, false, 'passes'],
		[{ isFromMe: true, event: 'chat.markedRead' }, false, 'passes'],
		[{}, false, 'passes'],
	])('%j with own events %p: %s', (changes, includeOwn, verdict) => {
		expect(judge(message(changes), filter({ includeOwn }))).toBe(verdict);
	});
});

describe('lines', () => {
	test.each([
		[['+1 (555) 987-6543'], ownLine, undefined, 'passes'],
		[['+15550000000', ownLine], ownLine, undefined, 'passes'],
		[['+15550000000'], ownLine, undefined, 'line'],
		[['Shared'], 'shared', undefined, 'passes'],
		[[ownLine], 'shared', undefined, 'line'],
		[[ownLine], undefined, undefined, 'line'],
		[[ownLine], undefined, { phone: ownLine }, 'passes'],
		[['Line-A'], ownLine, { id: 'line-a', phone: ownLine }, 'passes'],
		[['line-b'], ownLine, { id: 'line-a', phone: ownLine }, 'line'],
		[['mac.example.com:50051/+15559876543'], ownLine, { id: 'mac.example.com:50051/+15559876543' }, 'passes'],
		[['10.0.0.1:50051'], ownLine, { id: '10.0.0.1:50051' }, 'passes'],
	] as const)('%j with %s on %j: %s', (entries, phone, line, verdict) => {
		const event = message({ space: { id: `any;-;${alice}`, type: 'dm', ...(phone === undefined ? {} : { phone }) } });
		expect(judge(event, filter({ lines: lines(...entries) }), line)).toBe(verdict);
	});

	test('tell whether a line is worth listening to', () => {
		const line = { id: 'line-a', phone: ownLine };
		expect(wantsLine(filter(), line)).toBe(true);
		expect(wantsLine(filter({ lines: lines('line-a') }), line)).toBe(true);
		expect(wantsLine(filter({ lines: lines(ownLine) }), line)).toBe(true);
		expect(wantsLine(filter({ lines: lines('line-b', '+15550000000') }), line)).toBe(false);
	});

	test.each(['5559876543', '12345', 'my line', '+1555abc', '', '10.0.0.1'])('%j is refused', (entry) => {
		expect(parseLines([ownLine, entry])).toMatchObject({ ok: false, problem: expect.stringContaining(`"${entry}"`) });
	});
});

test('space type', () => {
	expect(judge(message(), filter({ spaceType: 'dm' }))).toBe('passes');
	expect(judge(message(), filter({ spaceType: 'group' }))).toBe('spaceType');
	expect(judge(inGroup(), filter({ spaceType: 'group' }))).toBe('passes');
	expect(judge(inGroup(), filter({ spaceType: 'dm' }))).toBe('spaceType');
});

describe('spaces', () => {
	test.each([
		[`any;-;${alice}`, `any;-;${alice}`, true],
		['any;-;+1 555 123-4567', `iMessage;-;${alice}`, true],
		[`iMessage;-;${alice}`, `any;-;${alice}`, true],
		['+1 (555) 123-4567', `SMS;-;${alice}`, true],
		['Bob@Example.com', 'any;-;bob@example.com', true],
		['bob@example.com', 'iMessage;-;Bob@Example.com', true],
		['22395', 'SMS;-;22395', true],
		['any;+;chat42', 'iMessage;+;chat42', true],
		['any;+;chat42', 'any;+;chat43', false],
		['any;+;+15551234567', `any;-;${alice}`, false],
		[`any;-;${alice}`, 'any;-;+15551234568', false],
		['any;+;a;-;b', 'any;+;a;-;b', true],
	])('%j names %j: %p', (entry, id, found) => {
		const event = message({ space: { id, type: id.includes(';+;') ? 'group' : 'dm' } });
		expect(judge(event, filter({ spaces: spaces('any;+;other', entry) }))).toBe(found ? 'passes' : 'space');
	});

	test.each(['chat42', 'any;*;chat42', 'any;+;', ';-;+15551234567', 'any;-;5551234567', 'any;+;chat 42', ''])('%j is refused', (entry) => {
		expect(parseSpaces([entry])).toMatchObject({ ok: false, problem: expect.stringContaining(`"${entry}"`) });
	});

	test('an ID of a form that is not known is compared as it is', () => {
		expect(spaceKey(' odd ')).toBe('odd');
	});
});

describe('senders', () => {
	test.each([
		['+1 (555) 123-4567', alice, true],
		['+15551234568', alice, false],
		['Bob@Example.COM', 'bob@example.com', true],
		['bob@example.com', 'Bob@Example.com', true],
		['*@Example.com', 'bob@example.com', true],
		['*@example.com', 'bob@mail.example.com', false],
		['*@example.com', 'bob@notexample.com', false],
		['*@example.com', alice, false],
		['+1 555*', alice, true],
		['+44*', '+447700900123', true],
		['+44*', alice, false],
		['+44*', '44@example.com', false],
		['22395', '22395', true],
		['22395', '+22395', false],
		['*@*.spam.example', 'a@mail.spam.example', true],
		['*@*.spam.example', 'A@b.c.SPAM.example', true],
		['*@*.spam.example', 'a@spam.example', false],
		['*@*.spam.example', 'a@notspam.example', false],
		['*@spam.*', 'a@spam.co.uk', true],
		['*@spam.*', 'a@spam2.co', false],
		['*@spam.*', 'a@x.spam.co', false],
		['news*@example.com', 'newsletter@example.com', true],
		['news*@example.com', 'good-news@example.com', false],
		['*news*@*', 'good-news-7@example.com', true],
		['*@*', 'bob@example.com', true],
		['*@*', alice, false],
		['a*b*a@example.com', 'aba@example.com', true],
		['a*b*a@example.com', 'ab@example.com', false],
		['\u202d+1 555 123 4567\u202c', alice, true],
		// Who looks like Bob is not Bob.
		['bob@example.com', 'bo\u200bb@example.com', false],
		['bob@example.com', 'bob@example.com\u200b', false],
	])('%j names %j: %p', (entry, address, found) => {
		const event = message({ sender: { id: address, address } });
		const list = senders('nobody@example.org', entry);
		expect(judge(event, filter({ senders: list }))).toBe(found ? 'passes' : 'sender');
		expect(judge(event, filter({ blockedSenders: list }))).toBe(found ? 'blockedSender' : 'passes');
	});

	test('a block wins', () => {
		const list = { senders: senders('+1*'), blockedSenders: senders(alice) };
		expect(judge(message(), filter(list))).toBe('blockedSender');
		expect(judge(message({ sender: { id: 'x', address: '+15550000000' } }), filter(list))).toBe('passes');
	});

	test('nobody known: not let in, and not blocked', () => {
		const event = inGroup({ sender: undefined });
		expect(judge(event, filter({ senders: senders('+1*') }))).toBe('sender');
		expect(judge(event, filter({ blockedSenders: senders('+1*') }))).toBe('passes');
	});

	test('the other side of a direct conversation stands in for a sender that a message does not name', () => {
		expect(senderOf(message({ sender: undefined }))).toBe(alice);
		expect(senderOf(message({ sender: undefined, isFromMe: true }))).toBeUndefined();
		expect(senderOf(message({ sender: undefined, event: 'chat.archived' }))).toBeUndefined();
		expect(judge(message({ sender: undefined }), filter({ blockedSenders: senders(alice) }))).toBe('blockedSender');
	});

	test('who did it counts for every event', () => {
		expect(judge(message({ event: 'poll.voted' }), filter({ senders: senders('+44*') }))).toBe('sender');
		expect(judge(message({ event: 'poll.voted' }), filter({ senders: senders(alice) }))).toBe('passes');
	});

	test.each([
		'5551234567',
		'*',
		'*@',
		'*@example',
		'+*',
		'+0*',
		'+44*7',
		'*44',
		'a*',
		'*bob',
		'a*@',
		'*@*.',
		'*@.*',
		'+44 (0)20*',
		'*@a.com, x',
		'Bob',
		'',
	])('%j is refused', (entry) => {
		expect(parseSenders([alice, entry])).toMatchObject({ ok: false, problem: expect.stringContaining(`"${entry}"`) });
	});

	test('a long entry is shown in part', () => {
		const parsed = parseSenders(['x'.repeat(500)]);
		expect(parsed.ok ? '' : parsed.problem).toHaveLength('has the entry "", which '.length + 100 + 'is longer than 320 characters'.length);
	});
});

describe('text', () => {
	test.each([
		['ORDER', 'my order', true],
		['order', 'MY ORDER', true],
		['caf\u00e9', 'CAFE\u0301', true],
		["don't", 'I don\u2019t know', true],
		['"yes"', '\u201cYes\u201d', true],
		['strasse', 'Stra\u00dfe', true],
		['\u03b1\u03c2', '\u0391\u03a3\u03a4', true],
		['a b', 'a\u00a0b', true],
		['ok', '\uff2f\uff2b', true],
		['refund', 'my order', false],
	])('%j is in %j: %p', (part, text, found) => {
		const event = message({ message: { id: 'm1', text } });
		expect(judge(event, contains(part))).toBe(found ? 'passes' : 'textContains');
		expect(judge(event, contains('nothing of that', part))).toBe(found ? 'passes' : 'textContains');
	});

	test('a pattern, beside or instead of words', () => {
		const textMatches = value(parsePattern('/^where/i'));
		expect(judge(message(), filter({ textMatches }))).toBe('passes');
		expect(judge(message({ message: { id: 'm1', text: 'And where?' } }), filter({ textMatches }))).toBe('textMatches');
		expect(judge(message(), { ...contains('refund'), textMatches })).toBe('textContains');
		expect(judge(message(), { ...contains('order'), textMatches })).toBe('passes');
	});

	test('a message without one contains and matches nothing, not even nothing', () => {
		const picture = message({ message: { id: 'm1' }, content: { type: 'attachment', id: 'a1' } });
		expect(judge(picture, contains('order'))).toBe('textContains');
		expect(judge(picture, filter({ textMatches: value(parsePattern('.*')) }))).toBe('textMatches');
		expect(judge(message({ message: undefined }), contains('order'))).toBe('textContains');
	});

	test.each(eventNames)('decides on %s only when a person wrote it', (event) => {
		const isWritten = event === 'message.received' || event === 'message.edited';
		expect(judge(message({ event }), contains('refund'))).toBe(isWritten ? 'textContains' : 'passes');
		expect(judge(message({ event }), filter({ textMatches: value(parsePattern('refund')) }))).toBe(isWritten ? 'textMatches' : 'passes');
		expect(judge(inGroup({ event }), filter({ onlyMentions: true }))).toBe(isWritten ? 'mention' : 'passes');
	});
});

test('mentions are asked for in groups only', () => {
	const only = filter({ onlyMentions: true });
	expect(matches(inGroup({ message: { id: 'm1', text: 'Hi', mentionsMe: true } }), only)).toBe(true);
	expect(matches(inGroup(), only)).toBe(false);
	expect(matches(inGroup({ message: undefined }), only)).toBe(false);
	expect(matches(message(), only)).toBe(true);
});
