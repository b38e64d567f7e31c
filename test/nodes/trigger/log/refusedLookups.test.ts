import { logWorkflow, nextEvents, nextTexts, useLogStage, type LogStage } from '../../../support/logHost';
import { warnings } from '../../../support/triggerHost';

const alice = '+15551230001';
const direct = `any;-;${alice}`;

const startStage = useLogStage();
let stage: LogStage;
beforeEach(async () => {
	stage = await startStage();
});
/** Alice votes in a poll that the server fails over whenever it is asked for it. */
function voteInBrokenPoll(): string {
	const { spectrum } = stage;
	const phone = spectrum.phone(alice);
	const poll = phone.createPoll(direct, 'Lunch?', ['Pizza', 'Soup']).guid;
	spectrum.faults.add('GetPoll', { type: 'error', code: 'databaseError' }, { times: Number.POSITIVE_INFINITY });
	phone.vote(poll, 'Pizza');
	return poll;
}

test('a poll that the server cannot read keeps no message of its conversation: the vote is told without it, aloud', async () => {
	const { spectrum, host } = stage;
	await host.activate(logWorkflow({ events: ['message.received', 'poll.voted'] }));
	spectrum.receive({ from: alice, text: 'Before' });
	const poll = voteInBrokenPoll();
	spectrum.receive({ from: alice, text: 'My house is on fire' });
	const [before, vote, after] = await nextEvents(host, 3);
	expect([before?.message?.text, after?.message?.text]).toEqual(['Before', 'My house is on fire']);
	expect(vote).toMatchObject({
		event: 'poll.voted',
		sender: { address: alice },
		poll: { id: poll, option: { id: expect.any(String) as unknown } },
	});
	expect(vote?.poll).not.toHaveProperty('tally');
	expect(warnings(host).at(-1)).toMatch(
		/Event \d+ \(poll\.voted\) of line \+15550000001 cannot be read in full.* starts a run without the missing details: The server failed to read or write its data/,
	);
});

test('a receipt of which nobody can tell whose it is is passed over aloud', async () => {
	const { spectrum, host } = stage;
	await host.activate(logWorkflow({ events: ['message.received', 'message.read'] }));
	spectrum.receive({ from: alice, text: 'Before' });
	const own = spectrum.ownDevice().send(direct, 'Hello');
	spectrum.faults.add('GetMessage', { type: 'error', code: 'unauthorized' }, { times: Number.POSITIVE_INFINITY });
	spectrum.phone(alice).read(own);
	spectrum.receive({ from: alice, text: 'After' });
	expect(await nextTexts(host, 2)).toEqual(['Before', 'After']);
	expect(warnings(host).at(-1)).toMatch(
		/\(message\.read\) of line \+15550000001 cannot be read in full.* starts no run without them: The credential may not do this/,
	);
});

test.each(['privateApiUnavailable', 'preconditionFailed', 'operationNotSupported'] as const)(
	'a receipt is not lost while the server says %s for a moment',
	async (code) => {
		const { spectrum, host } = stage;
		await host.activate(logWorkflow({ events: ['message.read'] }));
		spectrum.receive({ from: alice, text: 'Hi' });
		const own = spectrum.ownDevice().send(direct, 'Hello');
		spectrum.faults.add('GetMessage', { type: 'error', code }, { times: 2 });
		spectrum.phone(alice).read(own);
		expect(await nextEvents(host, 1)).toMatchObject([{ event: 'message.read', message: { text: 'Hello' } }]);
	},
);

test('a test event in the editor does not wait for what the server refuses: it is told without it', async () => {
	const { spectrum, host } = stage;
	spectrum.receive({ from: alice, text: 'Hi' });
	const poll = voteInBrokenPoll();
	const run = await host.execute(logWorkflow({ receiveBy: 'polling', events: ['poll.voted'] }), { mode: 'manual' });
	expect(run.json('Next')).toMatchObject([{ event: 'poll.voted', poll: { id: poll } }]);
});
