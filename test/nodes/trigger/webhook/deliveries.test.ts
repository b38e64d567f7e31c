import type { InboundMessage, Redelivery, Simulator } from '../../../../simulator/src';
import { refusals } from '../../../support/deliveryCases';
import type { TestHost } from '../../../support/host';
import { answerOf, person, productionUrl, runs, startTriggerHost, triggerWorkflow, warnings } from '../../../support/triggerHost';
import { useSpectrum } from '../../../support/useSpectrum';

const startSetting = useSpectrum(startTriggerHost);
let spectrum: Simulator;
let host: TestHost;

async function start(parameters: object = {}): Promise<void> {
	({ spectrum, host } = await startSetting());
	await host.activate(triggerWorkflow(parameters));
}

/** The trigger's output for one message. */
async function output(inbound: Omit<InboundMessage, 'from'> & { from?: string }) {
	const { delivered, messageId } = spectrum.receive({ from: person, ...inbound });
	expect(answerOf(await delivered)).toEqual({ status: 200, body: { status: 'accepted' } });
	const run = await host.nextExecution();
	expect(run.status).toBe('success');
	const items = run.json('iMessage Trigger');
	expect(items).toHaveLength(1);
	return { event: items[0] as Record<string, unknown>, messageId };
}

/** The answer to a delivery that the real worker would not make. */
async function tampered(options: Redelivery) {
	const { messageId } = spectrum.receive({ from: person, text: 'Private words', webhooks: false });
	return answerOf(await spectrum.redeliver(messageId, { attempts: 1, ...options }));
}

describe('every content of the contract starts a run', () => {
	beforeEach(async () => await start({ events: ['message.received', 'message.reactionAdded'] }));

	test('text, in a direct space', async () => {
		const { event, messageId } = await output({ text: 'Grüße \u{1f600}', at: Date.UTC(2026, 10, 21) });
		expect(event).toEqual({
			account: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown,
			event: 'message.received',
			id: messageId,
			timestamp: '2026-11-21T00:00:00.000Z',
			space: { id: `any;-;${person}`, type: 'dm', phone: 'shared' },
			sender: { id: person, address: person },
			message: { id: messageId, text: 'Grüße \u{1f600}' },
			content: { type: 'text', text: 'Grüße \u{1f600}' },
		});
	});

	test('text, in a group', async () => {
		const space = spectrum.createGroup({ members: [person, '+15557654321'] });
		const { event } = await output({ text: 'Hi all', space });
		expect(event).toMatchObject({ space: { id: space, type: 'group' }, sender: { address: person } });
	});

	test.each([
		['attachment', { type: 'attachment', id: 'A1', name: 'a.jpg', mimeType: 'image/jpeg', size: 12 }],
		['contact', { type: 'contact', name: 'Alice', phones: ['+15557654321'], photo: { mimeType: 'image/png' } }],
		['unknown', { type: 'hologram', anything: { deep: [1, null] } }],
	] as const)('%s', async (_name, content) => {
		const { event, messageId } = await output({ content });
		expect(event).toMatchObject({ event: 'message.received', message: { id: messageId }, content });
		expect(event.message).not.toHaveProperty('text');
	});

	test('a voice memo', async () => {
		const { event } = await output({
			content: { type: 'attachment', id: 'A1', name: 'Audio Message.caf', mimeType: 'application/octet-stream' },
		});
		expect(event.content).toMatchObject({ mimeType: 'audio/x-caf' });
	});

	test('a link', async () => {
		const { event } = await output({ content: { type: 'richlink', url: 'https://example.com/' } });
		expect(event).toMatchObject({ message: { text: 'https://example.com/' }, content: { type: 'richlink', url: 'https://example.com/' } });
	});

	test('a reaction', async () => {
		const first = await output({ text: 'Dinner?' });
		const { event, messageId } = await output({ content: { type: 'reaction', emoji: '\u{1f44d}', target: first.messageId } });
		expect(messageId).not.toBe(first.messageId);
		expect(event).toMatchObject({
			event: 'message.reactionAdded',
			id: messageId,
			message: { id: first.messageId },
			content: { type: 'reaction', emoji: '\u{1f44d}', target: { id: first.messageId, contentPreview: 'Dinner?' } },
		});
	});

	test('an album', async () => {
		const { event, messageId } = await output({
			content: {
				type: 'group',
				items: [
					{ type: 'attachment', id: 'A1', name: 'a.heic', mimeType: 'image/heic' },
					{ type: 'attachment', id: 'A2', name: 'b.heic', mimeType: 'image/heic' },
				],
			},
		});
		expect(event).toMatchObject({
			message: { id: messageId },
			content: {
				type: 'group',
				items: [
					{ id: `p:0/${messageId}`, part: 0, content: { id: 'A1' } },
					{ id: `p:1/${messageId}`, part: 1, content: { id: 'A2' } },
				],
			},
		});
	});

	test('with everything left out that may be missing', async () => {
		const { event, messageId } = await output({
			text: 'Hi',
			leaveOut: [
				'space',
				'message.platform',
				'message.direction',
				'message.timestamp',
				'message.sender',
				'message.space.type',
				'message.space.phone',
			],
		});
		expect(event).toEqual({
			account: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown,
			event: 'message.received',
			id: messageId,
			space: { id: `any;-;${person}`, type: 'dm' },
			message: { id: messageId, text: 'Hi' },
			content: { type: 'text', text: 'Hi' },
		});
	});

	test('with the platform in another case', async () => {
		expect((await output({ text: 'Hi', platform: 'imessage' })).event).toMatchObject({ message: { text: 'Hi' } });
	});
});

