import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ImessageEffect } from '../../../nodes/ImessageEffect/ImessageEffect.node';
import type { Simulator } from '../../../simulator/src';
import { example, startExampleHost } from '../../support/exampleRun';
import type { TestHost } from '../../support/host';
import { inbound } from '../../support/oneNode';
import { sampleCard, startWeb } from '../../support/samplePage';
import { m4a } from '../../support/sounds';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
/** The example that runs. */
let running: string;
const startSetting = useSpectrum((simulator) =>
	startExampleHost(
		simulator,
		{ 'n8n-nodes-spectrum-imessage.imessageEffect': new ImessageEffect() },
		{ 'n8n-nodes-base.httpRequest': () => fetched(running), 'n8n-nodes-base.wait': (item) => item },
	),
);
let spectrum: Simulator;
let host: TestHost;

/** Stands in for the HTTP Request node: a file of the kind that the URL promises. */
function fetched(name: string) {
	const isSound = name === 'send-voice-note';
	const file = isSound ? { fileName: 'greeting.m4a', mimeType: 'audio/mp4' } : { fileName: 'picture.jpg', mimeType: 'image/jpeg' };
	return { binary: { data: { ...file, data: (isSound ? m4a : Buffer.from('content')).toString('base64') } } };
}

async function run(name: string, edit: (text: string) => string = (text) => text) {
	running = name;
	({ spectrum, host } = await startSetting());
	const { messageId, spaceId } = spectrum.receive({ from: person, text: 'Hi' });
	spectrum.dashboard.profile.fields = { ...spectrum.dashboard.profile.fields, imessageSynced: true };
	if (name === 'send-notify-anyway') spectrum.phone(person).focus = true;
	const workflow = JSON.parse(edit(JSON.stringify(example(name)))) as ReturnType<typeof example>;
	const execution = await host.execute(workflow, { triggerItems: [inbound(spaceId, messageId)] });
	expect([execution.status, execution.error]).toEqual(['success', undefined]);
	return { messageId };
}

const seen = () => spectrum.phone(person);
const last = () => seen().messages.at(-1);

test('send-text', async () => {
	await run('send-text');
	expect(last()?.text).toBe(
		'Thanks, we got your message!\n\n• We answer until tomorrow noon.\n• Opening hours: our page (https://example.com/hours)',
	);
	expect(last()?.formatting?.map(({ type, start, length }) => [type, start, length])).toEqual([
		['bold', 0, 28],
		['effect', 0, 6],
		['italic', 48, 13],
	]);
});

test.each([
	['send-attachment', { attachments: [{ name: 'picture.jpg' }], parts: [{ text: "Here is today's picture" }, {}] }],
	['send-voice-note', { attachments: [{ name: 'greeting.m4a' }], isVoiceNote: true }],
	['send-rich-link', { text: 'https://example.com/', linkPreview: true }],
	['send-contact-card', { attachments: [{ name: 'Ada Lovelace.vcf' }] }],
	['send-mini-app-card', { miniApp: { layout: { caption: 'Order 17 is on its way', trailingCaption: '12:30' } } }],
	['send-update-mini-app-card', { miniApp: { layout: { caption: 'Order 17 was delivered' } } }],
	['effect-text', { text: 'Congratulations! You are number 100.', effectId: 'com.apple.messages.effect.CKConfettiEffect' }],
	['effect-attachment', { attachments: [{ name: 'picture.jpg' }], effectId: 'com.apple.MobileSMS.expressivesend.invisibleink' }],
])('%s', async (name, expected) => {
	await run(name);
	expect(last()).toMatchObject(expected);
});

test.each([
	['send-attachment-from-url', undefined],
	['send-live-photo', 'content of /photo.mov'],
])('%s, from a server of its own', async (name, film) => {
	const web = createServer((request, response) => response.end(`content of ${request.url}`));
	await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
	const base = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
	const allowed = '"operation":"sendAttachment","options":{"allowPrivateAddresses":true}';
	try {
		await run(name, (text) =>
			text
				.replaceAll('https://example.com', base)
				.replace(/,"options":\{"maxDownloadMebibytes":10\}/, '')
				.replace('"operation":"sendAttachment"', allowed),
		);
	} finally {
		web.closeAllConnections();
		await new Promise((resolve) => web.close(resolve));
	}
	expect(last()?.attachments).toHaveLength(1);
	expect(last()?.attachments[0]?.bytes.toString()).toMatch(/^content of \/(picture\.jpg|photo\.heic)$/);
	expect(last()?.attachments[0]?.companion?.bytes.toString()).toBe(film);
});

test.each([
	['send-app-card', { ...sampleCard }],
	['send-update-app-card', { layout: { ...sampleCard.layout, trailingCaption: 'Delivered' } }],
])('%s, with a page of its own', async (name, expected) => {
	const web = await startWeb();
	try {
		await run(name, (text) =>
			text
				.replaceAll('https://example.com', web.base)
				.replace(/"operation":"(send|update)AppCard"/g, '$&,"options":{"allowPrivateAddresses":true}'),
		);
	} finally {
		await web.close();
	}
	expect(last()?.miniApp).toMatchObject(expected);
});

test('send-reply answers the incoming message', async () => {
	const { messageId } = await run('send-reply');
	expect(last()).toMatchObject({ text: 'You wrote: “Hi”. We are on it!', replyTo: messageId });
});

test('send-edit leaves one message with the final text', async () => {
	await run('send-edit');
	expect(seen().messages.map(({ text }) => text)).toEqual(['Your order arrives tomorrow.']);
});

test('send-unsend takes the code back', async () => {
	await run('send-unsend');
	expect(last()?.unsentAt).toMatch(/Z$/);
});

test('send-notify-anyway alerts about a silenced message', async () => {
	await run('send-notify-anyway');
	expect(last()?.isSilenced).toBe(false);
	expect(seen().eventsOf('alert')).toHaveLength(1);
});

test('send-text-and-own-card answers, and shares the card', async () => {
	await run('send-text-and-own-card');
	expect(last()?.text).toBe('Thanks, we got your message!');
	expect(seen().eventsOf('contactCard')).toHaveLength(1);
});

test("send-share-own-card offers the account's card", async () => {
	await run('send-share-own-card');
	expect(seen().eventsOf('contactCard')).toHaveLength(1);
});
