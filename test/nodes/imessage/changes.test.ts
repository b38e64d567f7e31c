import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import { FakeClock } from '../../support/fakeClock';
import type { TestHost } from '../../support/host';
import { credentials, inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { sendType } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const space = `any;-;${person}`;
const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [sendType]: new Imessage() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

const run = async (parameters: object, ...triggerItems: Array<{ json: object; binary?: object }>) =>
	await host.execute(oneNode(sendType, parameters), { triggerItems: triggerItems as never });
const methods = () => spectrum.calls.map(({ method }) => method);
const arrived = () => spectrum.phone(person).messages.at(-1);

/** A text of our own, and the item that iMessage gave for it. */
async function sent(text = 'First', phone = 'shared') {
	const execution = await run({ text }, inbound(space, undefined, phone));
	expect(execution.error).toBeUndefined();
	return { json: execution.json(underTest)[0] as { messageId: string; spaceId: string } };
}

describe('reply', () => {
	test('behind the Trigger it answers the incoming message, formatted', async () => {
		await start();
		const { messageId, spaceId } = spectrum.receive({ from: person, text: 'Really?' });
		const execution = await run({ operation: 'reply', text: '**Yes**' }, inbound(spaceId, messageId));
		expect(execution.error).toBeUndefined();
		expect(arrived()).toMatchObject({ text: 'Yes', replyTo: messageId, formatting: [{ type: 'bold', start: 0, length: 3 }] });
		expect(execution.json(underTest)).toMatchObject([{ messageId: arrived()?.id, spaceId, line: 'shared' }]);
	});

	test('in a group it answers in the group, and one part of an album alone', async () => {
		await start();
		const group = spectrum.createGroup({ members: [person, '+15557654321'] });
		const items = [1, 2].map((n) => ({ type: 'attachment', name: `${n}.jpg`, mimeType: 'image/jpeg' }));
		const { messageId } = spectrum.receive({ from: person, space: group, content: { type: 'group', items } });
		const execution = await run({ operation: 'reply', text: 'Nice one', messageId: `p:1/${messageId}` }, inbound(group));
		expect(execution.error).toBeUndefined();
		expect(spectrum.phone('+15557654321').messages.at(-1)).toMatchObject({ spaceId: group, replyTo: messageId, replyToPart: 1 });
	});

	test('a reaction is answered at the message reacted to', async () => {
		await start();
		const { json } = await sent();
		const item = {
			json: {
				event: 'message.reactionAdded',
				space: { id: space },
				content: { type: 'reaction', emoji: 'x', target: { id: json.messageId } },
				message: { id: `${json.messageId}:reaction:9` },
			},
		};
		const execution = await run({ operation: 'reply', text: 'Glad you like it' }, item);
		expect(execution.error).toBeUndefined();
		expect(arrived()?.replyTo).toBe(json.messageId);
	});

	test('what the server refuses is shown', async () => {
		await start();
		const execution = await run({ operation: 'reply', text: 'Hi', messageId: 'spc-msg-unknown' }, inbound(space));
		expect(execution.errorOf(underTest)).toMatchObject({ name: 'NodeApiError', context: expect.anything() });
		expect(JSON.stringify(execution.stored())).toContain('messageNotFound');
	});
});

describe('edit', () => {
	test('behind the node that sent it, the message gets a new text', async () => {
		await start();
		const item = await sent();
		const execution = await run({ operation: 'edit', text: '**Second** &amp; last', options: { backwardCompatText: 'Correction' } }, item);
		expect(execution.error).toBeUndefined();
		expect(arrived()).toMatchObject({ id: item.json.messageId, text: 'Second & last' });
		expect(execution.json(underTest)).toEqual([
			{
				messageId: item.json.messageId,
				spaceId: space,
				spaceType: 'dm',
				line: 'shared',
				edited: true,
				editedAt: expect.stringMatching(/Z$/),
			},
		]);
		expect(spectrum.phone(person).eventsOf('edit')).toMatchObject([{ text: 'Second & last', backwardCompatText: 'Correction' }]);
	});

	test('as typed, the marks stay; one part alone can be meant', async () => {
		await start();
		const { json } = await sent();
		const execution = await run({ operation: 'edit', text: '*x*', format: 'plain', messageId: `p:0/${json.messageId}` }, inbound(space));
		expect(execution.error).toBeUndefined();
		expect(spectrum.phone(person).eventsOf('edit')).toMatchObject([{ text: '*x*', target: { guid: json.messageId, part: 0 } }]);
	});

	test('after 15 minutes the server refuses, and that is shown', async () => {
		const clock = new FakeClock();
		await start({ clock, tokenTtlSeconds: 36_000 });
		const item = await sent();
		await clock.advance(16 * 60_000);
		const execution = await run({ operation: 'edit', text: 'Too late' }, item);
		expect(JSON.stringify(execution.stored())).toContain('preconditionFailed');
		expect(arrived()?.text).toBe('First');
	});
});

describe('unsend and notify anyway', () => {
	test('a message is taken back, on the line it went through', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		spectrum.receive({ from: person, text: 'Hi', line: '+15550000002' });
		const item = await sent('First', '+15550000002');
		const execution = await run({ operation: 'unsend' }, item);
		expect(execution.error).toBeUndefined();
		expect(arrived()?.unsentAt).toMatch(/Z$/);
		expect(execution.json(underTest)).toMatchObject([{ messageId: item.json.messageId, spaceId: space, unsent: true }]);
		expect(spectrum.calls.map(({ method, line }) => [method, line])).toEqual([
			['SendTextMessage', '+15550000002'],
			['UnsendMessage', '+15550000002'],
		]);
	});

	test('a silenced message is alerted about', async () => {
		await start();
		spectrum.phone(person).focus = true;
		const item = await sent();
		expect(arrived()?.isSilenced).toBe(true);
		const execution = await run({ operation: 'notifyAnyway' }, item);
		expect(execution.error).toBeUndefined();
		expect(arrived()?.isSilenced).toBe(false);
		expect(execution.json(underTest)).toEqual([
			{ messageId: item.json.messageId, spaceId: space, spaceType: 'dm', line: 'shared', notified: true },
		]);
	});

	test('one idempotency key serves several messages of a conversation, each once', async () => {
		await start();
		const first = await sent('First');
		const second = await sent('Second');
		const parameters = { operation: 'edit', text: 'Changed', options: { idempotencyKey: 'fix' } };
		for (let time = 0; time < 2; time++) expect((await run(parameters, first, second)).error).toBeUndefined();
		expect(
			spectrum
				.phone(person)
				.eventsOf('edit')
				.map(({ target }) => target.guid),
		).toEqual([first.json.messageId, second.json.messageId]);
	});
});

