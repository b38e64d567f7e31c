import { ImessageTapback } from '../../../nodes/ImessageTapback/ImessageTapback.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { credentials, inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum, type StartHost } from '../../support/useSpectrum';

const person = '+15551234567';
const other = '+15557654321';
const space = `any;-;${person}`;
const type = 'n8n-nodes-spectrum-imessage.imessageTapback';
const party = '\u{1F389}';
const atAddress = (value: string) => ({ __rl: true, mode: 'address', value });
const tapback = (parameters: object, settings?: object) => oneNode(type, parameters, settings);

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessageTapback() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions, startHost?: StartHost): Promise<void> {
	({ spectrum, host } = await startSetting(options, startHost));
}

/** Somebody writes; the answer is what the Trigger would say of it. */
function received(text = 'Hi', from = person) {
	const { messageId, spaceId, line } = spectrum.receive({ from, text });
	return { messageId, item: inbound(spaceId, messageId, line) };
}

/** What stands on a message of the line's history now. */
const standing = (messageId: string) =>
	spectrum
		.store()
		.messages.get(messageId)
		?.reactions.map(({ reaction, part }) => ({ ...reaction, part }));

describe('tapbacks and emoji', () => {
	test.each([
		[{ reaction: 'love' }, { kind: 'love' }],
		[{ reaction: 'question' }, { kind: 'question' }],
		[{ reaction: '={{ "Heart" }}' }, { kind: 'love' }],
		[{ reaction: '={{ "thumbs_up" }}' }, { kind: 'like' }],
		[{ reaction: '={{ "thumbs down" }}' }, { kind: 'dislike' }],
		[{ reaction: '={{ "exclamation" }}' }, { kind: 'emphasize' }],
		[{ reaction: `={{ "${party}" }}` }, { kind: 'emoji', emoji: party }],
		[{ reaction: { __rl: true, mode: 'list', value: 'laugh', cachedResultName: 'Laugh' } }, { kind: 'laugh' }],
		[{ reaction: { __rl: true, mode: 'name', value: ':thumbs_up:' } }, { kind: 'like' }],
		[{ reaction: { __rl: true, mode: 'name', value: `={{ "${party}" }}` } }, { kind: 'emoji', emoji: party }],
		[
			{ reaction: { __rl: true, mode: 'list', value: 'emoji', cachedResultName: 'Other Emoji' }, emoji: party },
			{ kind: 'emoji', emoji: party },
		],
		[
			{ reaction: 'emoji', emoji: party },
			{ kind: 'emoji', emoji: party },
		],
		[
			{ reaction: 'emoji', emoji: '\u{1F44D}\u{1F3FD}' },
			{ kind: 'emoji', emoji: '\u{1F44D}\u{1F3FD}' },
		],
		// As webhooks show a native one, without the selector that some programs drop.
		[{ reaction: 'emoji', emoji: '\u2764' }, { kind: 'love' }],
		[{ reaction: 'emoji', emoji: 'heart' }, { kind: 'love' }],
	])('%j stands on the phone as %j', async (parameters, reaction) => {
		await start();
		const { messageId, item } = received();
		const run = await host.execute(tapback({ operation: 'add', ...parameters }), { triggerItems: [item] });
		expect(run.status).toBe('success');
		expect(spectrum.phone(person).reactions).toMatchObject([{ target: { guid: messageId }, reaction, isSet: true }]);
		expect(standing(messageId)).toEqual([{ ...reaction, part: undefined }]);
		expect(run.json(underTest)).toEqual([
			{
				messageId,
				tapback: reaction.kind,
				...('emoji' in reaction ? { emoji: reaction.emoji } : {}),
				isSet: true,
				tapbackId: spectrum.phone(person).reactions[0]?.reactionId,
				spaceId: space,
				spaceType: 'dm',
				line: 'shared',
				sentAt: expect.stringMatching(/Z$/),
			},
		]);
	});

	test('removing takes away that one and leaves the others', async () => {
		await start();
		const { messageId, item } = received();
		for (const reaction of ['love', 'laugh']) {
			await host.execute(tapback({ operation: 'add', reaction }), { triggerItems: [item] });
		}
		const run = await host.execute(tapback({ operation: 'remove', reaction: 'love' }), { triggerItems: [item] });
		expect(run.json(underTest)).toMatchObject([{ messageId, tapback: 'love', isSet: false, spaceId: space }]);
		expect(standing(messageId)).toEqual([{ kind: 'laugh', part: undefined }]);
		expect(spectrum.phone(person).reactions.at(-1)).toMatchObject({ reaction: { kind: 'love' }, isSet: false });
	});

	test('each item has its own message and reaction, over one connection', async () => {
		// HTTP has no connection that belongs to a credential.
		await start({}, (simulator) => startHostFor(simulator, { [type]: new ImessageTapback() }, 'grpc'));
		const list = Array.from({ length: 50 }, (_, index) => ({
			...received(`Message ${index}`),
			reaction: ['heart', party, 'haha'][index % 3],
		}));
		const run = await host.execute(tapback({ operation: 'add', reaction: '={{ $json.reaction }}' }), {
			triggerItems: list.map(({ item, reaction }) => ({ json: { ...item.json, reaction } })),
		});
		expect(run.items(underTest).map(({ pairedItem }) => pairedItem)).toEqual(list.map((_, item) => ({ item })));
		expect(list.map(({ messageId }) => standing(messageId)?.[0]?.kind)).toEqual(
			list.map((_, index) => ['love', 'emoji', 'laugh'][index % 3]),
		);
		expect(spectrum.connections.opened).toBe(1);
	});
});

