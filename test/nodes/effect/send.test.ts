import { ImessageEffect } from '../../../nodes/ImessageEffect/ImessageEffect.node';
import type { Simulator } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { credentials, inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const type = 'n8n-nodes-spectrum-imessage.imessageEffect';
const person = '+15551234567';
const space = `any;-;${person}`;
const photo = { data: Buffer.from('photo').toString('base64'), fileName: 'photo.jpg', mimeType: 'image/jpeg' };
const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessageEffect() }));
let spectrum: Simulator;
let host: TestHost;

beforeEach(async () => {
	({ spectrum, host } = await startSetting());
});

const run = async (parameters: object, binary: object = {}) =>
	await host.execute(oneNode(type, parameters), { triggerItems: [{ ...inbound(space), binary } as never] });
const arrived = () => spectrum.phone(person).messages.at(-1);

// Apple's ids, from the contract: what the field calls them is ours.
const ids = {
	slam: 'com.apple.MobileSMS.expressivesend.impact',
	loud: 'com.apple.MobileSMS.expressivesend.loud',
	gentle: 'com.apple.MobileSMS.expressivesend.gentle',
	invisible: 'com.apple.MobileSMS.expressivesend.invisibleink',
	confetti: 'com.apple.messages.effect.CKConfettiEffect',
	fireworks: 'com.apple.messages.effect.CKFireworksEffect',
	balloons: 'com.apple.messages.effect.CKBalloonEffect',
	heart: 'com.apple.messages.effect.CKHeartEffect',
	lasers: 'com.apple.messages.effect.CKLasersEffect',
	celebration: 'com.apple.messages.effect.CKHappyBirthdayEffect',
	sparkles: 'com.apple.messages.effect.CKSparklesEffect',
	spotlight: 'com.apple.messages.effect.CKSpotlightEffect',
	echo: 'com.apple.messages.effect.CKEchoEffect',
};

test('all 13 effects can be chosen, each with what it looks like, and each arrives', async () => {
	const { results } = await new ImessageEffect().methods.listSearch.searchEffects();
	expect(results.map(({ value }) => String(value)).sort()).toEqual(Object.keys(ids).sort());
	for (const { description } of results) expect(description).toMatch(/^(Bubble|Screen): .{20,}\.$/);

	const execution = await host.execute(oneNode(type, { effect: '={{ $json.effect }}', text: '={{ $json.effect }}' }), {
		triggerItems: Object.keys(ids).map((effect) => ({ json: { effect, spaceId: space } })),
	});
	expect(execution.error).toBeUndefined();
	expect(Object.fromEntries(spectrum.phone(person).messages.map(({ text, effectId }) => [text, effectId]))).toEqual(ids);
	expect(execution.json(underTest).map(({ effect }) => effect)).toEqual(Object.keys(ids));
});

test.each([
	['Heart', ids.heart],
	['love', ids.heart],
	['INVISIBLE INK', ids.invisible],
	[ids.echo, ids.echo],
])('an expression may say %s', async (effect, id) => {
	for (const value of [`={{ "${effect}" }}`, { __rl: true, mode: 'name', value: effect }]) {
		expect((await run({ effect: value, text: 'Hi' })).error).toBeUndefined();
		expect(arrived()?.effectId).toBe(id);
	}
});

test('a text keeps its formats, mentions and reply', async () => {
	const { messageId } = spectrum.receive({ from: person, text: 'Today!' });
	const mentions = { mention: [{ address: person, text: 'Bob' }] };
	const plain = await run({ text: '**Happy** birthday', options: { replyTo: messageId, subject: 'Party' } });
	expect(plain.error).toBeUndefined();
	expect(arrived()).toMatchObject({
		effectId: ids.confetti,
		subject: 'Party',
		replyTo: messageId,
		formatting: [{ type: 'bold', start: 0, length: 5 }],
	});
	const mentioning = await run({ effect: 'lasers', text: 'Happy birthday Bob', options: { mentions } });
	expect(mentioning.error).toBeUndefined();
	expect(arrived()).toMatchObject({ effectId: ids.lasers, mentions: [{ address: person, start: 15, length: 3 }] });
	// The message answered is not the one that started the run, so its conversation is looked up.
	expect(spectrum.calls.map(({ method }) => method)).toEqual(['GetMessage', 'SendTextMessage', 'SendMultipartMessage']);
});

