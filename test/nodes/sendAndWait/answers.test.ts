import { alice, AskingStage, bob, dataOf } from '../../support/asking';

let stage: AskingStage;
beforeEach(async () => {
	stage = await AskingStage.start();
});
afterEach(async () => await stage.stop());

const listed = (...addresses: string[]) => ({
	mayAnswer: 'listed',
	approvers: { person: addresses.map((address) => ({ address, allowSms: false })) },
});

describe('an approval', () => {
	test('a yes in the conversation goes on with every item', async () => {
		const { handle, message } = await stage.ask({}, { items: [{ json: { order: 7 } }, { json: { order: 8 } }] });
		const { messageId } = stage.spectrum.receive({ from: alice, text: 'Yes' });
		const execution = await handle;
		expect(execution.status).toBe('success');
		expect(execution.json('Send')).toEqual([
			{
				order: 7,
				data: expect.objectContaining({ approved: true, text: 'Yes', timedOut: false, responder: { address: alice }, messageId }),
			},
			{ order: 8, data: expect.objectContaining({ approved: true }) },
		]);
		expect(execution.items('Send').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(message.text).toBe('May I send it?');
	});

	test('a heart approves, a vote declines, a reply declines', async () => {
		const first = await stage.ask();
		stage.spectrum.phone(alice).react(first.message.id, 'love');
		expect(dataOf(await first.handle)).toMatchObject({ approved: true });
		const second = await stage.ask();
		stage.spectrum.phone(alice).vote(second.pollId, 'Decline');
		expect(dataOf(await second.handle)).toMatchObject({ approved: false, choice: 'Decline', messageId: second.pollId });
		const third = await stage.ask({ onlyReplies: true });
		stage.spectrum.receive({ from: alice, text: 'yes' });
		stage.spectrum.receive({ from: alice, text: 'no', replyTo: { guid: third.message.id } });
		expect(dataOf(await third.handle)).toMatchObject({ approved: false, text: 'no' });
	});

	test('without a poll, and with other labels', async () => {
		const words = await stage.ask({ answeredBy: 'words' });
		stage.spectrum.receive({ from: alice, text: 'Ja!' });
		expect(dataOf(await words.handle)).toMatchObject({ approved: true });
		const labels = await stage.ask({ options: { approveLabel: 'Send it', declineLabel: 'Wait' } });
		stage.spectrum.receive({ from: alice, text: 'wait' });
		expect(dataOf(await labels.handle)).toMatchObject({ approved: false });
	});

	test.each([
		[{ approveLabel: 'No!' }, '"Approve Label" is a word that declines; found "No!"'],
		[{ declineLabel: 'ok' }, '"Decline Label" is a word that approves; found "ok"'],
	])('labels that say the opposite are refused: %j', async (options, message) => {
		const { error } = await stage.begin({ options });
		expect(error?.message).toContain(message);
		expect(stage.spectrum.phone(alice).messages).toEqual([]);
	});

	test('only a vote counts where only the poll does', async () => {
		const { handle, message, pollId } = await stage.ask({ answeredBy: 'poll' });
		const phone = stage.spectrum.phone(alice);
		stage.spectrum.receive({ from: alice, text: 'no' });
		phone.react(message.id, 'dislike');
		phone.vote(pollId, 'Approve');
		expect(dataOf(await handle)).toMatchObject({ approved: true });
	});

	test('an answer is confirmed with a tapback, if wanted', async () => {
		const { handle } = await stage.ask({ options: { confirmAnswer: true } });
		const phone = stage.spectrum.phone(alice);
		const { messageId } = stage.spectrum.receive({ from: alice, text: 'yes' });
		await handle;
		for (;;) {
			const event = await phone.nextEvent();
			if (event.type !== 'reaction') continue;
			expect(event).toMatchObject({ target: { guid: messageId }, reaction: { kind: 'like' }, isSet: true });
			break;
		}
	});
});

test('a free text gives the words', async () => {
	const { handle } = await stage.ask({ responseType: 'freeText', message: 'Where to?' });
	stage.spectrum.receive({ from: alice, text: 'To the station, please' });
	expect(dataOf(await handle)).toMatchObject({ text: 'To the station, please', timedOut: false });
});

test('a choice gives text and value, by vote, by number or by words', async () => {
	const choice = {
		responseType: 'choice',
		message: 'When?',
		answerChoices: {
			choice: [
				{ text: 'Monday', value: 'mon' },
				{ text: 'Tuesday', value: '' },
			],
		},
	};
	const first = await stage.ask(choice);
	expect(first.message.text).toBe('When?\n\n1. Monday\n2. Tuesday');
	stage.spectrum.phone(alice).vote(first.pollId, 'Monday');
	expect(dataOf(await first.handle)).toMatchObject({ choice: 'Monday', value: 'mon' });
	const second = await stage.ask(choice);
	stage.spectrum.receive({ from: alice, text: '2' });
	expect(dataOf(await second.handle)).toMatchObject({ choice: 'Tuesday', value: 'Tuesday' });
	const third = await stage.ask(choice);
	stage.spectrum.receive({ from: alice, text: 'monday' });
	expect(dataOf(await third.handle)).toMatchObject({ value: 'mon' });
});

describe('who may answer', () => {
	let space: string;

	beforeEach(async () => {
		await stage.stop();
		stage = await AskingStage.start({ plan: 'dedicated' });
		space = stage.spectrum.createGroup({ members: [alice, bob] });
	});

	const group = (parameters: object = {}) => ({ to: { __rl: true, mode: 'space', value: space }, ...parameters });

	test('in a group, only replies of listed people count, and others are told once', async () => {
		const { handle, message } = await stage.ask(group({ ...listed(bob), options: { tellOthers: 'Bob has to answer.' } }));
		const reply = { space, replyTo: { guid: message.id } };
		stage.spectrum.receive({ from: alice, text: 'yes', ...reply });
		expect(await stage.spectrum.phone(alice).next()).toMatchObject({ text: 'Bob has to answer.' });
		stage.spectrum.receive({ from: alice, text: 'yes', ...reply });
		stage.spectrum.receive({ from: bob, text: 'no', space });
		stage.spectrum.receive({ from: bob, text: 'yes', ...reply });
		expect(dataOf(await handle)).toMatchObject({ approved: true, responder: { address: bob } });
		expect(stage.spectrum.phone(alice).messages.filter(({ text }) => text === 'Bob has to answer.')).toHaveLength(1);
	});

	test('anyone may answer, where the author says so', async () => {
		const { handle, pollId } = await stage.ask(group({ mayAnswer: 'anyone' }));
		stage.spectrum.phone(bob).vote(pollId, 'Approve');
		expect(dataOf(await handle)).toMatchObject({ approved: true, responder: { address: bob } });
	});

	test('the person asked cannot be meant in a group', async () => {
		const execution = await stage.begin(group());
		expect(execution.errorOf('Send')?.message).toMatch(/"Who May Answer" is "The Person Asked", but the conversation is a group/);
	});
});

test('an opt-out ends the question, and is no answer', async () => {
	const { handle } = await stage.ask();
	stage.spectrum.receive({ from: alice, text: 'STOP' });
	stage.spectrum.receive({ from: alice, text: 'yes' });
	const data = dataOf(await handle);
	expect(data).toMatchObject({ optedOut: true, timedOut: false });
	expect(data).not.toHaveProperty('approved');
});

describe('two open questions', () => {
	test('words count only as replies, each answer for its own question', async () => {
		const first = await stage.ask({ message: 'The first?', answeredBy: 'words' });
		const second = await stage.ask({ message: 'The second?', answeredBy: 'words' });
		stage.spectrum.receive({ from: alice, text: 'yes' });
		stage.spectrum.receive({ from: alice, text: 'no', replyTo: { guid: second.message.id } });
		expect(dataOf(await second.handle)).toMatchObject({ approved: false });
		// The yes came while both were open. It decides neither, also now that one is left.
		stage.spectrum.receive({ from: alice, text: 'yes', replyTo: { guid: first.message.id } });
		const data = dataOf(await first.handle) as { readonly messageId: string };
		expect(data).toMatchObject({ approved: true });
		const rows = stage.spectrum.phone(alice).messages.map(({ id }) => id);
		expect(rows).not.toContain(data.messageId);
	});
});

test('what is taken back or edited before it is read counts as it is then', async () => {
	const { handle, message, pollId } = await stage.ask();
	stage.hub.close();
	const phone = stage.spectrum.phone(alice);
	phone.vote(pollId, 'Approve');
	phone.unvote(pollId);
	phone.react(message.id, 'like');
	phone.react(message.id, 'like', { isSet: false });
	const yes = stage.spectrum.receive({ from: alice, text: 'yes' });
	phone.unsend(yes.messageId);
	const edited = stage.spectrum.receive({ from: alice, text: 'yes' });
	phone.edit(edited.messageId, 'no');
	await stage.beat();
	expect(dataOf(await handle)).toMatchObject({ approved: false, text: 'no', messageId: edited.messageId });
});
