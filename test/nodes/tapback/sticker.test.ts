import { ImessageTapback } from '../../../nodes/ImessageTapback/ImessageTapback.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const space = `any;-;${person}`;
const type = 'n8n-nodes-spectrum-imessage.imessageTapback';
const sticker = (parameters: object = {}, settings?: object) => oneNode(type, { operation: 'placeSticker', ...parameters }, settings);

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('any picture')]);
const picture = { data: png.toString('base64'), mimeType: 'image/png', fileName: 'star.png' };

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessageTapback() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

/** Somebody writes; the answer is the Trigger's item with a picture beside it. */
function received(binary: object = { data: picture }) {
	const { messageId, spaceId } = spectrum.receive({ from: person, text: 'Hi' });
	return { messageId, item: { ...inbound(spaceId, messageId), binary: binary as never } };
}

const seen = () => spectrum.phone(person).eventsOf('sticker');
const methods = () => spectrum.calls.map(({ method }) => method);

test('the picture is uploaded, then placed where it was asked for', async () => {
	await start();
	const { messageId, item } = received();
	const run = await host.execute(sticker({ x: 0.25, y: 1.1, options: { scale: 1.5, rotation: -90 } }), { triggerItems: [item] });
	expect(run.status).toBe('success');
	expect(methods()).toEqual(['UploadAttachment', 'PlaceSticker']);
	const [placed] = seen();
	expect(placed).toMatchObject({
		target: { guid: messageId },
		placement: { x: 0.25, y: 1.1, scale: 1.5, rotation: -Math.PI / 2 },
		file: { name: 'star.png', mimeType: 'image/png', bytes: png },
	});
	expect(run.json(underTest)).toEqual([
		{
			messageId,
			attachmentId: placed?.file.id,
			stickerId: placed?.stickerId,
			spaceId: space,
			spaceType: 'dm',
			line: 'shared',
			sentAt: expect.stringMatching(/Z$/),
		},
	]);
});

test('without more it sits in the middle, and what was not said does not travel', async () => {
	await start();
	const { item } = received();
	await host.execute(sticker(), { triggerItems: [item] });
	expect(seen()[0]?.placement).toEqual({ x: 0.5, y: 0.5, scale: undefined, rotation: undefined, width: undefined });
});

test('a part of the last received message', async () => {
	await start();
	const { messageId, item } = received();
	await host.execute(sticker({ findBy: 'lastReceived' }), { triggerItems: [{ ...item, json: inbound(space).json }] });
	await host.execute(sticker({ messageId: `p:0/${messageId}` }), { triggerItems: [item] });
	expect(seen().map(({ target }) => target)).toEqual([
		{ guid: messageId, part: undefined },
		{ guid: messageId, part: 0 },
	]);
});

describe('a failure after the upload', () => {
	test('says what was done, and keeps the code that a workflow decides on', async () => {
		await start();
		spectrum.faults.add('PlaceSticker', { type: 'error', code: 'attachmentNotReady' });
		const { item } = received();
		const run = await host.execute(sticker({}, { onError: 'continueErrorOutput' }), { triggerItems: [item] });
		const [attachment] = spectrum.store().attachments.all;
		expect(run.json('Failed')).toMatchObject([
			{
				error: {
					kind: 'unsupported',
					code: 'attachmentNotReady',
					advice: expect.stringContaining(`The picture is uploaded (attachment ${attachment?.guid})`),
				},
			},
		]);
		expect(seen()).toHaveLength(0);
	});

	test('is made good by a retry, which stores no second file and places no second sticker', async () => {
		await start();
		spectrum.faults.add('PlaceSticker', { type: 'error', code: 'internalError', afterWrite: true });
		const { item } = received();
		const run = await host.execute(sticker({}, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }), { triggerItems: [item] });
		expect(run.status).toBe('success');
		expect(seen()).toHaveLength(1);
		expect(spectrum.store().attachments.all).toHaveLength(1);
	});
});

test('with an idempotency key, a new execution places it once', async () => {
	await start();
	const { item } = received();
	for (let run = 0; run < 2; run++) {
		await host.execute(sticker({ options: { idempotencyKey: 'order-7' } }), { triggerItems: [item] });
	}
	expect(seen()).toHaveLength(1);
});

describe('what is refused before any call', () => {
	const film = { data: 'AAAA', mimeType: 'video/mp4', fileName: 'film.mp4' };

	test.each([
		[{ x: 120 }, undefined, /The field "Horizontal Position" is not a number from -1 to 2; found "120"/],
		[{ y: -1.5 }, undefined, /"Vertical Position" is not a number from/],
		[{ options: { scale: 0 } }, undefined, /"Scale" is not a number from 0.1 to 10; found "0"/],
		[{ options: { rotation: 361 } }, undefined, /"Rotation" is not a number from -360 to 360/],
		[{ x: '={{ "left" }}' }, undefined, /"Horizontal Position" is not a number from -1 to 2; found "left"/],
		[
			{ binaryPropertyName: 'photo' },
			undefined,
			/"Input Binary Field" names a file that is not there; the item has these: data; found "photo"/,
		],
		[{}, { data: film }, /names a file that is not a picture; found "film.mp4, video\/mp4"/],
		[{}, {}, /the item has no file at all/],
	])('%j', async (parameters, binary, message) => {
		await start();
		const { item } = received(binary);
		const run = await host.execute(sticker(parameters), { triggerItems: [item] });
		expect(run.errorOf(underTest)).toMatchObject({ name: 'NodeApiError', message: expect.stringMatching(message) });
		expect(run.errorOf(underTest)?.description).not.toBe('');
		expect(spectrum.calls).toHaveLength(0);
		expect(spectrum.requests).toHaveLength(0);
	});
});
