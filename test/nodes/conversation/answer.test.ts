import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import { oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const type = 'n8n-nodes-spectrum-imessage.imessageConversation';
const startSetting = useSpectrum((spectrum) => startHostFor(spectrum, { [type]: new ImessageConversation() }));
const alice = '+15551234567';

async function asked(options: object = {}) {
	const { spectrum, host } = await startSetting(options);
	const { spaceId, messageId: question } = spectrum.receive({ from: alice, text: 'Ask me' });
	const parameters = {
		resource: 'conversation',
		operation: 'getAnswer',
		to: { __rl: true, mode: 'space', value: spaceId },
		messageId: question,
	};
	const look = async (more: object = {}) => {
		const execution = await host.execute(oneNode(type, { ...parameters, ...more }), { triggerItems: [{ json: {} }] });
		expect(execution.status).toBe('success');
		return execution.json(underTest)[0];
	};
	const refused = async (more: object) => {
		const execution = await host.execute(oneNode(type, { ...parameters, ...more }), { triggerItems: [{ json: {} }] });
		return execution.errorOf(underTest)?.message;
	};
	return { spectrum, question, spaceId, look, refused };
}

test('says whether a question was answered since, and how', async () => {
	const { spectrum, question, spaceId, look } = await asked();
	expect(await look()).toEqual({ spaceId, spaceType: 'dm', line: 'shared', messageId: question, answered: false });
	const { messageId } = spectrum.receive({ from: alice, text: 'Ja' });
	expect(await look()).toMatchObject({
		answered: true,
		data: { approved: true, text: 'Ja', messageId, responder: { address: alice }, timedOut: false },
	});
	expect(await look({ onlyReplies: true })).toMatchObject({ answered: false });
	expect(await look({ responseType: 'freeText' })).toMatchObject({ data: { text: 'Ja' } });
	expect(
		await look({
			responseType: 'choice',
			answerChoices: {
				choice: [
					{ text: 'Ja', value: '1' },
					{ text: 'Nein', value: '2' },
				],
			},
		}),
	).toMatchObject({ data: { choice: 'Ja', value: '1' } });
	expect(await look({ mayAnswer: 'listed', approvers: { person: [{ address: '+15550000009', allowSms: false }] } })).toMatchObject({
		answered: false,
	});
});

test('an opt-out is no answer', async () => {
	const { spectrum, look } = await asked();
	spectrum.receive({ from: alice, text: 'Stop' });
	expect(await look()).toMatchObject({ answered: false, data: { optedOut: true } });
});

test('the votes of a poll count', async () => {
	const { spectrum, spaceId, look } = await asked();
	const poll = spectrum.phone(alice).createPoll(spaceId, 'May we?', ['Yes, please', 'No']);
	spectrum.phone(alice).vote(poll.guid, 'Yes, please');
	expect(await look({ pollId: poll.guid })).toMatchObject({ answered: true, data: { approved: true } });
});

test('a poll of another conversation says nothing about this one', async () => {
	const { spectrum, look, refused } = await asked({ plan: 'dedicated' });
	const group = spectrum.createGroup({ members: [alice, '+15557654321'] });
	const poll = spectrum.phone(alice).createPoll(group, 'May we?', ['Yes, please', 'No']);
	spectrum.phone(alice).vote(poll.guid, 'Yes, please');
	expect(await refused({ pollId: poll.guid })).toMatch(/The poll .* is not in the conversation/);
	expect(await look()).toMatchObject({ answered: false });
});
