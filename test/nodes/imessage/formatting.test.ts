import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import type { Simulator } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { sendType } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const friend = 'alice@example.com';
const space = `any;-;${person}`;
const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [sendType]: new Imessage() }));
let spectrum: Simulator;
let host: TestHost;

beforeEach(async () => {
	({ spectrum, host } = await startSetting());
});

async function send(parameters: object, spaceId = space) {
	const run = await host.execute(oneNode(sendType, parameters), { triggerItems: [inbound(spaceId)] });
	expect([run.status, run.error?.message]).toEqual(['success', undefined]);
	return run.json(underTest)[0];
}

const arrived = () => spectrum.phone(person).messages.at(-1);

describe('Markdown', () => {
	test('arrives as native formatting, counted in UTF-16, and the rest as clean text', async () => {
		await send({ text: '# \u{1F600} **Order**\n\n- ~~old~~ *new* <u>u</u>\n- [page](https://example.com/a_b)\n\n`x*y*`' });
		const message = arrived();
		expect(message?.text).toBe('\u{1F600} Order\n\n• old new u\n• page (https://example.com/a_b)\n\nx*y*');
		expect(message?.formatting).toEqual([
			{ type: 'bold', start: 3, length: 5 },
			{ type: 'strikethrough', start: 12, length: 3 },
			{ type: 'italic', start: 16, length: 3 },
			{ type: 'underline', start: 20, length: 1 },
		]);
		expect(spectrum.calls.map(({ method }) => method)).toEqual(['SendTextMessage']);
	});

	test('without marks nothing but the text travels, and nothing else is decided for the server', async () => {
		await send({ text: 'snake_case, 2*3*4 and C++' });
		expect(spectrum.calls[0]?.request).toEqual({
			chat_guid: space,
			text: 'snake_case, 2*3*4 and C++',
			formatting: [],
			client_message_id: expect.any(String),
		});
	});

	test('as typed, the marks are sent', async () => {
		await send({ text: '**not bold** &amp;', format: 'plain' });
		expect(arrived()).toMatchObject({ text: '**not bold** &amp;', formatting: [] });
	});

	test('an expression decides per item', async () => {
		const run = await host.execute(oneNode(sendType, { text: '*x*', format: '={{ $json.format }}' }), {
			triggerItems: ['plain', 'markdown'].map((format) => ({ json: { format, spaceId: space } })),
		});
		expect(run.status).toBe('success');
		expect(spectrum.phone(person).messages.map(({ text }) => text)).toEqual(['*x*', 'x']);
	});
});

describe('text effects', () => {
	test('over a line break of Windows in a text as typed', async () => {
		const lines = 'One\r\nTwo';
		await send({ text: `${lines}, three`, format: 'plain', options: { textEffects: { effect: [{ effect: 'jitter', part: lines }] } } });
		expect(arrived()?.formatting).toEqual([{ type: 'effect', start: 0, length: lines.length, effectName: 'jitter' }]);
	});

	test('move the words they name, or all', async () => {
		const effects = {
			effect: [
				{ effect: 'shake', part: 'wow' },
				{ effect: 'BLOOM', part: 'wow' },
				{ effect: 'big', part: ' it' },
			],
		};
		await send({ text: '**wow** wow it is', options: { textEffects: effects } });
		expect(arrived()?.formatting).toEqual([
			{ type: 'bold', start: 0, length: 3 },
			{ type: 'effect', start: 0, length: 3, effectName: 'shake' },
			{ type: 'effect', start: 4, length: 3, effectName: 'bloom' },
			{ type: 'effect', start: 7, length: 3, effectName: 'big' },
		]);
		await send({ text: 'all of it', options: { textEffects: { effect: [{ effect: 'jitter', part: '' }] } } });
		expect(arrived()?.formatting).toEqual([{ type: 'effect', start: 0, length: 9, effectName: 'jitter' }]);
	});
});

