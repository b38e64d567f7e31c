import type { Evidence } from '../../../../nodes/shared/spectrum/answers/evidence';
import { judge, needsVoteTimes } from '../../../../nodes/shared/spectrum/answers/judge';
import type { Question } from '../../../../nodes/shared/spectrum/answers/question';
import { leastCpuMilliseconds } from '../../../support/cpuTime';
import { after, alice, bob, inGroup, lineSays, question, says, seen, taps, votes } from './support';

/** In one word: what was decided, or why nothing was. */
function outcome(asked: Question, evidence: Partial<Evidence>): unknown {
	const judged = judge(asked, seen(evidence));
	if (judged.state !== 'answered') return judged.state;
	const { approved, value, text } = judged.answer;
	return approved ?? value ?? text;
}

const reply = { replyTo: 'question' };

describe('an approval in a direct conversation', () => {
	test.each<[string, Partial<Evidence>, unknown]>([
		['nothing has happened', {}, 'open'],
		['a yes', { messages: [says('Yes!')] }, true],
		['a yes in German', { messages: [says('ja')] }, true],
		['a no in Japanese', { messages: [says('いいえ。')] }, false],
		['a thumb with a colour', { messages: [says('👍🏽')] }, true],
		['a label', { messages: [says('decline')] }, false],
		['a sentence that begins with yes', { messages: [says('Yes, but only tomorrow')] }, 'open'],
		['a sentence that begins with no', { messages: [says('No, use the other one')] }, 'open'],
		['a heart', { reactions: [taps({ kind: 'love' })] }, true],
		['a thumb down', { reactions: [taps({ kind: 'dislike' })] }, false],
		['an emoji as tapback', { reactions: [taps({ kind: 'emoji', emoji: '✅' })] }, true],
		['a laugh', { reactions: [taps({ kind: 'laugh' })] }, 'open'],
		['both thumbs', { reactions: [taps({ kind: 'like' }), taps({ kind: 'dislike' })] }, 'open'],
		['a vote', { votes: [votes('approve')] }, true],
		['a vote against', { votes: [votes('decline')] }, false],
		['votes for both', { votes: [votes('approve'), votes('decline')] }, 'open'],
		['a vote for an option that a person added', { votes: [votes('maybe')] }, 'open'],
		['an unsent yes', { messages: [says('yes', { unsentAt: 'now' })] }, 'open'],
		['a yes that was edited to a no', { messages: [says('no', { editedAt: 'now' })] }, false],
		['a yes in the thread of another message', { messages: [says('yes', { replyTo: 'other' })] }, 'open'],
		['a yes after another message of the line', { messages: [lineSays('We are open until nine'), says('yes')] }, 'open'],
		['a reply after another message of the line', { messages: [lineSays('We are open until nine'), says('yes', reply)] }, true],
		['the row of a tapback', { messages: [says('yes', { reaction: { kind: 'like', target: { id: 'x' } } })] }, 'open'],
		['the answer of someone else', { messages: [says('yes', { from: bob })] }, 'open'],
		['a forged SMS', { messages: [says('yes', { service: 'SMS' })] }, 'open'],
		['a sender of an unknown service', { messages: [says('yes', { service: 'unknown' })] }, 'open'],
	])('%s', (_case, evidence, expected) => {
		expect(outcome(question(), evidence)).toBe(expected);
	});

	test('the first of several answers decides, whatever kind it is', () => {
		expect(outcome(question(), { messages: [says('no', { minutes: 3 })], reactions: [taps({ kind: 'like' }, { minutes: 2 })] })).toBe(true);
		expect(outcome(question(), { messages: [says('no', { minutes: 1 })], reactions: [taps({ kind: 'like' }, { minutes: 2 })] })).toBe(
			false,
		);
		expect(outcome(question(), { messages: [says('no', { minutes: 3 })], votes: [votes('approve', { at: after(2) })] })).toBe(true);
	});

	test('says who answered, with which message and when', () => {
		const message = says('Yes', { minutes: 2 });
		expect(judge(question(), seen({ messages: [message] }))).toEqual({
			state: 'answered',
			by: 'message',
			answer: {
				approved: true,
				text: 'Yes',
				responder: { address: alice },
				messageId: message.id,
				respondedAt: new Date(after(2)).toISOString(),
			},
		});
	});

	test('an answer before the deadline counts when it is read later, and one after it does not', () => {
		const late = { readAt: after(600) };
		expect(outcome(question(), { ...late, messages: [says('yes', { minutes: 60 })] })).toBe(true);
		expect(outcome(question(), { ...late, messages: [says('yes', { minutes: 61 })] })).toBe('open');
		expect(outcome(question(), { ...late, votes: [votes('approve', { at: after(59) })] })).toBe(true);
		expect(outcome(question(), { ...late, votes: [votes('approve')] })).toBe('open');
	});

	test('an answer over SMS counts only from an address for which it was allowed', () => {
		const listed = question({ mayAnswer: { who: 'listed', people: [{ address: alice, allowSms: true }] } });
		expect(outcome(listed, { messages: [says('yes', { service: 'SMS' })] })).toBe(true);
		expect(outcome(listed, { messages: [says('yes', { service: 'SMS', from: bob })] })).toBe('open');
		expect(outcome(question({ mayAnswer: { who: 'anyone' } }), { messages: [says('yes', { service: 'SMS' })] })).toBe('open');
	});

	test('the reminder is part of the question', () => {
		const reminded = question({ reminder: { at: after(1), text: 'Still waiting' } });
		expect(outcome(reminded, { messages: [lineSays('Still waiting'), says('yes')] })).toBe(true);
		const ofAnother = { ...lineSays('Still waiting'), replyTo: 'another question' };
		expect(outcome(reminded, { messages: [ofAnother, says('yes')] })).toBe('open');
	});
});