test('a file is sent with an effect, and so are files with a text', async () => {
	const one = await run({ operation: 'sendAttachment', effect: 'invisible' }, { data: photo });
	expect(one.error).toBeUndefined();
	expect(arrived()).toMatchObject({ effectId: ids.invisible, attachments: [{ name: 'photo.jpg' }] });
	expect(one.json(underTest)).toMatchObject([{ messageId: arrived()?.id, effect: 'invisible', attachments: [{ name: 'photo.jpg' }] }]);
	const album = await run(
		{ operation: 'sendAttachment', effect: 'slam', binaryPropertyName: 'all', text: '*Look*' },
		{ a: photo, b: photo },
	);
	expect(album.error).toBeUndefined();
	expect(arrived()).toMatchObject({ effectId: ids.slam, parts: [{ text: 'Look' }, { attachment: { name: 'photo.jpg' } }, {}] });
});

test('a link preview cannot go together with an effect: the option is not there, and none is asked for', async () => {
	const options = new ImessageEffect().description.properties.find(({ name }) => name === 'options')?.options ?? [];
	expect(options.map(({ name }) => name)).not.toContain('linkPreview');
	const execution = await run({ text: 'https://example.com', options: { linkPreview: true } });
	expect(execution.error).toBeUndefined();
	expect(arrived()).toMatchObject({ text: 'https://example.com', effectId: ids.confetti, linkPreview: undefined });
});

test.each<[string, object, RegExp]>([
	['an effect that is none', { effect: '={{ "rain" }}', text: 'Hi' }, /"Effect" is not one of its choices; found "rain"/],
	[
		'a long text',
		{ effect: { __rl: true, mode: 'name', value: '={{ "x".repeat(60000) }}' }, text: 'Hi' },
		/"Effect" is longer than 100 characters, and is not one of its choices/,
	],
	['no effect', { effect: '={{ "" }}', text: 'Hi' }, /"Effect" has an expression that returns nothing/],
	['no text', { text: ' ' }, /"Text" is empty/],
	['no file', { operation: 'sendAttachment' }, /the item has no file at all/],
])('%s is refused before any call', async (_name, parameters, message) => {
	const execution = await run(parameters);
	expect(execution.errorOf(underTest)).toMatchObject({ name: 'NodeApiError', message: expect.stringMatching(message) });
	expect(spectrum.calls).toHaveLength(0);
	expect(spectrum.requests).toHaveLength(0);
});

test('a refusal names the effects that there are', async () => {
	const execution = await run({ effect: '={{ "rain" }}', text: 'Hi' });
	for (const name of Object.keys(ids)) expect(execution.errorOf(underTest)?.description).toContain(name);
});

test('as a tool, an AI chooses effect and words', async () => {
	const node = {
		id: 'tool',
		name: 'Effect',
		type,
		typeVersion: 1,
		parameters: {
			to: { __rl: true, mode: 'address', value: person },
			effect: { __rl: true, mode: 'name', value: "={{ $fromAI('effect', 'Which effect', 'string') }}" },
			text: "={{ $fromAI('text', 'What to say', 'string') }}",
		},
		credentials,
	};
	await host.executeAsTool(node, { effect: 'fireworks', text: 'Congratulations' });
	const answers = await host.executeAsTool(node, { effect: 'rain', text: 'x' });
	expect(spectrum.phone(person).messages).toMatchObject([{ effectId: ids.fireworks, text: 'Congratulations' }]);
	expect(JSON.stringify(answers)).toContain('is not one of its choices');
});