describe('mentions', () => {
	test('go as one bubble of parts, with the formats of each', async () => {
		const group = spectrum.createGroup({ members: [person, friend] });
		const mentions = {
			mention: [
				{ address: friend.toUpperCase(), text: 'Alice' },
				{ address: '+1 555 123 4567', text: '@Bob' },
			],
		};
		const sent = await send({ text: '**Hi Alice** and *@Bob!*', options: { mentions, subject: 'Team' } }, group);
		const message = arrived();
		expect(message).toMatchObject({ id: sent?.messageId, text: 'Hi Alice and @Bob!', subject: 'Team' });
		expect(message?.mentions).toEqual([
			{ address: friend, start: 3, length: 5 },
			{ address: person, start: 13, length: 4 },
		]);
		expect(
			message?.parts.map(({ bubble, text, formatting }) => [
				bubble,
				text,
				formatting?.map(({ type, start, length }) => [type, start, length]),
			]),
		).toEqual([
			[0, 'Hi ', [['bold', 0, 3]]],
			[0, 'Alice', [['bold', 0, 5]]],
			[0, ' and ', []],
			[0, '@Bob', [['italic', 0, 4]]],
			[0, '!', [['italic', 0, 1]]],
		]);
		expect(spectrum.calls.map(({ method }) => method)).toEqual(['SendMultipartMessage']);
	});
});

describe('options', () => {
	test('subject, link preview, data detection and a reply travel as asked', async () => {
		const { messageId } = spectrum.receive({ from: person, text: 'Hi' });
		await send({
			text: 'See https://example.com',
			options: { subject: ' News ', linkPreview: true, dataDetection: false, replyTo: messageId },
		});
		expect(arrived()).toMatchObject({ subject: 'News', linkPreview: true, dataDetection: false, replyTo: messageId });
	});
});

describe('what is refused before any call', () => {
	const effect = (...rows: object[]) => ({ textEffects: { effect: rows } });
	const mention = (...rows: object[]) => ({ mentions: { mention: rows } });
	const alice = { address: friend, text: 'Alice' };

	test.each<[string, object, RegExp]>([
		['a format that is none', { text: 'Hi', format: 'html' }, /"Format" is not one of its choices; found "html"/],
		[
			'a text effect that is none',
			{ text: 'Hi', options: effect({ effect: 'wobble' }) },
			/"Text Effects, row 1, Effect" is not one of its choices; found "wobble"/,
		],
		[
			'words that are not there',
			{ text: 'Hi', options: effect({ effect: 'big', part: 'Ho' }) },
			/row 1, Part of the Text" is not in the text/,
		],
		['words with marks', { text: '**Hi**', options: effect({ effect: 'big', part: '**Hi**' }) }, /is not in the text as it is shown/],
		[
			'words once too often',
			{ text: 'Hi', options: effect({ effect: 'big', part: 'Hi' }, { effect: 'nod', part: 'Hi' }) },
			/row 2.*not in the text that often/,
		],
		['all and a part', { text: 'Hi you', options: effect({ effect: 'big', part: '' }, { effect: 'nod', part: 'you' }) }, /row 2.*overlaps/],
		[
			'a mention of nobody',
			{ text: 'Hi Alice', options: mention({ address: 'Alice', text: 'Alice' }) },
			/"Mentions, row 1, Address" is neither/,
		],
		[
			'a mention without words',
			{ text: 'Hi Alice', options: mention({ address: friend, text: ' ' }) },
			/"Mentions, row 1, Words in the Text" is empty/,
		],
		['a mention that is not there', { text: 'Hi Bob', options: mention(alice) }, /is not in the text/],
		[
			'mentions with a link preview',
			{ text: 'Hi Alice', options: { ...mention(alice), linkPreview: true } },
			/"Link Preview" cannot be used together with "Mentions"/,
		],
		[
			'mentions with data detection',
			{ text: 'Hi Alice', options: { ...mention(alice), dataDetection: true } },
			/"Data Detection" cannot be used/,
		],
		[
			'an effect with a link preview',
			{ text: 'Hi', options: { ...effect({ effect: 'big' }), linkPreview: true } },
			/cannot be used together with "Text Effects"/,
		],
		['a reply to no part', { text: 'Hi', options: { replyTo: 'p:x/1' } }, /"Reply To" starts like a part/],
		['a switch that is none', { text: 'Hi', options: { linkPreview: '={{ "maybe" }}' } }, /neither true nor false/],
	])('%s', async (_name, parameters, message) => {
		const run = await host.execute(oneNode(sendType, parameters), { triggerItems: [inbound(space)] });
		expect(run.errorOf(underTest)).toMatchObject({ name: 'NodeApiError', message: expect.stringMatching(message) });
		expect(run.errorOf(underTest)?.message).toMatch(/^The field/);
		expect(run.errorOf(underTest)?.description).toMatch(/^(?:Enter it like this: \S|Use one of these: \S|Leave out|Enter a text)/);
		expect(spectrum.calls).toHaveLength(0);
		expect(spectrum.requests).toHaveLength(0);
	});
});
