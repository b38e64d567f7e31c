import { ImessagePoll } from '../../../nodes/ImessagePoll/ImessagePoll.node';
import type { Simulator } from '../../../simulator/src';
import { example, startExampleHost } from '../../support/exampleRun';
import type { TestHost } from '../../support/host';
import { inbound } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const startSetting = useSpectrum((simulator) =>
	startExampleHost(
		simulator,
		{ 'n8n-nodes-spectrum-imessage.imessagePoll': new ImessagePoll() },
		// An hour later somebody has voted.
		{
			'n8n-nodes-base.wait': ({ json }) => {
				simulator.phone(person).vote(json.pollId as string, 'Pasta');
				return { json };
			},
		},
	),
);
let spectrum: Simulator;
let host: TestHost;

beforeEach(async () => {
	({ spectrum, host } = await startSetting());
});

async function run(name: string) {
	const { messageId, spaceId } = spectrum.receive({ from: person, text: 'Hi' });
	const execution = await host.execute(example(name), { triggerItems: [inbound(spaceId, messageId)] });
	expect([execution.status, execution.error]).toEqual(['success', undefined]);
	return execution;
}

test('poll-create asks in the conversation', async () => {
	await run('poll-create');
	expect(spectrum.phone(person).messages).toMatchObject([
		{ poll: { title: 'Where shall we eat on Friday?', options: ['Pizza', 'Pasta'] } },
	]);
});

test('poll-get tells the conversation how the votes stand', async () => {
	await run('poll-get');
	expect(spectrum.phone(person).messages.at(-1)?.text).toBe('Pizza: 0\nPasta: 1');
});

test('poll-vote votes by the value of an option', async () => {
	const execution = await run('poll-vote');
	expect(execution.json('Vote')).toMatchObject([{ votedFor: { text: 'Pasta', value: 'restaurant-7' }, totalVotes: 1 }]);
});

test('poll-unvote withdraws the vote', async () => {
	const execution = await run('poll-unvote');
	expect(execution.json('Vote')).toMatchObject([{ totalVotes: 1 }]);
	expect(execution.json('Withdraw')).toMatchObject([{ totalVotes: 0 }]);
});

test('poll-add-option adds an option with a value', async () => {
	const execution = await run('poll-add-option');
	expect(execution.json('Add an option')).toMatchObject([{ added: { text: 'Sushi', value: 'restaurant-31' } }]);
	expect(spectrum.phone(person).eventsOf('pollOption')).toMatchObject([{ text: 'Sushi' }]);
});
