import type { Evidence } from '../../../../nodes/shared/spectrum/answers/evidence';
import { judge } from '../../../../nodes/shared/spectrum/answers/judge';
import type { Question } from '../../../../nodes/shared/spectrum/answers/question';
import type { Message, MessageFlags } from '../../../../nodes/shared/spectrum/model/message';
import { after, alice, bob, inGroup, lineSays, question, says, seen, taps, votes } from './support';

/** In one word: what was decided, or why nothing was. */
function outcome(asked: Question, evidence: Partial<Evidence>): unknown {
	const judged = judge(asked, seen(evidence));
	if (judged.state !== 'answered') return judged.state;
	const { approved, value, text } = judged.answer;
	return approved ?? value ?? text;
}

const reply = { replyTo: 'question' };
const at = (minutes: number): string => new Date(after(minutes)).toISOString();
const flagged = (text: string, flags: Partial<MessageFlags>): Message => says(text, { flags: flags as MessageFlags });

const choice = (...texts: string[]): Question =>
	question({
		type: 'choice',
		choices: texts.map((text) => ({ text })),
		poll: { id: 'poll', optionIds: texts.map((_, index) => `o${index}`) },
	});

describe('options that look alike', () => {
	test.each<[string, readonly string[], string, unknown]>([
		['an exact text comes before one that differs in a sign', ['C#', 'C'], 'C', 'C'],
		['the sign of a number counts', ['-5', '5'], '5', '5'],
		['a grade', ['A-', 'A'], 'A', 'A'],
		['a full-width letter', ['Ａ', 'A'], 'A', 'A'],
		['the colour of a skin', ['👍🏿', '👍🏽'], '👍🏽', '👍🏽'],
		['other letters come before other signs', ['C#', 'C'], 'c', 'C'],
		['words that fit two options choose none', ['C#', 'C!'], 'c', 'open'],
		['a number that also fits another option chooses none', ['5%', '10%', '15%', '20%', '25%'], '5', 'open'],
		['a number that also fits its own option', ['1%', '2%'], '1', '1%'],
		['an exact text that is a number', ['2', '1'], '1', '1'],
	])('%s', (_case, texts, text, expected) => {
		expect(outcome(choice(...texts), { messages: [says(text)] })).toBe(expected);
	});

	test('labels of an approval', () => {
		const asked = question({ choices: [{ text: 'Go' }, { text: 'Go!' }] });
		expect(outcome(asked, { messages: [says('Go!')] })).toBe(false);
		expect(outcome(asked, { messages: [says('Go')] })).toBe(true);
		expect(outcome(asked, { messages: [says('go')] })).toBe(true);
		expect(outcome(asked, { messages: [says('“go”')] })).toBe('open');
	});
});

describe('the number of an option', () => {
	test.each(['2', '2.', '2)', '(2)', '#2', '02', '２', '٢', '۲', '२', '๒', '2️⃣', '②', '\u200f2\u200f', '\u20682\u2069'])('%j', (text) => {
		expect(outcome(choice('Small', 'Large', 'Huge'), { messages: [says(text)] })).toBe('Large');
	});

	test.each(['2?', '-2', '2.5', '2 3', '0', '4', '²', '½', '12345678901234567890'])('not %j', (text) => {
		expect(outcome(choice('Small', 'Large', 'Huge'), { messages: [says(text)] })).toBe('open');
	});

	test('a number of two digits', () => {
		const many = choice(...Array.from({ length: 10 }, (_, index) => `Option ${index + 1}`));
		expect(outcome(many, { messages: [says('١٠')] })).toBe('Option 10');
	});
});

test.each(['Yes?', 'ok ?', 'はい？', 'No?', '👍?'])('a question back is no answer: %s', (text) => {
	expect(outcome(question(), { messages: [says(text)] })).toBe('open');
});

test('an option may end in a question mark', () => {
	expect(outcome(choice('Today?', 'Later?'), { messages: [says('later?')] })).toBe('Later?');
});

test('a text of nothing that is seen is no answer', () => {
	const text = question({ type: 'freeText', choices: [], poll: undefined });
	expect(outcome(text, { messages: [says('\u200b\u200f')] })).toBe('open');
});

test('a word that only begins with a no is no refusal', () => {
	const review = question({ takesReasons: true });
	expect(outcome(review, { messages: [says('No-brainer, do it')] })).toBe('open');
	expect(outcome(review, { messages: [says('No - use the other account')] })).toBe(false);
	expect(outcome(review, { messages: [says('No -use the other account')] })).toBe(false);
	expect(outcome(review, { messages: [says('No—use the other account')] })).toBe(false);
});

describe('a message that nobody wrote', () => {
	const text = question({ type: 'freeText', choices: [], poll: undefined });
	test.each<[string, Partial<MessageFlags>]>([
		['an automatic reply', { isAutoReply: true }],
		['a notice', { isSystemMessage: true }],
		['a notice of a carrier', { isServiceMessage: true }],
		['a text of which a part may be missing', { isCorrupt: true }],
	])('%s is no answer', (_case, flags) => {
		const words = 'I am driving with Focus turned on. I will see your message when I get where I am going.';
		expect(outcome(text, { messages: [flagged(words, flags)] })).toBe('open');
		expect(outcome(text, { messages: [flagged(words, flags), says('At nine')] })).toBe('At nine');
		expect(outcome(question(), { messages: [flagged('yes', flags)] })).toBe('open');
	});
});

