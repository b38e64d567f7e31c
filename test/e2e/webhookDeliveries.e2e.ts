import type { InboundMessage, Redelivery, Simulator } from '../../simulator/src';
import type { Credential } from '../../scripts/n8n/types';
import { accepted, answerOf, refusals } from '../support/deliveryCases';
import { person, triggerName, triggerWorkflow } from './support/triggerWorkflow';
import { World } from './support/world';

let world: World;
let spectrum: Simulator;
let cloud: Credential;
let workflowId: string;
/** Runs that have been seen to start. */
let runs = 0;

beforeAll(async () => {
	world = await World.start();
	({ spectrum, cloud } = await world.connect());
	workflowId = await activate({ events: ['message.received', 'message.reactionAdded'] });
}, 1_200_000);

afterAll(async () => await world?.stop());

async function activate(parameters: Readonly<Record<string, unknown>> = {}): Promise<string> {
	const id = await world.client.importWorkflow(triggerWorkflow(cloud, parameters));
	await world.client.activate(id);
	return id;
}

/** The trigger's output for one message. */
async function output(inbound: Omit<InboundMessage, 'from'>) {
	const { delivered, messageId } = spectrum.receive({ from: person, ...inbound });
	const [result] = await delivered;
	expect(answerOf(result)).toEqual(accepted);
	const run = (await world.client.ended(workflowId, ++runs)).at(-1);
	expect([run?.status, run?.mode]).toEqual(['success', 'webhook']);
	const [event, ...others] = run?.json(triggerName) ?? [];
	expect(others).toEqual([]);
	return { event, messageId };
}

/** The answer to a delivery that the real worker would not make. */
async function tampered(options: Redelivery) {
	const { messageId } = spectrum.receive({ from: person, text: 'Private words', webhooks: false });
	const [result] = await spectrum.redeliver(messageId, { attempts: 1, ...options });
	return answerOf(result);
}

const refusedLines = () => world.logged(/"iMessage Trigger" in workflow "Answer messages" refused/);

describe('every content of the contract starts a run', () => {
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
		expect(event?.message).not.toHaveProperty('text');
	});

	test('a voice memo', async () => {
		const content = { type: 'attachment', id: 'A1', name: 'Audio Message.caf', mimeType: 'application/octet-stream' } as const;
		expect((await output({ content })).event?.content).toMatchObject({ mimeType: 'audio/x-caf' });
	});

	test('a link', async () => {
		const { event } = await output({ content: { type: 'richlink', url: 'https://example.com/' } });
		expect(event).toMatchObject({ message: { text: 'https://example.com/' }, content: { type: 'richlink', url: 'https://example.com/' } });
	});

	test('a reaction', async () => {
		const first = await output({ text: 'Dinner?' });
		const { event, messageId } = await output({ content: { type: 'reaction', emoji: '\u{1f44d}', target: first.messageId } });
		expect(event).toMatchObject({
			event: 'message.reactionAdded',
			id: messageId,
			message: { id: first.messageId },
			content: { type: 'reaction', emoji: '\u{1f44d}', target: { id: first.messageId, contentPreview: 'Dinner?' } },
		});
	});

	test('an album', async () => {
		const items = ['A1', 'A2'].map((id) => ({ type: 'attachment', id, name: `${id}.heic`, mimeType: 'image/heic' }) as const);
		const { event, messageId } = await output({ content: { type: 'group', items } });
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

	test('the signature is checked over the bytes, and the output comes from them', async () => {
		// Written in a way that parsing and writing again would change: order, spaces, escapes, a number.
		const body = `{ "message" : { "content":{"text":"\\u0048i\\/","type":"text","n":1.0}, "id":"odd-1",\n"space":{"id":"any;-;${person}"} }, "event":"messages" }`;
		expect(await tampered({ body })).toEqual(accepted);
		const run = (await world.client.ended(workflowId, ++runs)).at(-1);
		expect(run?.json('Next')).toMatchObject([{ id: 'odd-1', message: { text: 'Hi/' } }]);
	});
});

describe('what is refused starts nothing, and is a warning in the log', () => {
	test.each(refusals)('%s', async (_name, options, status, reason) => {
		const before = refusedLines().length;
		expect(await tampered(options)).toEqual({ status, body: { status: 'refused', reason } });
		expect(refusedLines()).toHaveLength(before + 1);
	});

	test('n8n itself answers 422 to a body that is no JSON', async () => {
		expect((await tampered({ body: '{"event":' })).status).toBe(422);
	});
});

describe('what is genuine but not for this node starts nothing, and is not sent again', () => {
	const ignored = (reason: string) => ({ status: 200, body: { status: 'ignored', reason } });

	test('an event kind that is not known', async () => {
		expect(await tampered({ body: '{"event":"polls","poll":{"id":"p1"}}' })).toEqual(ignored('unknownEvent'));
		expect(world.logged(/kind that this version does not know \(polls\)/)).toHaveLength(1);
	});

	test('a message of our own, which would answer itself', async () => {
		const message = { id: 'm1', direction: 'outbound', content: { type: 'text', text: 'Hi' } };
		expect(await tampered({ body: JSON.stringify({ event: 'messages', space: { id: `any;-;${person}` }, message }) })).toEqual(
			ignored('notInbound'),
		);
	});

	test('a message of another platform of the project', async () => {
		const [result] = await spectrum.receive({ from: person, text: 'Hi', platform: 'WhatsApp' }).delivered;
		expect(answerOf(result)).toEqual(ignored('otherPlatform'));
	});

	test('a repeat of what was accepted', async () => {
		const { messageId } = await output({ text: 'Once' });
		const [result] = await spectrum.redeliver(messageId);
		expect(answerOf(result)).toEqual({ status: 200, body: { status: 'repeat' } });
	});
});

test('after all of this, as many runs as were accepted, and no private word in the log', async () => {
	expect(await world.client.executions(workflowId)).toHaveLength(runs);
	expect(world.logged(/Private words/)).toEqual([]);
});

test('options: the raw delivery on request, and events that are not chosen', async () => {
	await world.client.deactivate(workflowId);
	const chosen = await activate({ events: ['message.reactionAdded'], options: { includeRaw: true } });
	const first = spectrum.receive({ from: person, text: 'Hi' });
	const [unwanted] = await first.delivered;
	expect(answerOf(unwanted)).toEqual({ status: 200, body: { status: 'ignored', reason: 'notSelected' } });
	const [wanted] = await spectrum.receive({ from: person, content: { type: 'reaction', emoji: '!', target: first.messageId } }).delivered;
	expect(answerOf(wanted)).toEqual(accepted);
	const [run, ...others] = await world.client.ended(chosen, 1);
	expect(others).toEqual([]);
	expect(run?.json(triggerName)).toMatchObject([
		{ event: 'message.reactionAdded', raw: JSON.parse(spectrum.deliveries.at(-1)?.body ?? '') },
	]);
	await world.client.deactivate(chosen);
});