describe('which message', () => {
	test('an id, and one part of it; the part travels in its own field', async () => {
		await start();
		const { messageId } = spectrum.receive({
			from: person,
			content: {
				type: 'group',
				items: [
					{ type: 'text', text: 'One' },
					{ type: 'text', text: 'Two' },
				],
			},
		});
		const run = await host.execute(tapback({ operation: 'add', to: atAddress(person), messageId: `p:1/${messageId}` }));
		expect(run.json(underTest)).toMatchObject([{ messageId: `p:1/${messageId}` }]);
		expect(spectrum.phone(person).reactions).toMatchObject([{ target: { guid: messageId, part: 1 } }]);
	});

	test('behind a reaction, the message that was reacted to', async () => {
		await start();
		const { messageId, item } = received();
		const content = { type: 'reaction', emoji: party, target: { id: messageId } };
		const event = { json: { ...item.json, event: 'message.reactionAdded', message: { id: `${messageId}:reaction:7` }, content } };
		await host.execute(tapback({ operation: 'add' }), { triggerItems: [event] });
		expect(standing(messageId)).toEqual([{ kind: 'love', part: undefined }]);
	});

	test('the last one that somebody wrote: not ours, not a reaction, not one taken back', async () => {
		await start();
		received('Older');
		const { messageId } = received('The one');
		const { messageId: takenBack } = received('Forget it');
		const store = spectrum.store();
		Object.assign(store.messages.get(takenBack) ?? {}, { retractedAt: Date.now() });
		store.send(store.directChat(person), { parts: [{ bubble: 0, text: 'Ours' }] });
		await host.execute(tapback({ operation: 'add', to: atAddress(person), findBy: 'lastReceived' }));
		// What came since is not a message that a person wrote.
		spectrum.phone(person).react(messageId, 'like');
		const run = await host.execute(tapback({ operation: 'add', reaction: 'laugh', to: atAddress(person), findBy: 'lastReceived' }));
		expect(run.json(underTest)).toMatchObject([{ messageId, tapback: 'laugh' }]);
		expect(
			standing(messageId)
				?.map(({ kind }) => kind)
				.sort(),
		).toEqual(['laugh', 'like', 'love']);
	});

	test('our own message by its text', async () => {
		await start();
		const { item } = received('Hello');
		const store = spectrum.store();
		const { guid } = store.send(store.directChat(person), { parts: [{ bubble: 0, text: 'Hello' }] });
		const run = await host.execute(tapback({ operation: 'add', findBy: 'text', messageText: 'Hello', options: { searchAmong: 'mine' } }), {
			triggerItems: [item],
		});
		expect(run.json(underTest)).toMatchObject([{ messageId: guid }]);
	});

	test('the one with exactly this text, of anybody', async () => {
		await start();
		const { messageId, item } = received('Shall we meet at eight?');
		received('shall we meet at eight?');
		received('Shall we meet at eight? Or nine?');
		const run = await host.execute(tapback({ operation: 'add', findBy: 'text', messageText: ' Shall we meet at eight?\n' }), {
			triggerItems: [item],
		});
		expect(run.json(underTest)).toMatchObject([{ messageId }]);
	});

	test('several with the text are an error that lists them, and nothing is done', async () => {
		await start();
		const { messageId: first, item } = received('Hi');
		const { messageId: second } = received('Hi');
		const run = await host.execute(tapback({ operation: 'add', findBy: 'text', messageText: 'Hi' }), { triggerItems: [item] });
		const error = run.errorOf(underTest);
		expect(error?.message).toMatch(/2 messages have exactly the text "Hi"/);
		expect(error?.message).toContain(first);
		expect(error?.message).toContain(second);
		expect(error?.message).toContain(`from ${person}`);
		expect(error?.message).toContain('looked at the newest 2 messages, which are all of them');
		expect(error?.description).toMatch(/by one of these IDs/);
		expect(spectrum.phone(person).reactions).toHaveLength(0);
	});

	test('a narrower search finds the one', async () => {
		await start();
		received('Hi');
		const { messageId, item } = received('Hi');
		const options = { searchDepth: 1, searchAmong: 'received' };
		const run = await host.execute(tapback({ operation: 'add', findBy: 'text', messageText: 'Hi', options }), { triggerItems: [item] });
		expect(run.json(underTest)).toMatchObject([{ messageId }]);
	});

	test('a text that is not there says how far it looked', async () => {
		await start();
		for (let index = 0; index < 4; index++) received(`Message ${index}`);
		const { item } = received('Hi');
		const parameters = { operation: 'add', findBy: 'text', messageText: 'Message 0', options: { searchDepth: 3 } };
		const run = await host.execute(tapback(parameters), { triggerItems: [item] });
		expect(run.errorOf(underTest)?.message).toBe('No message has exactly the text "Message 0"; looked at the newest 3 messages');
		expect(run.errorOf(underTest)?.description).toContain('up to 1000');
	});

	test('nobody has written', async () => {
		await start();
		const group = spectrum.createGroup({ members: [person, other] });
		const run = await host.execute(tapback({ operation: 'add', findBy: 'lastReceived' }), { triggerItems: [inbound(group)] });
		expect(run.errorOf(underTest)?.message).toMatch(/The conversation any;\+;.* has no received message/);
	});
});