describe('which answers refer to the question', () => {
	test.each<[string, Partial<Evidence>, unknown]>([
		['words alone', { messages: [says('yes')] }, 'open'],
		['a reply', { messages: [says('yes', reply)] }, true],
		['a reply to the poll', { messages: [says('yes', { replyTo: 'poll' })] }, true],
		['a message in its thread', { messages: [says('yes', { replyTo: 'other', threadId: 'question' })] }, true],
		['a tapback', { reactions: [taps({ kind: 'like' })] }, true],
		['a vote', { votes: [votes('approve')] }, true],
		['an opt-out alone', { messages: [says('stop')] }, 'open'],
		['an opt-out as a reply', { messages: [says('stop', reply)] }, 'optedOut'],
	])('in a group: %s', (_case, evidence, expected) => {
		expect(outcome(inGroup(), evidence)).toBe(expected);
	});

	test('in a direct conversation with Only Replies, words alone do not count', () => {
		expect(outcome(question({ onlyReplies: true }), { messages: [says('yes')] })).toBe('open');
		expect(outcome(question({ onlyReplies: true }), { messages: [says('yes', reply)] })).toBe(true);
	});

	test('with two open questions, words count only as replies, also after the other one has ended', () => {
		const both = { others: [{ from: after(-5), until: after(5) }] };
		expect(outcome(question(), { ...both, messages: [says('yes', { minutes: 4 })] })).toBe('open');
		expect(outcome(question(), { ...both, messages: [says('yes', { minutes: 6 })] })).toBe(true);
		expect(outcome(question(), { ...both, messages: [says('yes', { minutes: 4, ...reply })] })).toBe(true);
		expect(outcome(question(), { others: [{ from: after(-5) }], messages: [says('yes')] })).toBe('open');
	});

	test('others are refused by name', () => {
		const anyone = judge(
			inGroup(),
			seen({ messages: [says('yes', { ...reply, from: bob })], votes: [votes('approve', { from: '+15550000009' })] }),
		);
		expect(anyone).toEqual({ state: 'open', refused: [bob, '+15550000009'] });
	});
});

