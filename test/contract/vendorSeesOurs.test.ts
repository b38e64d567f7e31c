import { sharedPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import type { TestHost } from '../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../support/oneNode';
import { allNodes } from '../support/allNodes';
import { Simulator } from '../../simulator/src';
import { type AdvancedIMessage, vendorClient } from './vendorDriver';

const person = '+15551234567';
const space = `any;-;${person}`;
let spectrum: Simulator;
let host: TestHost;
let vendor: AdvancedIMessage;

beforeEach(async () => {
	spectrum = await Simulator.start({ tls: false, plan: 'dedicated' });
	host = await startHostFor(spectrum, allNodes());
	vendor = await vendorClient(spectrum);
});

afterEach(async () => {
	await vendor.close();
	await host.stop();
	sharedPool.close();
	await spectrum.stop();
});

/** Runs one of our nodes behind a message from the person, and gives the ids of its output. */
async function run(node: string, parameters: object, messageId?: string): Promise<{ messageId: string; pollId: string }> {
	const type = `n8n-nodes-spectrum-imessage.${node}`;
	const workflow = oneNode(type, { authentication: 'spectrumSelfHostedApi', ...parameters });
	const line = spectrum.lines[0]?.phone;
	const execution = await host.execute(workflow, { triggerItems: [inbound(space, messageId, line)] });
	expect(execution.errorOf(underTest)).toBeUndefined();
	return execution.json(underTest)[0] as { messageId: string; pollId: string };
}

function received(text: string): string {
	return spectrum.receive({ from: person, text }).messageId;
}

test('formatting, as ranges counted in UTF-16, and text effects', async () => {
	received('Hi');
	const { messageId } = await run('imessage', {
		text: '😀 **bold** and *soft*',
		options: { textEffects: { effect: [{ effect: 'shake', part: 'and' }] } },
	});
	const { content } = await vendor.messages.get(messageId);
	expect(content.text).toBe('😀 bold and soft');
	expect(content.formatting).toEqual(
		expect.arrayContaining([
			expect.objectContaining({ type: 'bold', start: 3, length: 4 }),
			expect.objectContaining({ type: 'italic', start: 12, length: 4 }),
			expect.objectContaining({ type: 'effect', effectName: 'shake', start: 8, length: 3 }),
		]),
	);
});

test('the id of an effect', async () => {
	received('Hi');
	const { messageId } = await run('imessageEffect', { operation: 'sendText', effect: 'confetti', text: 'Congratulations' });
	const { content } = await vendor.messages.get(messageId);
	expect(content.expressiveSendStyleId).toBe('com.apple.messages.effect.CKConfettiEffect');
});

test('what a reply answers', async () => {
	const question = received('Are you open?');
	const { messageId } = await run('imessage', { operation: 'reply', text: 'Until ten' }, question);
	await expect(vendor.messages.get(messageId)).resolves.toMatchObject({ replyTargetGuid: question });
});

test('reactions, given and taken away', async () => {
	const message = received('We are moving');
	await run('imessageTapback', { operation: 'add', reaction: 'heart' }, message);
	const reacted = await vendor.messages.get(message);
	expect(reacted.appliedReactions).toEqual([
		expect.objectContaining({ isFromMe: true, reaction: expect.objectContaining({ kind: 'love' }) }),
	]);
	await run('imessageTapback', { operation: 'remove', reaction: 'heart' }, message);
	await expect(vendor.messages.get(message)).resolves.toMatchObject({ appliedReactions: [] });
});

test('polls and votes', async () => {
	received('Hi');
	const poll = await run('imessagePoll', {
		operation: 'create',
		title: 'When?',
		pollOptions: {
			option: [
				{ text: 'Monday', value: 'mon' },
				{ text: 'Tuesday', value: 'tue' },
			],
		},
	});
	await run('imessagePoll', { operation: 'vote', pollId: poll.pollId, option: 'tue' });
	const seen = await vendor.polls.get(poll.pollId);
	const tuesday = seen.options.find((option) => option.text === 'Tuesday');
	expect(seen.votes.map((vote) => vote.optionIdentifier)).toEqual([tuesday?.optionIdentifier]);
});

test('edits, and a conversation marked as read', async () => {
	received('Hi');
	const { messageId } = await run('imessage', { text: 'Helo' });
	await run('imessage', { operation: 'edit', messageId, text: 'Hello' });
	const edited = await vendor.messages.get(messageId);
	expect(edited).toMatchObject({ content: { text: 'Hello' }, dateEdited: expect.any(Date) });
	await run('imessageConversation', { resource: 'conversation', operation: 'markRead' });
	await expect(vendor.chats.get(space)).resolves.toMatchObject({ unreadCount: 0 });
});
