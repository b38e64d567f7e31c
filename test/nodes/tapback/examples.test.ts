import { ImessageTapback } from '../../../nodes/ImessageTapback/ImessageTapback.node';
import type { Simulator } from '../../../simulator/src';
import { example, startExampleHost } from '../../support/exampleRun';
import type { TestHost } from '../../support/host';
import { inbound } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const picture = { data: 'iVBORw0KGgo=', mimeType: 'image/png', fileName: 'sticker.png' };
const startSetting = useSpectrum((simulator) =>
	startExampleHost(
		simulator,
		{ 'n8n-nodes-spectrum-imessage.imessageTapback': new ImessageTapback() },
		{ 'n8n-nodes-base.httpRequest': () => ({ binary: { data: picture } }) },
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
	return messageId;
}

test('tapback-add puts a heart on the message', async () => {
	const messageId = await run('tapback-add');
	expect(spectrum.phone(person).reactions).toMatchObject([{ target: { guid: messageId }, reaction: { kind: 'love' }, isSet: true }]);
});

test('tapback-remove puts an emoji on the message and takes it away', async () => {
	const messageId = await run('tapback-remove');
	const reaction = { kind: 'emoji', emoji: '\u{1F440}' };
	expect(spectrum.phone(person).reactions).toMatchObject([
		{ target: { guid: messageId }, reaction, isSet: true },
		{ target: { guid: messageId }, reaction, isSet: false },
	]);
});

test('tapback-place-sticker puts the picture on the message, behind a node that keeps nothing of the item', async () => {
	const messageId = await run('tapback-place-sticker');
	expect(spectrum.phone(person).eventsOf('sticker')).toMatchObject([
		{ target: { guid: messageId }, file: { name: 'sticker.png' }, placement: { x: 0.8, y: 0.2, rotation: Math.PI / 12 } },
	]);
});