describe('options', () => {
	test('the raw delivery comes on request', async () => {
		await start({ options: { includeRaw: true } });
		const { event } = await output({ text: 'Hi' });
		expect(event.raw).toEqual(JSON.parse(spectrum.deliveries[0]?.body ?? ''));
	});

	test('an event that is not selected starts nothing, and is not sent again', async () => {
		await start({ events: ['message.reactionAdded'] });
		const { delivered, messageId } = spectrum.receive({ from: person, text: 'Hi' });
		expect(answerOf(await delivered)).toEqual({ status: 200, body: { status: 'ignored', reason: 'notSelected' } });
		expect(runs(host)).toBe(0);
		const reaction = await output({ content: { type: 'reaction', emoji: '!', target: messageId } });
		expect(reaction.event.event).toBe('message.reactionAdded');
		expect(warnings(host)).toEqual([]);
	});
});

describe('what is refused starts nothing, and is a warning in the log', () => {
	beforeEach(async () => await start());

	afterEach(() => {
		expect(runs(host)).toBe(0);
		const log = JSON.stringify(host.logs);
		expect(log).not.toContain('Private words');
		expect(log).not.toContain(spectrum.webhooks[0]?.signingSecret);
		expect(log).not.toContain(spectrum.projectSecret);
	});

	test.each(refusals)('%s', async (_name, options, status, reason) => {
		expect(await tampered(options)).toEqual({ status, body: { status: 'refused', reason } });
		expect(warnings(host)).toEqual([expect.stringContaining('"iMessage Trigger" in workflow "Answer messages" refused')]);
		expect(host.logs.find(({ level }) => level === 'warn')?.meta).toMatchObject({ workflowId: 'trigger-workflow', reason, status });
	});

	test('n8n itself answers 422 to a body that is no JSON', async () => {
		expect((await tampered({ body: '{"event":' })).status).toBe(422);
	});
});