test('a dedicated line reacts where the conversation is held', async () => {
	await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
	const { messageId } = spectrum.receive({ from: person, text: 'Hi', line: '+15550000002' });
	const run = await host.execute(tapback({ operation: 'add', to: atAddress(person), messageId }));
	expect(run.json(underTest)).toMatchObject([{ line: '+15550000002', messageId }]);
	expect(spectrum.phone(person).reactions).toMatchObject([{ line: '+15550000002' }]);
});

describe('what is refused before any call', () => {
	test.each([
		[{ reaction: '={{ "applause" }}' }, /The field "Tapback" is neither a tapback \(love, .*\) nor a single emoji; found "applause"/],
		[{ reaction: { __rl: true, mode: 'name', value: '={{ "x".repeat(60000) }}' } }, /The field "Tapback" is neither a tapback/],
		[{ reaction: { __rl: true, mode: 'name', value: '={{ $json.none }}' } }, /"Tapback" has an expression that returns nothing/],
		[{ reaction: { __rl: true, mode: 'name', value: '={{ ({ a: 1 }) }}' } }, /"Tapback" has a value that is not text/],
		[{ reaction: 'emoji', emoji: '' }, /"Emoji" is empty/],
		[{ reaction: 'emoji', emoji: `${party}${party}` }, /"Emoji" contains 2 emoji/],
		[{ reaction: '={{ "" }}' }, /"Tapback" has an expression that returns nothing/],
		[{ messageId: 'p:x/1' }, /"Message ID" starts like a part/],
		[{ messageId: '' }, /"Message ID" is empty/],
		[{ findBy: 'text', messageText: ' ' }, /"Text of the Message" is empty/],
		[{ findBy: 'text', messageText: 'Hi', options: { searchDepth: 0 } }, /"Search Depth" is not a whole number from 1 to 1000; found "0"/],
		[{ findBy: '={{ "magic" }}' }, /"Message" is not one of its choices; found "magic"/],
		[{ to: atAddress('12345') }, /short code/],
	])('%j', async (parameters, message) => {
		await start();
		const run = await host.execute(tapback({ operation: 'add', to: atAddress(person), messageId: 'spc-msg-1', ...parameters }));
		expect(run.errorOf(underTest)).toMatchObject({ name: 'NodeApiError', message: expect.stringMatching(message) });
		expect(run.errorOf(underTest)?.description).not.toBe('');
		expect(spectrum.calls).toHaveLength(0);
		expect(spectrum.requests).toHaveLength(0);
	});
});

test('a message that is not there is told as the server tells it, and the other items go on', async () => {
	await start();
	const { item, messageId } = received();
	const run = await host.execute(tapback({ operation: 'add' }, { onError: 'continueErrorOutput' }), {
		triggerItems: [inbound(space, 'spc-msg-gone'), item],
	});
	expect(run.json('Failed')).toMatchObject([{ error: { kind: 'notFound', code: 'messageNotFound' } }]);
	expect(run.json('Fine')).toMatchObject([{ messageId }]);
});

test('an answer lost after the write is not a second reaction, and a server that says so has done it', async () => {
	await start({ repeats: 'duplicateMessage' });
	const { item, messageId } = received();
	spectrum.faults.add('SetReaction', { type: 'answerLost' });
	const run = await host.execute(tapback({ operation: 'add' }), { triggerItems: [item] });
	expect(run.json(underTest)).toEqual([
		{ messageId, tapback: 'love', isSet: true, alreadySent: true, spaceId: space, spaceType: 'dm', line: 'shared' },
	]);
	expect(spectrum.phone(person).reactions).toHaveLength(1);
});

test('an AI agent reacts with it, by name or emoji', async () => {
	await start();
	const { messageId } = received();
	const node = {
		id: 'tool',
		name: 'Tapback',
		type,
		typeVersion: 1,
		parameters: {
			operation: 'add',
			to: atAddress(person),
			messageId,
			reaction: { __rl: true, mode: 'name', value: "={{ $fromAI('reaction', 'A tapback or an emoji', 'string') }}" },
		},
		credentials,
	};
	await host.executeAsTool(node, [{ reaction: 'thumbs up' }, { reaction: party }]);
	expect(
		standing(messageId)
			?.map(({ kind }) => kind)
			.sort(),
	).toEqual(['emoji', 'like']);
	const refused = await host.executeAsTool(node, { reaction: 'applause' });
	expect(JSON.stringify(refused)).toContain('thumbs_up');
});