describe('rich link', () => {
	test('a URL is sent with its preview', async () => {
		await start();
		const { messageId } = spectrum.receive({ from: person, text: 'Where?' });
		const execution = await run(
			{ operation: 'sendRichLink', url: ' https://example.com/a_b ', options: { replyTo: messageId } },
			inbound(space),
		);
		expect(execution.error).toBeUndefined();
		expect(arrived()).toMatchObject({ text: 'https://example.com/a_b', linkPreview: true, replyTo: messageId, formatting: [] });
		expect(execution.json(underTest)).toMatchObject([{ messageId: arrived()?.id }]);
	});
});

describe('what is refused before any call', () => {
	const nothing = { json: { unrelated: true } };
	test.each<[string, object, object, RegExp]>([
		[
			'a reply to nothing',
			{ operation: 'reply', text: 'Hi', to: { mode: 'address', value: person } },
			nothing,
			/"Message ID" is empty, and the item does not come from a message/,
		],
		['a reply of nothing', { operation: 'reply', text: ' ' }, inbound(space), /"Text" is empty/],
		[
			'a part that is none',
			{ operation: 'reply', text: 'Hi', messageId: 'p:x' },
			inbound(space),
			/"Message ID" starts like a part.*found "p:x"/,
		],
		['an edit to nothing', { operation: 'edit', text: ' ' }, inbound(space), /"New Text" is empty/],
		['an edit to nothing that is seen', { operation: 'edit', text: '\u200b' }, inbound(space), /"New Text" is empty/],
		['an edit nowhere', { operation: 'edit', text: 'x', messageId: 'a' }, nothing, /"Conversation" is empty/],
		['an unsend of nothing', { operation: 'unsend', to: { mode: 'address', value: person } }, nothing, /"Message ID" is empty/],
		['an alert about nothing', { operation: 'notifyAnyway', to: { mode: 'address', value: person } }, nothing, /"Message ID" is empty/],
		['no link', { operation: 'sendRichLink', url: ' ' }, inbound(space), /"Link" is empty/],
		[
			'a link without scheme',
			{ operation: 'sendRichLink', url: 'example.com/x' },
			inbound(space),
			/"Link" does not begin with https:\/\/; found "example.com\/x"/,
		],
		['a link with words', { operation: 'sendRichLink', url: 'see https://example.com' }, inbound(space), /"Link" contains more than a URL/],
		['a script', { operation: 'sendRichLink', url: 'javascript:alert(1)' }, inbound(space), /"Link" is not an http/],
	])('%s', async (_name, parameters, item, message) => {
		await start();
		const execution = await run(parameters, item as never);
		expect(execution.errorOf(underTest)).toMatchObject({ name: 'NodeApiError', message: expect.stringMatching(message) });
		expect(spectrum.calls).toHaveLength(0);
		expect(spectrum.requests).toHaveLength(0);
	});

	test('a password in a link is not repeated', async () => {
		await start();
		const execution = await run({ operation: 'sendRichLink', url: 'https://me:s3cret@example.com' }, inbound(space));
		expect(execution.errorOf(underTest)?.message).toMatch(/carries a user name or password/);
		expect(execution.errorOf(underTest)?.message).not.toContain('s3cret');
	});
});

test('as a tool, an AI replies to a message that it names', async () => {
	await start();
	const { messageId } = spectrum.receive({ from: person, text: 'Hi' });
	const node = {
		id: 'tool',
		name: 'Send',
		type: sendType,
		typeVersion: 1,
		parameters: {
			operation: 'reply',
			to: { __rl: true, mode: 'address', value: person },
			messageId: "={{ $fromAI('message', 'Message to answer', 'string') }}",
			text: "={{ $fromAI('text', 'What to say', 'string') }}",
		},
		credentials,
	};
	await host.executeAsTool(node, { message: messageId, text: '*Hello*' });
	expect(arrived()).toMatchObject({ replyTo: messageId, text: 'Hello' });
	// The message is not the one that started the run, so its conversation is looked up.
	expect(methods()).toEqual(['GetMessage', 'SendTextMessage']);
});
