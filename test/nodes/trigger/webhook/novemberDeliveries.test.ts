import { randomUUID } from 'node:crypto';
import type { IBinaryData } from 'n8n-workflow';
import type { Simulator } from '../../../../simulator/src';
import type { TestHost } from '../../../support/host';
import { picture } from '../../../contract/pictures';
// Before n8n-core itself: it sets what that reads.
import { Container } from '../../../support/host/core';
import { BinaryDataService } from 'n8n-core';
import { standardHeaders, standardSecret, v0Headers, type DeliveryHeaders } from '../../../support/signing';
import { cloudCredential, person, productionUrl, runs, startTriggerHost, triggerWorkflow, warnings } from '../../../support/triggerHost';
import { useSpectrum } from '../../../support/useSpectrum';

/** Deliveries in the form of November 2026, posted over HTTP to the address that n8n listens at. */

const line = '+15550000001';
const groupEvents = [
	'group.displayNameChanged',
	'group.participantAdded',
	'group.participantRemoved',
	'group.participantLeft',
	'group.iconChanged',
	'group.iconRemoved',
];

const bytesOf = async (file?: IBinaryData) => await Container.get(BinaryDataService).getAsBuffer(file as IBinaryData);

const startSetting = useSpectrum(startTriggerHost);
let spectrum: Simulator;
let host: TestHost;

async function start(parameters: object = {}, webhookSigningSecret = '', generation: 'july' | 'november' = 'november'): Promise<void> {
	({ spectrum, host } = await startSetting({ generation }, async (simulator) => {
		if (webhookSigningSecret !== '') simulator.registerWebhook(productionUrl);
		return await startTriggerHost(simulator, { credential: { webhookSigningSecret } });
	}));
	await host.activate(triggerWorkflow(parameters));
}

interface Said {
	readonly content: object;
	readonly id?: string;
	readonly group?: boolean;
	readonly message?: object;
}

function bodyOf({ content, id = randomUUID(), group = false, message = {} }: Said): string {
	const space = { id: group ? 'any;+;chat1' : `any;-;${person}`, platform: 'imessage', type: group ? 'group' : 'dm', phone: line };
	const sender = { id: person, platform: 'imessage' };
	const timestamp = new Date().toISOString();
	return JSON.stringify({
		event: 'messages',
		space,
		message: { id, platform: 'imessage', direction: 'inbound', timestamp, sender, space, content, ...message },
	});
}

