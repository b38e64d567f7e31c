import { randomInt } from 'node:crypto';
import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import { errorKinds, type ErrorKind } from '../../../nodes/shared/spectrum/errors/SpectrumError';
import { acceptance } from '../../../nodes/shared/spectrum/gateway/acceptance';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const type = 'n8n-nodes-spectrum-imessage.imessageConversation';
const person = '+15551234567';
const space = `any;-;${person}`;
const lines = ['+15550000001', '+15550000002'];
const [first, second] = lines as [string, string];
const byPhone = (value: string) => ({ __rl: true, mode: 'phone', value });

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessageConversation() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options: SimulatorOptions = { plan: 'dedicated', lines }): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

/** One execution of its own: n8n never gives an id twice, and hosts of several tests would. */
async function send(fallbackWhen: string, parameters: object = {}, settings: object = {}, items = [inbound(space, 'spc-msg-1', first)]) {
	const fields = { resource: 'message', operation: 'sendWithFallback', text: 'Your parcel is here', fallbackWhen, ...parameters };
	return await host.execute(oneNode(type, fields, settings), { triggerItems: items, executionId: String(randomInt(2 ** 47)) });
}

const arrived = (address = person) => spectrum.phone(address).messages.map(({ text, service, line }) => ({ text, service, line }));
const methods = () => spectrum.calls.map(({ method }) => method);
const sms = { text: 'Your parcel is here', service: 'SMS', line: first };
const imessage = { ...sms, service: 'iMessage' };

