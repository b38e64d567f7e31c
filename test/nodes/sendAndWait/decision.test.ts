import { alice, AskingStage, dataOf } from '../../support/asking';

let stage: AskingStage;
beforeEach(async () => {
	stage = await AskingStage.start();
});
afterEach(async () => await stage.stop());

const shown = (more: object = {}, options: object = {}) => ({ answeredBy: 'words', ...more, options: { showDecision: true, ...options } });

/** The text of the question after its next edit. */
async function edited(): Promise<string | undefined> {
	const phone = stage.spectrum.phone(alice);
	for (;;) {
		const event = await phone.nextEvent();
		if (event.type === 'edit') return event.text;
	}
}

test.each<[string, object, object, string, string]>([
	['an approval', {}, {}, 'yes', 'May I?\n\n✅ Approved'],
	['a refusal', {}, {}, 'no', 'May I?\n\n❌ Declined'],
	['an approval in other words', {}, { approveLabel: 'Senden' }, 'ja', 'May I?\n\n✅ Senden'],
	['a free text', { responseType: 'freeText' }, {}, 'My secret', 'May I?\n\n✅'],
	[
		'a choice',
		{ responseType: 'choice', answerChoices: { choice: [{ text: 'Monday' }, { text: 'Approve' }] } },
		{},
		'2',
		'May I?\n\n1. Monday\n2. Approve\n\n✅ Approve',
	],
])('the question shows %s', async (_case, more, options, answer, text) => {
	const { handle } = await stage.ask(shown({ message: 'May I?', ...more }, options));
	stage.spectrum.receive({ from: alice, text: answer });
	await handle;
	expect(await edited()).toBe(text);
});

test('an edit that fails, or comes too late, never undoes the decision', async () => {
	const failing = await stage.ask(shown());
	stage.spectrum.faults.add('EditMessage', { type: 'error', code: 'preconditionFailed' });
	stage.spectrum.receive({ from: alice, text: 'yes' });
	expect(dataOf(await failing.handle)).toMatchObject({ approved: true });
	const late = await stage.ask(shown());
	stage.hub.close();
	stage.pass(16);
	stage.spectrum.receive({ from: alice, text: 'yes' });
	await stage.beat();
	expect(dataOf(await late.handle)).toMatchObject({ approved: true });
	expect(stage.spectrum.calls.filter(({ method }) => method === 'EditMessage')).toHaveLength(1);
});

test('without the option, and after the limit, the question stays as it is', async () => {
	const plain = await stage.ask({ answeredBy: 'words' });
	stage.spectrum.receive({ from: alice, text: 'yes' });
	await plain.handle;
	const late = await stage.ask(shown({ limitAmount: 2, limitUnit: 'minutes' }));
	await stage.clock.advance(2 * 60_000);
	expect(dataOf(await late.handle)).toEqual({ timedOut: true });
	expect(stage.spectrum.calls.filter(({ method }) => method === 'EditMessage')).toEqual([]);
});