describe('an edited message', () => {
	const edited = (text: string, written: number, changed: number) => says(text, { minutes: written, editedAt: at(changed) });

	test('says what it says from the edit on', () => {
		const judged = judge(question(), seen({ messages: [edited('yes', 1, 3)] }));
		expect(judged).toMatchObject({ state: 'answered', answer: { approved: true, respondedAt: at(3) } });
		expect(outcome(question(), { messages: [edited('yes', 1, 3), says('no', { minutes: 2 })] })).toBe(false);
	});

	test('after the limit is no answer', () => {
		const late = { readAt: after(600) };
		expect(outcome(question(), { ...late, messages: [edited('yes', 1, 61)] })).toBe('open');
		expect(outcome(question(), { ...late, messages: [edited('yes', 1, 60)] })).toBe(true);
	});

	test('is not taken for this question if another one was open when it was edited', () => {
		const other = { others: [{ from: after(2), until: after(4) }] };
		expect(outcome(question(), { ...other, messages: [edited('yes', 1, 3)] })).toBe('open');
		expect(outcome(question(), { ...other, messages: [edited('yes', 1, 5)] })).toBe('open');
		expect(outcome(question(), { ...other, messages: [edited('yes', 5, 6)] })).toBe(true);
	});

	test('is not taken for this question if the line had written something else by then', () => {
		expect(outcome(question(), { messages: [edited('yes', 1, 5), lineSays('Shall I call you?', 3)] })).toBe('open');
		expect(outcome(question(), { messages: [edited('yes', 1, 2), lineSays('Shall I call you?', 3)] })).toBe(true);
	});

	test('that is an opt-out ends the question as of its first writing', () => {
		expect(outcome(question(), { readAt: after(600), messages: [edited('STOP', 1, 61)] })).toBe('optedOut');
	});
});

describe('messages of the line', () => {
	test('a reminder asks again, so what stood between no longer matters', () => {
		const reminded = question({ reminder: { at: after(2), text: 'Still waiting' } });
		const reminder = { ...lineSays('Still waiting', 2), ...reply };
		const other = lineSays('Your parcel is on its way', 1);
		expect(outcome(reminded, { messages: [other, says('yes', { minutes: 3 })] })).toBe('open');
		expect(outcome(reminded, { messages: [other, reminder, says('yes', { minutes: 3 })] })).toBe(true);
		expect(outcome(reminded, { messages: [reminder, other, says('yes', { minutes: 3 })] })).toBe('open');
	});

	test('what a person was told who may not answer does not stand between', () => {
		const asked = question({ refusal: 'Please answer by iMessage' });
		const told = { ...lineSays('Please answer by iMessage'), ...reply };
		expect(outcome(asked, { messages: [says('yes', { service: 'SMS' }), told, says('yes', { minutes: 2 })] })).toBe(true);
		const another = { ...lineSays('Shall I call, too?'), ...reply };
		expect(outcome(asked, { messages: [another, says('yes', { minutes: 2 })] })).toBe('open');
	});
});

describe('opt-outs in a group', () => {
	test('of a person who may not answer are not answered', () => {
		const judged = judge(inGroup(), seen({ messages: [says('yes', { ...reply, from: bob }), says('stop', { ...reply, from: bob })] }));
		expect(judged).toEqual({ state: 'open', refused: [] });
	});
});

describe('votes', () => {
	test('of the line itself are no answers', () => {
		const anyone = inGroup({ mayAnswer: { who: 'anyone' } });
		const own = { ownAddresses: ['+15550000001'] };
		expect(outcome(anyone, { ...own, votes: [votes('approve', { from: '+15550000001' })] })).toBe('open');
		expect(outcome(anyone, { ...own, votes: [votes('approve', { from: bob })] })).toBe(true);
	});

	test('a vote after the limit does not undo one before it', () => {
		const late = { readAt: after(600) };
		const [before, behind] = [votes('approve', { at: after(59) }), votes('decline', { at: after(61) })];
		expect(outcome(question(), { ...late, votes: [before, behind] })).toBe(true);
		const both = [taps({ kind: 'like' }, { minutes: 59 }), taps({ kind: 'dislike' }, { minutes: 61 })];
		expect(outcome(question(), { ...late, reactions: both })).toBe(true);
	});
});

test('two addresses in different letters are one person', () => {
	const asked = inGroup({ mayAnswer: { who: 'anyone' } });
	expect(outcome(asked, { votes: [votes('approve', { from: 'A@example.com' }), votes('decline', { from: 'a@example.com' })] })).toBe(
		'open',
	);
	expect(outcome(asked, { votes: [votes('approve', { from: alice }), votes('decline', { from: bob })] })).toBe(true);
});