describe('what goes out as iMessage', () => {
	test.each(['unsupported', 'fails', 'both'])('when %s, and nothing is wrong', async (when) => {
		await start();
		const run = await send(when);
		expect(run.items(underTest)).toEqual([
			{
				json: {
					messageId: expect.any(String),
					spaceId: space,
					spaceType: 'dm',
					line: first,
					sentAt: expect.any(String),
					service: 'iMessage',
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(arrived()).toEqual([imessage]);
	});
});

describe('what goes out as SMS', () => {
	test.each(['unsupported', 'both'])('when %s: a number without iMessage, which nothing is sent to before', async (when) => {
		await start();
		spectrum.phone(person).imessage = false;
		const run = await send(when);
		expect(run.json(underTest)).toEqual([
			{
				messageId: expect.any(String),
				spaceId: space,
				spaceType: 'dm',
				line: first,
				sentAt: expect.any(String),
				service: 'SMS',
				fallback: { because: 'imessageUnsupported' },
			},
		]);
		expect(arrived()).toEqual([sms]);
		expect(methods()).toEqual(['GetIMessageAvailability', 'CreateChat']);
		expect(spectrum.calls[1]?.request).toMatchObject({ addresses: [person], service: 2, initial_message: { text: 'Your parcel is here' } });
	});

	test('when fails: a refusal says why, and the SMS has an idempotency step of its own', async () => {
		await start();
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'recipientLocked' });
		const run = await send('fails');
		expect(run.json(underTest)).toMatchObject([
			{
				service: 'SMS',
				fallback: { because: 'sendFailed', error: { kind: 'quota', code: 'recipientLocked', message: expect.any(String) } },
			},
		]);
		expect(arrived()).toEqual([sms]);
		const keys = spectrum.calls.map(({ metadata }) => metadata['x-idempotency-key']);
		expect(methods()).toEqual(['CreateChat', 'SendTextMessage', 'CreateChat']);
		expect(new Set(keys).size).toBe(3);
		expect(spectrum.calls[2]?.request.client_message_id).toBe(keys[2]);
	});

	test('the conversation that cannot be opened counts as a send that failed', async () => {
		await start();
		spectrum.phone(person).imessage = false;
		const run = await send('fails');
		expect(run.json(underTest)).toMatchObject([{ service: 'SMS', fallback: { because: 'sendFailed', error: { kind: 'unsupported' } } }]);
		expect(arrived()).toEqual([sms]);
	});

	test('from another line, when one is named', async () => {
		await start();
		spectrum.phone(person).imessage = false;
		const run = await send('both', { options: { smsLine: byPhone(second) } });
		expect(run.json(underTest)).toMatchObject([{ service: 'SMS', line: second }]);
		expect(arrived()).toEqual([{ ...sms, line: second }]);
		expect(spectrum.calls.map(({ method, line }) => [method, line])).toEqual([
			['GetIMessageAvailability', first],
			['CreateChat', second],
		]);
	});

	test('each item decides for itself', async () => {
		await start();
		const other = '+15557654321';
		spectrum.phone(other).imessage = false;
		const run = await send(
			'both',
			{ to: { __rl: true, mode: 'address', value: '={{ $json.who }}' }, options: { line: byPhone(first) } },
			{},
			[{ json: { who: person } }, { json: { who: other } }] as never,
		);
		expect(run.json(underTest).map(({ service }) => service)).toEqual(['iMessage', 'SMS']);
		expect(run.items(underTest).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});
});

describe('only what is known not to have been accepted is sent again', () => {
	test('the list is closed, and says for every kind of failure which it is', () => {
		const known: ErrorKind[] = ['authentication', 'permission', 'quota', 'notFound', 'invalid', 'unsupported', 'tooLarge', 'notSent'];
		expect(acceptance).toEqual(Object.fromEntries(errorKinds.map((kind) => [kind, known.includes(kind) ? 'notAccepted' : 'unknown'])));
	});

	// Every kind that a server can answer a send with.
	test.each([
		['authentication', { type: 'error', code: 'tokenExpired' }],
		['permission', { type: 'error', code: 'unauthorized' }],
		['quota', { type: 'error', code: 'dailyLimitExceeded' }],
		['quota', { type: 'error', code: 'aNewLimit', status: 8 }],
		['notFound', { type: 'error', code: 'chatNotFound' }],
		['invalid', { type: 'error', code: 'invalidArgument' }],
		['unsupported', { type: 'error', code: 'operationNotSupported' }],
	] as const)('%s: an SMS follows (%j)', async (kind, fault) => {
		await start();
		spectrum.faults.add('SendTextMessage', fault, { times: 2 });
		const run = await send('both');
		expect(run.json(underTest)).toMatchObject([{ service: 'SMS', fallback: { because: 'sendFailed', error: { kind } } }]);
		expect(arrived()).toEqual([sms]);
	});

	test.each([
		['timeout', { type: 'error', code: 'timeout', retryable: false }],
		['unavailable', { type: 'error', code: 'serviceUnavailable', retryable: false }],
		['unavailable', { type: 'error', code: 'networkError', retryable: false }],
		['internal', { type: 'error', code: 'internalError' }],
		['internal', { type: 'error', code: 'aNewFailure', status: 2 }],
		['internal', { type: 'error', code: 'internalError', afterWrite: true }],
	] as const)('%s: no SMS follows, and the error says so (%j)', async (kind, fault) => {
		await start();
		spectrum.faults.add('SendTextMessage', fault);
		const run = await send('both', {}, { onError: 'continueErrorOutput' });
		expect(run.json('Failed')).toMatchObject([
			{ error: { kind, message: expect.stringContaining('No SMS was sent, because it is unknown whether the iMessage was accepted') } },
		]);
		expect(methods()).toEqual(['GetIMessageAvailability', 'CreateChat', 'SendTextMessage']);
		expect(arrived().filter(({ service }) => service === 'SMS')).toEqual([]);
	});

	test('a connection that breaks after the send is asked again, as the same write, and not as SMS', async () => {
		await start();
		spectrum.faults.add('SendTextMessage', { type: 'answerLost' });
		const run = await send('both');
		expect(run.json(underTest)).toMatchObject([{ service: 'iMessage' }]);
		expect(arrived()).toEqual([imessage]);
	});

	test('a refusal of the internal repeat does not take back what the lost answer left open', async () => {
		await start();
		spectrum.faults.add('SendTextMessage', { type: 'answerLost' });
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'dailyLimitExceeded' });
		const run = await send('both', {}, { onError: 'continueErrorOutput' });
		expect(run.json('Failed')).toMatchObject([{ error: { kind: 'quota', message: expect.stringContaining('No SMS was sent') } }]);
		expect(methods().filter((method) => method === 'SendTextMessage')).toHaveLength(2);
		expect(arrived()).toEqual([imessage]);
	});

	test('cancelled: nothing follows', async () => {
		await start();
		const held = spectrum.faults.add('SendTextMessage', { type: 'hold' });
		const running = host.execute(oneNode(type, { resource: 'message', operation: 'sendWithFallback', text: 'Hi', fallbackWhen: 'both' }), {
			triggerItems: [inbound(space, 'spc-msg-1', first)],
			executionId: String(randomInt(2 ** 47)),
		});
		await held.struck;
		running.cancel();
		expect((await running).status).toBe('canceled');
		await host.restart();
		held.release();
		expect(methods().filter((method) => method === 'CreateChat')).toHaveLength(1);
	});

	test('a server that says it was sent already has it: no SMS', async () => {
		await start();
		spectrum.faults.add('SendTextMessage', { type: 'duplicate' });
		const run = await send('both');
		expect(run.json(underTest)).toMatchObject([
			{ spaceId: space, spaceType: 'dm', line: first, alreadySent: true, text: 'Your parcel is here', service: 'iMessage' },
		]);
		expect(arrived()).toEqual([imessage]);
	});

	test('when unsupported: a send that fails stays a failure, whichever it is', async () => {
		await start();
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'recipientLocked' });
		const run = await send('unsupported', {}, { onError: 'continueErrorOutput' });
		expect(run.json('Failed')).toMatchObject([{ error: { code: 'recipientLocked' } }]);
		expect(arrived()).toEqual([]);
	});
});