describe('opt-outs', () => {
	test.each(['STOP', 'stop!', 'Unsubscribe', 'abmelden', 'arrêt', '配信停止'])('%s ends the question', (word) => {
		expect(outcome(question(), { messages: [says(word)] })).toBe('optedOut');
		expect(outcome(question({ type: 'freeText', choices: [] }), { messages: [says(word)] })).toBe('optedOut');
	});

	test('is no answer: it carries no decision', () => {
		const judged = judge(question(), seen({ messages: [says('stop')] }));
		expect(judged).toMatchObject({ state: 'optedOut', answer: { responder: { address: alice } } });
		expect(judged).not.toHaveProperty('answer.approved');
	});

	test('is not undone by a yes', () => {
		expect(outcome(question(), { messages: [says('stop', { minutes: 1 }), says('yes', { minutes: 2 })] })).toBe('optedOut');
	});

	test('counts from anyone in a direct conversation, over any service', () => {
		expect(outcome(question(), { messages: [says('stop', { service: 'SMS' })] })).toBe('optedOut');
	});
});

describe('other kinds of questions', () => {
	const text = question({ type: 'freeText', choices: [], poll: undefined });
	const choice = question({
		type: 'choice',
		choices: [{ text: 'Small', value: 's' }, { text: 'Large' }, { text: '1' }],
		poll: { id: 'poll', optionIds: ['a', 'b', 'c'] },
	});

	test.each<[string, Question, Partial<Evidence>, unknown]>([
		['a text', text, { messages: [says(' Call me \n')] }, 'Call me'],
		['a file alone is no text', text, { messages: [says('\ufffc')] }, 'open'],
		['the words with a file', text, { messages: [says('\ufffcHere it is')] }, 'Here it is'],
		['a tapback is no text', text, { reactions: [taps({ kind: 'like' })] }, 'open'],
		['a vote', choice, { votes: [votes('a')] }, 's'],
		['the text of an option', choice, { messages: [says('large.')] }, 'Large'],
		['the number of an option', choice, { messages: [says('2')] }, 'Large'],
		['a number that is also a text', choice, { messages: [says('1')] }, '1'],
		['a number without an option', choice, { messages: [says('4')] }, 'open'],
		['a tapback chooses nothing', choice, { reactions: [taps({ kind: 'like' })] }, 'open'],
		['only votes count', question({ takesWords: false }), { messages: [says('yes', reply)], reactions: [taps({ kind: 'like' })] }, 'open'],
		['a refusal with its reason', question({ takesReasons: true }), { messages: [says('No, use the other account')] }, false],
		['no approval with a condition', question({ takesReasons: true }), { messages: [says('Yes, if she agrees')] }, 'open'],
	])('%s', (_case, asked, evidence, expected) => {
		expect(outcome(asked, evidence)).toBe(expected);
	});
});

test('the times of votes are needed only where they decide', () => {
	const needs = (evidence: Partial<Evidence>): boolean => needsVoteTimes(question(), seen(evidence));
	expect(needs({ votes: [votes('approve')] })).toBe(false);
	expect(needs({ votes: [votes('approve')], messages: [says('no')] })).toBe(true);
	expect(needs({ votes: [votes('approve')], readAt: after(61) })).toBe(true);
	expect(needs({ votes: [votes('approve', { from: bob })], readAt: after(61) })).toBe(false);
	expect(needs({ votes: [votes('approve', { at: after(3) })], readAt: after(61) })).toBe(false);
});

test('the cost grows linearly with long conversations and long messages', () => {
	const many = (count: number): Evidence =>
		seen({ messages: Array.from({ length: count }, () => says(`${' '.repeat(500)}no`.padEnd(2_000, ' -'), reply)) });
	const [small, large] = [many(500), many(2_000)];
	const reasons = question({ takesReasons: true });
	const short = leastCpuMilliseconds(0, () => judge(reasons, small));
	const long = leastCpuMilliseconds(0, () => judge(reasons, large));
	expect(long).toBeLessThan(12 * short + 50);
});
