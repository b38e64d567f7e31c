import { Client } from '@grpc/grpc-js';
import { ImessageBackground } from '../../../nodes/ImessageBackground/ImessageBackground.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum, type StartHost } from '../../support/useSpectrum';

const type = 'n8n-nodes-spectrum-imessage.imessageBackground';
const person = '+15551234567';
const space = `any;-;${person}`;
const atAddress = (value: string) => ({ __rl: true, mode: 'address', value });
const background = (parameters: object, settings?: object) => oneNode(type, parameters, settings);

const latin = (text: string) => Buffer.from(text, 'latin1');
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000, 7)]);
const png = Buffer.concat([Buffer.from([0x89]), latin('PNG\r\n\x1a\n'), Buffer.alloc(500, 3)]);
const heic = Buffer.concat([latin('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), Buffer.alloc(500, 5)]);
const heif = Buffer.concat([latin('\0\0\0\x18ftypmif1\0\0\0\0mif1miaf'), Buffer.alloc(500, 5)]);

/** An item of the conversation with a file in it, as the editor's memory mode keeps one. */
function withFile(bytes: Buffer, { name = 'data', spaceId = space, phone = 'shared', fileName = 'picture.jpg' } = {}) {
	const binary = { [name]: { data: bytes.toString('base64'), mimeType: 'image/jpeg', fileName } };
	return { ...inbound(spaceId, 'spc-msg-1', phone), binary };
}

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessageBackground() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions, startHost?: StartHost): Promise<void> {
	({ spectrum, host } = await startSetting(options, startHost));
	spectrum.receive({ from: person, text: 'Hi' });
}

/** What stands behind the conversation on the person's phone. */
const seen = (address = person) => spectrum.phone(address).chats.map(({ background: picture }) => picture);

describe('set', () => {
	test.each([
		['JPEG', jpeg],
		['PNG', png],
		['HEIC', heic],
		['HEIF', heif],
	])('a %s stands behind the conversation of the item, and the output says what that means', async (format, bytes) => {
		await start();
		const run = await host.execute(background({ operation: 'set' }), { triggerItems: [withFile(bytes)] });
		expect(run.status).toBe('success');
		expect(run.items(underTest)).toEqual([
			{
				json: {
					spaceId: space,
					spaceType: 'dm',
					line: 'shared',
					hasBackground: true,
					state: 'accepted',
					meaning: expect.stringMatching(/accepted.*30 seconds/),
					format,
					size: bytes.length,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(seen()).toEqual([bytes]);
		expect(spectrum.calls.map(({ method, metadata }) => [method, metadata['x-idempotency-key'] !== undefined])).toEqual([
			['SetBackground', true],
		]);
	});

	test('each item has its own conversation, group or direct, and its own file', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		const group = spectrum.createGroup({ line: '+15550000002', members: [person, '+15557654321'] });
		const run = await host.execute(
			background({ operation: 'set', binaryPropertyName: '={{ $json.event === "message.received" ? "photo" : "" }}' }),
			{
				triggerItems: [
					withFile(png, { name: 'photo', phone: '+15550000001' }),
					withFile(jpeg, { name: 'photo', spaceId: group, phone: '+15550000002' }),
				],
			},
		);
		expect(run.json(underTest)).toMatchObject([
			{ spaceId: space, line: '+15550000001', format: 'PNG' },
			{ spaceId: group, line: '+15550000002', format: 'JPEG' },
		]);
		expect(seen('+15557654321')).toEqual([jpeg]);
	});

	test('a slow server is waited for: the call has minutes, not the half minute of the others', async () => {
		await start({}, (simulator) => startHostFor(simulator, { [type]: new ImessageBackground() }, 'grpc'));
		const calls = jest.spyOn(Client.prototype, 'makeUnaryRequest');
		const startedAt = Date.now();
		const run = await host.execute(background({ operation: 'set' }), { triggerItems: [withFile(jpeg)] });
		expect(run.status).toBe('success');
		// The typed overload that jest picks is the one without options.
		const made = calls.mock.calls as unknown as Array<[string, unknown, unknown, unknown, unknown, { deadline: number }]>;
		const deadlines = made.map(([path, , , , , options]) => [path, options.deadline]);
		calls.mockRestore();
		expect(deadlines).toEqual([['/photon.imessage.v1.ChatService/SetBackground', expect.any(Number)]]);
		const [[, deadline]] = deadlines as [[string, number]];
		expect(deadline - startedAt).toBeGreaterThanOrEqual(4.5 * 60_000);
	});

	test('a repeat of the run sets it once', async () => {
		await start();
		spectrum.faults.add('SetBackground', { type: 'error', code: 'internalError', afterWrite: true });
		const run = await host.execute(background({ operation: 'set' }, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }), {
			triggerItems: [withFile(jpeg)],
		});
		expect(run.status).toBe('success');
		expect(spectrum.calls).toHaveLength(2);
		expect(spectrum.phone(person).eventsOf('background')).toHaveLength(1);
	});
});

describe('what is refused before any call', () => {
	test.each([
		['GIF', latin('GIF89a\x01\0\x01\0')],
		['WebP', latin('RIFF\x24\0\0\0WEBPVP8 ')],
		['AVIF', latin('\0\0\0\x18ftypavif\0\0\0\0mif1miaf')],
		['TIFF', Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0])],
		['BMP', latin('BM\x36\0\0\0')],
		['SVG', latin('<svg xmlns="http://www.w3.org/2000/svg"/>')],
		['PDF', latin('%PDF-1.7\n')],
		['an HTML page', latin('<!DOCTYPE html>')],
	])('%s, whatever its name and type say', async (format, bytes) => {
		await start();
		const run = await host.execute(background({ operation: 'set' }), { triggerItems: [withFile(bytes)] });
		expect(run.errorOf(underTest)).toMatchObject({
			name: 'NodeApiError',
			message: `The field "Input Binary Field" names a file that is ${format}, but a background is JPEG, PNG, HEIC or HEIF; found "picture.jpg"`,
			description: expect.stringContaining('photo from an iPhone'),
		});
		expect(spectrum.calls).toHaveLength(0);
	});

	test.each([
		[{ operation: 'set', binaryPropertyName: '={{ "" }}' }, withFile(jpeg), /"Input Binary Field" is empty/],
		[
			{ operation: 'set', binaryPropertyName: 'photo' },
			withFile(jpeg),
			/names a file that is not there; the item has these: data; found "photo"/,
		],
		[{ operation: 'set' }, inbound(space), /the item has no file at all/],
		[{ operation: 'set' }, withFile(Buffer.alloc(0)), /is empty/],
		[{ operation: 'set', to: atAddress('12345') }, withFile(jpeg), /short code/],
		[{ operation: 'clear' }, { json: { unrelated: true } }, /"Conversation" is empty/],
		[{ operation: 'get', to: { __rl: true, mode: 'space', value: 'chat1' } }, inbound(space), /not a space ID/],
	])('%j', async (parameters, item, message) => {
		await start();
		const run = await host.execute(background(parameters), { triggerItems: [item] });
		expect(run.errorOf(underTest)?.message).toMatch(message);
		expect(spectrum.calls).toHaveLength(0);
		expect(spectrum.requests).toHaveLength(0);
	});
});

test('clear removes it, and get tells before and after', async () => {
	await start();
	const state = async () => (await host.execute(background({ operation: 'get', to: atAddress(person) }))).json(underTest);
	const at = { spaceId: space, spaceType: 'dm', line: 'shared' };
	expect(await state()).toEqual([{ ...at, hasBackground: false }]);
	await host.execute(background({ operation: 'set' }), { triggerItems: [withFile(jpeg)] });
	expect(await state()).toEqual([{ ...at, hasBackground: true }]);
	const run = await host.execute(background({ operation: 'clear', to: atAddress(person) }));
	expect(run.json(underTest)).toEqual([{ ...at, hasBackground: false }]);
	expect(seen()).toEqual([undefined]);
	expect(await state()).toEqual([{ ...at, hasBackground: false }]);
});

test('among several lines the one that has the conversation is found', async () => {
	await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
	spectrum.receive({ from: '+15557654321', text: 'Hi', line: '+15550000002' });
	const run = await host.execute(background({ operation: 'get', to: atAddress('+15557654321') }));
	expect(run.json(underTest)).toMatchObject([{ line: '+15550000002', hasBackground: false }]);
});

test("a conversation that no line knows is the server's refusal, on the error output", async () => {
	await start();
	const run = await host.execute(
		background({ operation: 'clear', to: { __rl: true, mode: 'space', value: 'any;+;unknown' } }, { onError: 'continueErrorOutput' }),
	);
	expect(run.json('Failed')).toMatchObject([{ error: { kind: 'notFound', code: 'chatNotFound' } }]);
});

test('the node says why somebody may not see it, and what to do', () => {
	const [hint] = new ImessageBackground().description.hints ?? [];
	for (const word of ['network', 'iCloud', 'reopen', 'never written', 'known', 'set the background again']) {
		expect(hint?.message).toContain(word);
	}
});

test('as a tool, it works on the conversation that the agent answers in', async () => {
	await start();
	const node = {
		id: 'tool',
		name: 'Background',
		type,
		typeVersion: 1,
		parameters: { operation: 'get', reach: 'anyone', to: atAddress("={{ $fromAI('to', 'Whose conversation', 'string') }}") },
		credentials: { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } },
	};
	const { answers } = await host.executeAsTool(node, { to: person });
	expect(JSON.stringify(answers)).toContain('hasBackground');
});
