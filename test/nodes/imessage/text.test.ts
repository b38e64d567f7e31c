import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { ImessageTrigger } from '../../../nodes/ImessageTrigger/ImessageTrigger.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import { Action } from '../../support/action';
import type { TestHost } from '../../support/host';
import { items, sendType, sendWorkflow, startSendHost, triggerType } from '../../support/sendHost';
import { useSpectrum, type StartHost } from '../../support/useSpectrum';

const person = '+15551234567';
const startSetting = useSpectrum(startSendHost);
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions, startHost?: StartHost): Promise<void> {
	({ spectrum, host } = await startSetting(options, startHost));
}

/** What the Trigger says of a conversation. */
function inbound(id: string, phone = 'shared') {
	return { event: 'message.received', space: { id, type: id.includes(';+;') ? 'group' : 'dm', phone } };
}

const atAddress = (value: string) => ({ __rl: true, mode: 'address', value });

describe('where a text goes', () => {
	test('with nothing but a text it answers the incoming item, in direct spaces and in groups', async () => {
		await start();
		const group = spectrum.createGroup({ members: [person, '+15557654321'] });
		const run = await host.execute(sendWorkflow({ text: 'Got it' }), {
			triggerItems: items(inbound(`any;-;${person}`), inbound(group)),
		});
		expect(run.status).toBe('success');
		const sent = run.json('Send');
		expect(sent).toEqual([
			{ messageId: expect.any(String), spaceId: `any;-;${person}`, spaceType: 'dm', line: 'shared', sentAt: expect.stringMatching(/Z$/) },
			{ messageId: expect.any(String), spaceId: group, spaceType: 'group', line: 'shared', sentAt: expect.any(String) },
		]);
		expect(run.items('Send').map((item) => item.pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(spectrum.phone(person).messages.map((message) => message.id)).toEqual(sent.map((json) => json.messageId));
		expect(spectrum.phone('+15557654321').messages).toHaveLength(1);
	});

	test('a dedicated line answers through the line that the message came to', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		const { spaceId } = spectrum.receive({ from: person, text: 'Hi', line: '+15550000002' });
		const run = await host.execute(sendWorkflow({ text: 'Got it' }), {
			triggerItems: items(inbound(spaceId, '+15550000002')),
		});
		expect(run.json('Send')).toMatchObject([{ line: '+15550000002', spaceId }]);
		expect(spectrum.calls.map((call) => call.method)).toEqual(['SendTextMessage']);
	});

	test('each item has its own address and text, and a thousand of them share one connection and one token', async () => {
		// HTTP has no connection that belongs to a credential.
		await start({}, (simulator) => startSendHost(simulator, 'grpc'));
		// A real line may not write to so many new people in one day.
		spectrum.settings.newConversationsPerDay = Number.POSITIVE_INFINITY;
		const people = Array.from({ length: 1_000 }, (_, index) => `+1555${String(2_000_000 + index)}`);
		const run = await host.execute(sendWorkflow({ to: atAddress('={{ $json.phone }}'), text: '=Hello {{ $json.name }}' }), {
			triggerItems: items(...people.map((phone, index) => ({ phone, name: `Number ${index}` }))),
		});
		expect(run.status).toBe('success');
		expect(run.json('Send')).toHaveLength(1_000);
		expect(people.map((phone) => spectrum.phone(phone).messages.map((message) => message.text))).toEqual(
			people.map((_, index) => [`Hello Number ${index}`]),
		);
		expect(spectrum.connections.opened).toBe(1);
		expect(spectrum.requests.map((request) => request.route)).toEqual(['mint']);
	});

	test('a self-hosted server is reached with its own token and asks the control plane nothing', async () => {
		await start({ plan: 'dedicated', tls: false });
		const run = await host.execute(sendWorkflow({ authentication: 'spectrumSelfHostedApi', to: atAddress(person), text: 'Hello' }));
		expect(run.json('Send')).toMatchObject([{ spaceId: `any;-;${person}` }]);
		expect(spectrum.requests).toHaveLength(0);
	});
});

describe('what is refused before any call', () => {
	test.each([
		[{ to: atAddress('5551234567'), text: 'Hi' }, /"To" has no country code.*found "5551234567"/],
		[{ to: atAddress('12345'), text: 'Hi' }, /short code/],
		[{ to: atAddress(`${person}, +15557654321`), text: 'Hi' }, /several addresses/],
		[{ to: { __rl: true, mode: 'space', value: 'chat123' }, text: 'Hi' }, /"To" is not a space ID/],
		[{ to: atAddress(person), text: ' ' }, /"Text" is empty/],
		[{ to: atAddress(person), text: '\u200b\ufeff' }, /"Text" is empty/],
		[{ text: 'Hi' }, /"To" is empty/],
	])('%j', async (parameters, message) => {
		await start();
		const run = await host.execute(sendWorkflow(parameters), { triggerItems: items({ unrelated: true }) });
		expect(run.status).toBe('error');
		expect(run.errorOf('Send')).toMatchObject({ name: 'NodeApiError', message: expect.stringMatching(message) });
		expect(run.errorOf('Send')?.description).toMatch(/\+15551234567|space ID|any;|Thanks|iMessage Trigger/);
		expect(spectrum.calls).toHaveLength(0);
		expect(spectrum.requests).toHaveLength(0);
	});
});

describe('an expression that gives nothing is not an empty field', () => {
	const fromTrigger = items(inbound(`any;-;${person}`));

	test.each([
		[{ to: atAddress('={{ $json.manager }}'), text: 'For your eyes only' }, /"To" has an expression that returns nothing.*\$json\.manager/],
		[{ to: '={{ $json.manager }}', text: 'For your eyes only' }, /"To" has an expression that returns nothing/],
		[{ to: atAddress('={{ ["+15557654321"] }}'), text: 'Hi' }, /"To" has a value that is not text/],
		[
			{ options: { line: { __rl: true, mode: 'phone', value: '={{ $json.number }}' } }, text: 'Hi' },
			/"Line" has an expression that returns nothing/,
		],
		[{ operation: 'unsend', messageId: '={{ $json.oldMessageId }}' }, /"Message ID" has an expression that returns nothing/],
		[{ text: 'Hi', options: { replyTo: '={{ $json.question }}' } }, /"Reply To" has an expression that returns nothing/],
		[{ text: '={{ ["a", "b"] }}' }, /"Text" has a value that is not text/],
		[{ text: 'Hi', options: { idempotencyKey: '={{ $json.orderId }}' } }, /"Idempotency Key" is empty, so a repeat/],
		[
			{ text: 'Hi', options: { idempotencyKey: '={{ 9007199254740993 }}' } },
			/"Idempotency Key" has a number with more digits than n8n keeps; found "9007199254740992"/,
		],
	])('%j reaches nobody', async (parameters, message) => {
		await start();
		const run = await host.execute(sendWorkflow(parameters), { triggerItems: fromTrigger });
		expect(run.errorOf('Send')?.message).toMatch(message);
		expect(spectrum.calls).toHaveLength(0);
	});

	test('what n8n says of an expression is passed on', async () => {
		await start();
		const run = await host.execute(sendWorkflow({ text: "={{ $('No such node').item.json.text }}" }, { onError: 'continueErrorOutput' }), {
			triggerItems: fromTrigger,
		});
		expect(run.json('Failed')).toMatchObject([{ error: { kind: 'invalid', message: expect.stringMatching(/node/i) } }]);
		expect(JSON.stringify(run.json('Failed'))).not.toContain('unexpectedly');
	});

	test('a conversation that cannot be written to is named', async () => {
		await start();
		const run = await host.execute(sendWorkflow({ text: 'Hi' }), { triggerItems: items(inbound('any;-;12345')) });
		expect(run.errorOf('Send')?.message).toContain('any;-;12345');
	});
});

describe('when a send fails', () => {
	const quota = { type: 'error', code: 'newContactThrottled', context: { limit: '50' } } as const;

	test('the node fails with what happened and what to do', async () => {
		await start();
		spectrum.faults.add('SendTextMessage', quota);
		const run = await host.execute(sendWorkflow({ to: atAddress(person), text: 'Hi' }));
		const error = run.errorOf('Send');
		expect(error).toMatchObject({ name: 'NodeApiError', message: expect.stringContaining('new conversations') });
		expect(error?.description).toContain('next day');
		expect(JSON.stringify(run.stored())).not.toContain(spectrum.projectSecret);
		for (const { token } of spectrum.lines) expect(JSON.stringify(run.stored())).not.toContain(token);
	});

	test('the error output carries code, kind and advice, the other items go on', async () => {
		await start();
		spectrum.faults.add('SendTextMessage', quota, { after: 1 });
		const people = [person, '+15557654321', '+15550001111'];
		const run = await host.execute(sendWorkflow({ to: atAddress('={{ $json.phone }}'), text: 'Hi' }, { onError: 'continueErrorOutput' }), {
			triggerItems: items(...people.map((phone) => ({ phone }))),
		});
		expect(run.status).toBe('success');
		expect(run.json('Fine')).toMatchObject([{ spaceId: `any;-;${people[0]}` }, { spaceId: `any;-;${people[2]}` }]);
		expect(run.json('Failed')).toEqual([
			{
				phone: people[1],
				error: {
					kind: 'quota',
					code: 'newContactThrottled',
					status: 'RESOURCE_EXHAUSTED',
					to: people[1],
					spaceId: `any;-;${people[1]}`,
					message: expect.any(String),
					advice: expect.any(String),
					context: { limit: '50' },
					quota: expect.objectContaining({ scope: 'line', retry: { when: 'nextWindow', window: 'day' } }),
				},
			},
		]);
		expect(run.items('Failed')[0]?.pairedItem).toEqual({ item: 0 });
	});

	test('continue on fail puts the same fields into the regular output', async () => {
		await start();
		spectrum.faults.add('SendTextMessage', quota);
		const run = await host.execute(sendWorkflow({ to: atAddress(person), text: 'Hi' }, { onError: 'continueRegularOutput' }));
		expect(run.json('Send')).toMatchObject([{ error: { kind: 'quota', code: 'newContactThrottled' } }]);
	});
});

describe('nothing is sent twice', () => {
	const two = items({ phone: person }, { phone: '+15557654321' });
	const parameters = { to: atAddress('={{ $json.phone }}'), text: '=Now: {{ $now.toMillis() }} {{ Math.random() }}' };

	test('retry on fail repeats only what was not sent, although the text differs each time', async () => {
		await start();
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError' }, { after: 1 });
		const run = await host.execute(sendWorkflow(parameters, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }), {
			triggerItems: two,
		});
		expect(run.status).toBe('success');
		expect(spectrum.calls).toHaveLength(4);
		expect(spectrum.phone(person).messages).toHaveLength(1);
		expect(spectrum.phone('+15557654321').messages).toHaveLength(1);
	});

	test('an answer lost after the write is not a second message', async () => {
		await start();
		spectrum.faults.add('SendTextMessage', { type: 'answerLost' });
		const run = await host.execute(sendWorkflow(parameters), { triggerItems: two });
		expect(run.status).toBe('success');
		expect(spectrum.phone(person).messages).toHaveLength(1);
	});

	test('a new execution sends again, unless an idempotency key names the message', async () => {
		await start();
		await host.execute(sendWorkflow(parameters), { triggerItems: two });
		await host.execute(sendWorkflow(parameters), { triggerItems: two });
		expect(spectrum.phone(person).messages).toHaveLength(2);

		const keyed = { ...parameters, options: { idempotencyKey: 'campaign-7' } };
		const first = await host.execute(sendWorkflow(keyed), { triggerItems: two });
		const again = await host.execute(sendWorkflow(keyed), { triggerItems: [...two].reverse() });
		expect(spectrum.phone(person).messages).toHaveLength(3);
		expect(spectrum.phone('+15557654321').messages).toHaveLength(3);
		expect(again.json('Send').map((json) => json.messageId)).toEqual(
			first
				.json('Send')
				.map((json) => json.messageId)
				.reverse(),
		);
	});

	test('one person is one target of a key, however the conversation is written', async () => {
		await start();
		const options = { idempotencyKey: 'order-9' };
		await host.execute(sendWorkflow({ to: atAddress(person), text: 'Hi', options }));
		await host.execute(sendWorkflow({ text: 'Hi', options }), { triggerItems: items(inbound(`any;-;${person}`)) });
		expect(spectrum.phone(person).messages).toHaveLength(1);
	});

	test('each round of a loop is a message of its own', async () => {
		await start();
		const workflow = sendWorkflow({ to: atAddress(person), text: 'Again' });
		// Two ways lead to Send, so that it runs twice in one execution, each time with one item.
		const toSend = { node: 'Send', type: 'main' as const, index: 0 };
		const looped = {
			...workflow,
			connections: { Start: { main: [[toSend, { node: 'Fine', type: 'main' as const, index: 0 }]] }, Fine: { main: [[toSend]] } },
		};
		const run = await host.execute(looped);
		expect(run.tasks('Send')).toHaveLength(2);
		expect(spectrum.phone(person).messages).toHaveLength(2);
	});

	test('a server that answers duplicateMessage says that it is done', async () => {
		await start({ repeats: 'duplicateMessage' });
		const keyed = { to: atAddress(person), text: 'Hi', options: { idempotencyKey: 'order-1' } };
		const first = await host.execute(sendWorkflow(keyed));
		const again = await host.execute(sendWorkflow(keyed));
		expect(again.json('Send')).toEqual(first.json('Send').map((json) => ({ ...json, alreadySent: true, text: 'Hi' })));
		expect(spectrum.phone(person).messages).toHaveLength(1);
	});
});