describe('what is refused before any call', () => {
	test('a shared plan, whatever the condition, with what to do instead', async () => {
		await start({ plan: 'shared' });
		for (const when of ['unsupported', 'fails', 'both']) {
			const run = await send(when);
			expect(run.errorOf(underTest)).toMatchObject({
				message: expect.stringContaining('shared plan cannot send SMS'),
				description: expect.stringMatching(/iMessage node.*dedicated plan/),
			});
		}
		expect(spectrum.calls).toHaveLength(0);
		expect(arrived()).toEqual([]);
	});

	test.each([
		[
			{ to: { __rl: true, mode: 'space', value: 'any;+;group1' } },
			/"To" is a group, but an SMS goes to one phone number; found "any;\+;group1"/,
		],
		[{ to: { __rl: true, mode: 'address', value: 'alice@example.com' } }, /"To" is an email address, which no SMS can reach/],
		[{ to: { __rl: true, mode: 'address', value: '12345' } }, /short code/],
		[{ text: ' ' }, /"Text" is empty/],
		[{ text: '\u200b' }, /"Text" is empty/],
		[{ fallbackWhen: '={{ "never" }}' }, /"Send as SMS" is not one of its choices; found "never"/],
		[{ options: { smsLine: byPhone('+15550009999') } }, /no line "\+15550009999"/],
		[{ options: { line: byPhone('+15550009999') } }, /no line "\+15550009999"/],
	])('%j', async (parameters, problem) => {
		await start();
		const run = await send('both', parameters);
		expect(run.errorOf(underTest)?.message).toMatch(problem);
		expect(run.errorOf(underTest)?.description).toBeTruthy();
		expect(spectrum.calls).toHaveLength(0);
	});
});

test('a refusal of the SMS is shown as it is', async () => {
	await start();
	spectrum.phone(person).imessage = false;
	spectrum.faults.add('CreateChat', { type: 'error', code: 'newContactThrottled', context: { limit: '50' } });
	const run = await send('both', {}, { onError: 'continueErrorOutput' });
	expect(run.json('Failed')).toMatchObject([
		{ error: { kind: 'quota', code: 'newContactThrottled', context: { limit: '50' }, quota: { scope: 'line' } } },
	]);
	expect(arrived()).toEqual([]);
});

test('your own server can do it too', async () => {
	await start({ plan: 'dedicated', tls: false, lines: [first] });
	spectrum.phone(person).imessage = false;
	const run = await send('both', { authentication: 'spectrumSelfHostedApi' });
	expect(run.json(underTest)).toMatchObject([{ service: 'SMS' }]);
});