describe('what is genuine but not for this node starts nothing, and is not sent again', () => {
	beforeEach(async () => await start());

	test('an event kind that is not known is a warning', async () => {
		expect(await tampered({ body: '{"event":"polls","poll":{"id":"p1"}}' })).toEqual({
			status: 200,
			body: { status: 'ignored', reason: 'unknownEvent' },
		});
		expect(runs(host)).toBe(0);
		expect(warnings(host)).toEqual([expect.stringMatching(/kind that this version does not know \(polls\)/)]);
	});

	test('a message of our own, which would answer itself', async () => {
		const message = { id: 'm1', direction: 'outbound', content: { type: 'text', text: 'Hi' } };
		const body = JSON.stringify({ event: 'messages', space: { id: `any;-;${person}` }, message });
		expect(await tampered({ body })).toEqual({ status: 200, body: { status: 'ignored', reason: 'notInbound' } });
		expect(runs(host)).toBe(0);
		expect(warnings(host)).toEqual([]);
	});

	test('a message of another platform of the project', async () => {
		const { delivered } = spectrum.receive({ from: person, text: 'Hi', platform: 'WhatsApp' });
		expect(answerOf(await delivered)).toEqual({ status: 200, body: { status: 'ignored', reason: 'otherPlatform' } });
		expect(runs(host)).toBe(0);
		expect(warnings(host)).toEqual([]);
	});
});

test('the signature is checked over the bytes, and the output comes from them', async () => {
	await start();
	const [hook] = spectrum.webhooks;
	expect(hook?.webhookUrl).toBe(productionUrl);
	const { messageId } = spectrum.receive({ from: person, text: 'Hi', webhooks: false });
	// Written in a way that parsing and writing again would change: order, spaces, escapes, a number.
	const body = `{ "message" : { "content":{"text":"\\u0048i\\/","type":"text","n":1.0}, "id":"odd-1",\n"space":{"id":"any;-;${person}"} }, "event":"messages" }`;
	expect(answerOf(await spectrum.redeliver(messageId, { body }))).toMatchObject({ status: 200 });
	expect((await host.nextExecution()).json('Next')).toMatchObject([{ id: 'odd-1', message: { text: 'Hi/' } }]);
});

describe('filters', () => {
	const group = 'any;+;chat1';
	test.each([
		['spaceType', { spaceType: 'group' }],
		['space', { spaces: group }],
		['sender', { senders: '+15557654321' }],
		['blockedSender', { blockedSenders: '+1*' }],
		['textContains', { textContains: ['order'] }],
		['textMatches', { textMatches: '^order' }],
	])('the filter %s applies to deliveries, too', async (_name, filters) => {
		await start({ filters });
		const { delivered } = spectrum.receive({ from: person, text: 'Hi' });
		expect(answerOf(await delivered)).toEqual({ status: 200, body: { status: 'ignored', reason: 'filtered' } });
		expect(runs(host)).toBe(0);
		expect(warnings(host)).toEqual([]);
	});

	test('the filter line applies to deliveries, too', async () => {
		const lines = ['+15550000001', '+15550000002'] as const;
		({ spectrum, host } = await startSetting({ plan: 'dedicated', lines: [...lines] }));
		await host.activate(triggerWorkflow({ filters: { lines: lines[1] } }));
		const { delivered } = spectrum.receive({ from: person, text: 'Hi', line: lines[0] });
		expect(answerOf(await delivered)).toEqual({ status: 200, body: { status: 'ignored', reason: 'filtered' } });
		expect((await output({ text: 'Hi', line: lines[1] })).event).toMatchObject({ space: { phone: lines[1] } });
	});

	test('mentions are not told by deliveries, so that filter is not asked', async () => {
		await start({ filters: { onlyMentions: true } });
		expect((await output({ text: 'Hi', space: group })).event).toMatchObject({ message: { text: 'Hi' } });
	});

	test('a filter that cannot be meant refuses the activation, and nothing is registered', async () => {
		({ spectrum, host } = await startSetting());
		await expect(host.activate(triggerWorkflow({ filters: { textMatches: '(a+)+(' } }))).rejects.toThrow('Text Matches');
		expect(spectrum.webhooks).toEqual([]);
	});
});