test('a stopped execution ends the call at once and starts no further one', async () => {
	await start();
	const held = spectrum.faults.add('SendTextMessage', { type: 'hold', beforeWrite: true });
	const running = host.execute(sendWorkflow({ to: atAddress(person), text: 'Hi' }, { onError: 'continueErrorOutput' }), {
		triggerItems: items({}, {}, {}),
	});
	await held.struck;
	running.cancel();
	const run = await running;
	expect(run.status).toBe('canceled');
	// A restart waits for what the engine has not given back yet.
	await host.restart();
	held.release();
	expect(spectrum.calls).toHaveLength(1);
	expect(spectrum.phone(person).messages).toHaveLength(0);
});

test.each([
	[20, 7, 'stopped after item 7 of 20; item 8 was in progress and may have gone through'],
	[1, 0, 'stopped while its only item was in progress, which may have gone through'],
])('of %s items stopped after %s, it says how far it came: in the log, and with the execution', async (total, done, said) => {
	await start();
	const held = spectrum.faults.add('SendTextMessage', { type: 'hold', beforeWrite: true }, { after: done });
	const running = host.execute(sendWorkflow({ to: atAddress(person), text: 'Hi' }), {
		triggerItems: items(...Array.from({ length: total }, () => ({}))),
	});
	await held.struck;
	running.cancel();
	const run = await running;
	const message = `Node "Send" ${said}`;
	expect(run.run.data.resultData.metadata).toEqual({ imessage_stopped: message });
	expect(host.logs.filter((entry) => entry.message.includes('stopped')).map((entry) => [entry.level, entry.message])).toEqual([
		['info', message],
	]);
	await host.restart();
	held.release();
	expect(spectrum.phone(person).messages).toHaveLength(done);
});

test('an execution that is stopped behind the node says nothing of it', async () => {
	await start();
	let isThere: () => void = () => undefined;
	const there = new Promise<void>((resolve) => {
		isThere = resolve;
	});
	const waits = new Action(async (context) => {
		isThere();
		await new Promise<void>((resolve) => context.onExecutionCancellation(() => resolve()));
		return [];
	});
	await host.restart({ nodes: { [sendType]: new Imessage(), [triggerType]: new ImessageTrigger(), 'test.waits': waits } });
	const workflow = sendWorkflow({ to: atAddress(person), text: 'Hi' });
	const running = host.execute({
		...workflow,
		nodes: workflow.nodes.map((node) => (node.name === 'Fine' ? { ...node, type: 'test.waits' } : node)),
	});
	await there;
	running.cancel();
	expect((await running).status).toBe('canceled');
	expect(host.logs.filter(({ message }) => message.includes('stopped'))).toEqual([]);
});
