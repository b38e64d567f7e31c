import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { credentials, inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const type = 'n8n-nodes-spectrum-imessage.imessageConversation';
const person = '+15551234567';
const space = `any;-;${person}`;
const lines = ['+15550000001', '+15550000002'];
const message = (parameters: object = {}, settings?: object) =>
	oneNode(type, { resource: 'message', operation: 'get', ...parameters }, settings);
const pinned = (phone: string) => ({ options: { line: { __rl: true, mode: 'phone', value: phone } } });
const file = (id: string, name: string) => ({ type: 'attachment', id, name, mimeType: 'image/jpeg', bytes: Buffer.from(name) }) as const;

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessageConversation() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

describe('get', () => {
	test('gives the message of the item, and any other by its id', async () => {
		await start();
		const first = spectrum.receive({ from: person, text: 'First', at: Date.UTC(2026, 10, 20) });
		const second = spectrum.receive({ from: person, text: 'Second', replyTo: { guid: first.messageId } });
		const expected = { spaceId: space, spaceType: 'dm', line: 'shared', isFromMe: false, senderAddress: person, service: 'iMessage' };
		const run = await host.execute(message(), { triggerItems: [inbound(space, first.messageId)] });
		expect(run.items(underTest)).toEqual([
			{ json: { ...expected, messageId: first.messageId, text: 'First', sentAt: '2026-11-20T00:00:00.000Z' }, pairedItem: { item: 0 } },
		]);
		const other = await host.execute(message({ messageId: second.messageId }));
		expect(other.json(underTest)).toMatchObject([{ ...expected, text: 'Second', replyTo: first.messageId }]);
		const whole = await host.execute(message({ messageId: second.messageId, simplify: false }));
		expect(whole.json(underTest)).toMatchObject([
			{ messageId: second.messageId, message: { id: second.messageId, text: 'Second', spaceIds: [space] } },
		]);
	});

	test('an id tells nothing of its line: the incoming one is asked first, then the others; a pinned one alone', async () => {
		await start({ plan: 'dedicated', lines });
		const { messageId } = spectrum.receive({ from: person, text: 'Here', line: lines[1] });
		const asked = () => spectrum.calls.map(({ line }) => line);
		const run = await host.execute(message({ messageId }), { triggerItems: [inbound(space, 'spc-msg-other', lines[0])] });
		expect(run.json(underTest)).toMatchObject([{ text: 'Here', line: lines[1] }]);
		expect(asked()).toEqual([lines[0], lines[1]]);
		const wrong = await host.execute(message({ messageId, ...pinned(lines[0] as string) }));
		expect(wrong.errorOf(underTest)?.message).toContain('The message does not exist');
		expect(asked()).toEqual([lines[0], lines[1], lines[0]]);
		const unknown = await host.execute(message({ messageId: 'spc-msg-none' }));
		expect(unknown.errorOf(underTest)?.message).toContain('The message does not exist');
	});

	test('other failures than "not here" do not send the question to the next line', async () => {
		await start({ plan: 'dedicated', lines });
		spectrum.faults.add('GetMessage', { type: 'error', code: 'internalError' });
		const run = await host.execute(message({ messageId: 'spc-msg-1' }));
		expect(run.errorOf(underTest)?.message).toContain('The server failed');
		expect(spectrum.calls).toHaveLength(1);
	});
});

describe('one part of a message', () => {
	async function album(content: readonly object[]): Promise<string> {
		await start();
		return spectrum.receive({ from: person, content: { type: 'group', items: content as never } }).messageId;
	}
	const part = async (messageId: string, parameters: object = {}) => {
		const run = await host.execute(message({ messageId, ...parameters }));
		return run.json(underTest)[0] ?? { error: run.errorOf(underTest) };
	};
	const words = (text: string) => ({ type: 'text', text }) as const;

	test("an album's pictures, one after the other", async () => {
		const id = await album([file('A', 'a.jpg'), file('B', 'b.jpg')]);
		expect(await part(`p:0/${id}`)).toMatchObject({
			messageId: `p:0/${id}`,
			part: 0,
			spaceId: space,
			attachments: [{ attachmentId: 'A', name: 'a.jpg', mimeType: 'image/jpeg', size: 5 }],
		});
		const second = await part(`p:1/${id}`);
		expect(second).toMatchObject({ messageId: `p:1/${id}`, part: 1, attachments: [{ attachmentId: 'B' }] });
		expect(second).not.toHaveProperty('text');
	});

	test('words between files count as parts, and each file does', async () => {
		const id = await album([words('before'), file('A', 'a.jpg'), words(' '), file('B', 'b.jpg'), words('after')]);
		const whole = await part(id);
		expect(whole).toMatchObject({ text: 'before after', attachments: [{ attachmentId: 'A' }, { attachmentId: 'B' }] });
		const texts = [await part(`p:0/${id}`), await part(`p:3/${id}`)];
		expect(texts).toMatchObject([{ text: 'before' }, { text: 'after' }]);
		for (const text of texts) expect(text).not.toHaveProperty('attachments');
		expect(await part(`p:1/${id}`)).toMatchObject({ attachments: [{ attachmentId: 'A' }] });
		expect(await part(`p:2/${id}`)).toMatchObject({ attachments: [{ attachmentId: 'B' }] });
	});

	test('reactions of other parts stay with those', async () => {
		const id = await album([file('A', 'a.jpg'), file('B', 'b.jpg')]);
		spectrum.phone(person).react(id, 'like', { part: 1 });
		expect(await part(`p:0/${id}`)).not.toHaveProperty('reactions');
		expect(await part(`p:1/${id}`)).toMatchObject({ reactions: [{ kind: 'like', part: 1 }] });
	});

	test('on request beside the whole message', async () => {
		const id = await album([words('before'), file('A', 'a.jpg')]);
		expect(await part(`p:1/${id}`, { simplify: false })).toMatchObject({
			messageId: `p:1/${id}`,
			content: { attachment: { id: 'A', fileName: 'a.jpg' } },
			message: { id, attachments: [{ id: 'A' }] },
		});
	});

	test('one that is not there names those that are', async () => {
		const id = await album([file('A', 'a.jpg'), file('B', 'b.jpg')]);
		const { error } = (await part(`p:2/${id}`)) as { error: { message: string; description: string } };
		expect(error.message).toBe('The message has no part 2');
		expect(error.description).toContain(`p:0/${id}, p:1/${id}`);
	});

	test('a message of one part has that part', async () => {
		await start();
		const { messageId } = spectrum.receive({ from: person, text: 'Alone' });
		expect(await part(`p:0/${messageId}`)).toMatchObject({ text: 'Alone', part: 0 });
	});

	test("the Trigger's part of an album is the message of the item", async () => {
		const id = await album([file('A', 'a.jpg'), file('B', 'b.jpg')]);
		const run = await host.execute(message(), { triggerItems: [inbound(space, `p:1/${id}`)] });
		expect(run.json(underTest)).toMatchObject([{ part: 1, attachments: [{ attachmentId: 'B' }] }]);
	});
});

describe('embedded media', () => {
	const media = (parameters: object = {}, settings?: object) =>
		oneNode(type, { resource: 'message', operation: 'getEmbeddedMedia', ...parameters }, settings);

	test('becomes a binary field', async () => {
		await start();
		const data = Buffer.from('a drawing');
		const { messageId } = spectrum.receive({
			from: person,
			embeddedMedia: { data, mimeType: 'image/heic' },
			content: { type: 'handwriting' },
		});
		const run = await host.execute(media({ outputBinaryField: 'drawing' }), { triggerItems: [inbound(space, messageId)] });
		expect(run.items(underTest)).toMatchObject([
			{
				json: { messageId, spaceId: space, line: 'shared', mimeType: 'image/heic', size: data.length },
				binary: { drawing: { mimeType: 'image/heic', bytes: data.length } },
				pairedItem: { item: 0 },
			},
		]);
		expect(spectrum.calls.map(({ method, request }) => [method, request.message_guid])).toEqual([['GetEmbeddedMedia', messageId]]);
	});

	test("a message without any is the server's refusal", async () => {
		await start();
		const { messageId } = spectrum.receive({ from: person, text: 'Hi' });
		const run = await host.execute(media({}, { onError: 'continueErrorOutput' }), { triggerItems: [inbound(space, messageId)] });
		expect(run.json('Failed')).toMatchObject([{ error: { kind: 'notFound', code: 'attachmentNotFound' } }]);
	});
});

describe('what is refused before any call', () => {
	test.each([
		['get', {}, /"Message ID" is empty/],
		['get', { messageId: 'p:x/1' }, /"Message ID" starts like a part.*found "p:x\/1"/],
		['getEmbeddedMedia', { messageId: 'spc-msg-1' }, /"Conversation" is empty/],
		[
			'getEmbeddedMedia',
			{ messageId: 'spc-msg-1', to: { __rl: true, mode: 'space', value: space }, outputBinaryField: '={{ "" }}' },
			/"Put Output File in Field" is empty/,
		],
	])('%s %j', async (operation, parameters, problem) => {
		await start();
		const run = await host.execute(message({ operation, ...parameters }), { triggerItems: [{ json: { unrelated: true } }] });
		expect(run.errorOf(underTest)?.message).toMatch(problem);
		expect(run.errorOf(underTest)?.description).toBeTruthy();
		expect(spectrum.calls).toHaveLength(0);
	});
});

test('as a tool it reads the message that the agent names', async () => {
	await start();
	const { messageId } = spectrum.receive({ from: person, text: 'Look it up' });
	const parameters = {
		resource: 'message',
		operation: 'get',
		reach: 'anyone',
		messageId: "={{ $fromAI('id', 'Which message', 'string') }}",
	};
	const { answers } = await host.executeAsTool(
		{ id: 'tool', name: 'Read', type, typeVersion: 1, parameters, credentials },
		{ id: messageId },
	);
	expect(JSON.stringify(answers)).toContain('Look it up');
});