async function post(body: string, headers: DeliveryHeaders): Promise<unknown> {
	const response = await fetch(`http://127.0.0.1:${host.port}${new URL(productionUrl).pathname}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body,
	});
	return { code: response.status, ...((await response.json()) as object) };
}

const seconds = (): number => Math.floor(Date.now() / 1_000);
const v0 = (body: string): DeliveryHeaders => v0Headers(spectrum.webhooks[0]?.signingSecret ?? '', body, seconds());
const deliver = async (said: Said): Promise<unknown> => {
	const body = bodyOf(said);
	return await post(body, v0(body));
};

async function output(said: Said): Promise<Array<Record<string, unknown>>> {
	expect(await deliver(said)).toEqual({ code: 200, status: 'accepted' });
	return (await host.nextExecution()).json('iMessage Trigger');
}

const receipt = { content: { type: 'read', target: { id: 'spc-msg-0', platform: 'imessage' } } };

describe('what is no message starts nothing unless it was chosen', () => {
	test.each<[string, Said]>([
		['a receipt, which an auto-reply would answer for ever', receipt],
		['another name', { group: true, content: { type: 'rename', displayName: 'Team' } }],
		['a new member', { group: true, content: { type: 'addMember', members: ['a@b.c'] } }],
		['a member less', { group: true, content: { type: 'removeMember', members: ['a@b.c'] } }],
		['somebody who leaves', { group: true, content: { type: 'leaveSpace' } }],
		['a picture', { group: true, content: { type: 'avatar', action: { kind: 'set', mimeType: 'image/png' } } }],
		['an echo of our own message', { content: { type: 'text', text: 'Hi' }, message: { direction: 'outbound' } }],
	])('%s', async (_name, said) => {
		await start();
		expect(await deliver(said)).toMatchObject({ status: 'ignored' });
		expect(runs(host)).toBe(0);
		expect(warnings(host)).toEqual([]);
	});
});

test('a receipt that was chosen runs with the reader as its sender, and is no message.received', async () => {
	await start({ events: ['message.received', 'message.read'] });
	expect(await output(receipt)).toEqual([
		expect.objectContaining({
			event: 'message.read',
			sender: { id: person, address: person },
			message: expect.objectContaining({ id: 'spc-msg-0' }),
		}),
	]);
});

test('two readers of one message are two receipts, though a delivery calls both by its id', async () => {
	await start({ events: ['message.read'] });
	const by = (id: string): Said => ({ ...receipt, id: 'spc-msg-0', group: true, message: { sender: { id } } });
	expect(await deliver(by('+15557770001'))).toMatchObject({ status: 'accepted' });
	expect(await deliver(by('+15557770002'))).toMatchObject({ status: 'accepted' });
	expect(await deliver(by('+15557770001'))).toMatchObject({ status: 'repeat' });
	expect(runs(host)).toBe(2);
});

test('several new members are an item each of one run, and the filters judge each', async () => {
	await start({ events: groupEvents });
	const items = await output({ group: true, content: { type: 'addMember', members: ['a@b.c', 'd@e.f'] } });
	expect(items).toMatchObject([
		{ event: 'group.participantAdded', member: { address: 'a@b.c' } },
		{ event: 'group.participantAdded', member: { address: 'd@e.f' } },
	]);
});

describe('the new picture of a group', () => {
	const set: Said = { group: true, content: { type: 'avatar', action: { kind: 'set', mimeType: 'image/png' } } };
	const wanted = { events: groupEvents, options: { downloadGroupIcon: true } };

	test('is fetched where it is wanted', async () => {
		await start(wanted);
		spectrum.settings.sharedGroupCalls = 'accepted';
		spectrum.store().createGroup([person, '+15557770001'], 'any;+;chat1');
		spectrum.phone(person).setGroupIcon('any;+;chat1', picture('png'));
		expect(await deliver(set)).toEqual({ code: 200, status: 'accepted' });
		const [item] = (await host.nextExecution()).items('iMessage Trigger');
		expect(item?.json).toMatchObject({ event: 'group.iconChanged' });
		expect(await bytesOf(item?.binary?.icon)).toEqual(picture('png'));
	});

	test('that cannot be fetched is named on the item', async () => {
		await start(wanted);
		expect(await output(set)).toMatchObject([
			{ event: 'group.iconChanged', downloadError: { code: 'operationNotSupported', failed: [{ property: 'icon' }] } },
		]);
	});
});

test('an own message comes where own ones are wanted', async () => {
	await start({ options: { includeOwn: true } });
	expect(await output({ content: { type: 'text', text: 'Hi' }, message: { direction: 'outbound' } })).toMatchObject([
		{ isFromMe: true, message: { text: 'Hi' } },
	]);
});

test('a reply passes filters by its words, and says what it answers', async () => {
	await start({ filters: { textContains: ['eight'] } });
	const reply = (text: string): Said => ({
		content: { type: 'reply', content: { type: 'text', text }, target: { id: 'spc-msg-0', contentPreview: 'eight?' } },
	});
	expect(await deliver(reply('No'))).toMatchObject({ status: 'ignored', reason: 'filtered' });
	expect(await output(reply('At eight'))).toMatchObject([
		{ message: { text: 'At eight', replyTo: 'spc-msg-0' }, content: { type: 'text' } },
	]);
});

test('the voice memo of a reply is downloaded', async () => {
	await start({ options: { downloadAttachments: true } });
	const bytes = Buffer.from('a voice');
	spectrum.receive({
		from: person,
		webhooks: false,
		content: { type: 'attachment', id: 'V1', name: 'Audio Message.caf', mimeType: 'audio/x-caf', bytes },
	});
	const voice = { type: 'voice', id: 'V1', name: 'Audio Message.caf', mimeType: 'audio/x-caf', duration: 2.5 };
	const body = bodyOf({
		content: { type: 'reply', content: voice, target: { id: 'spc-msg-0' } },
		message: { space: undefined },
	}).replaceAll(line, 'shared');
	expect(await post(body, v0(body))).toMatchObject({ status: 'accepted' });
	const run = await host.nextExecution();
	expect(run.json('iMessage Trigger')).toMatchObject([{ content: { type: 'attachment', duration: 2.5, isVoiceNote: true } }]);
	expect(run.json('iMessage Trigger')[0]).not.toHaveProperty('downloadError');
	expect(run.items('iMessage Trigger')[0]?.binary?.attachment_0).toMatchObject({ fileName: 'Audio Message.caf' });
});

test('content nested 100,000 deep is refused, and the trigger goes on', async () => {
	await start();
	const deep = `${'{"type":"reply","content":'.repeat(100_000)}{"type":"text","text":"x"}${'}'.repeat(100_000)}`;
	const body = bodyOf({ content: { type: '?' } }).replace('{"type":"?"}', deep);
	expect(await post(body, v0(body))).toMatchObject({ status: 'refused', reason: 'malformedBody' });
	expect(await output({ content: { type: 'text', text: 'Hi' } })).toMatchObject([{ message: { text: 'Hi' } }]);
});

describe('signatures of Standard Webhooks', () => {
	const secret = standardSecret();
	const body = bodyOf({ id: 'm1', content: { type: 'text', text: 'Hi' } });

	test('are enough for a webhook that was registered by hand, whose secret is in the credential', async () => {
		await start({}, secret);
		expect(await post(body, standardHeaders([secret], 'd1', body, seconds()))).toMatchObject({ status: 'accepted' });
		const { id: _id, ...other } = JSON.parse(body) as { id?: string };
		const again = JSON.stringify(other).replace('"m1"', '"m2"');
		// The same delivery by its own name, whatever its message is called.
		expect(await post(again, standardHeaders([secret], 'd1', again, seconds()))).toMatchObject({ status: 'repeat' });
		expect(await post(again, standardHeaders([standardSecret()], 'd2', again, seconds()))).toMatchObject({
			status: 'refused',
			reason: 'badSignature',
		});
		expect(runs(host)).toBe(1);
	});

	test('refuse a delivery that is right by v0 alone, as soon as the credential holds their secret', async () => {
		await start({}, '', 'july');
		expect(await post(body, { ...v0(body), ...standardHeaders([standardSecret()], 'd1', body, seconds()) })).toMatchObject({
			status: 'accepted',
		});
		const other = body.replace('"m1"', '"m2"');
		host.setCredential('cloud', cloudCredential(spectrum, { webhookSigningSecret: secret }));
		expect(await post(other, { ...v0(other), ...standardHeaders([standardSecret()], 'd2', other, seconds()) })).toMatchObject({
			status: 'refused',
			reason: 'badSignature',
		});
		expect(await post(other, { ...v0(other), ...standardHeaders([secret], 'd2', other, seconds()) })).toMatchObject({ status: 'accepted' });
	});
});
