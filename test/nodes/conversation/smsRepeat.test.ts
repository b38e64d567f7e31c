import { randomInt } from 'node:crypto';
import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
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
const retrying = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

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

describe('a repeat of the run', () => {
	test('asks for the same iMessage again, without looking whether the number still has it', async () => {
		await start();
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError', afterWrite: true });
		const availability = spectrum.faults.add('GetIMessageAvailability', { type: 'error', code: 'internalError' }, { after: 1 });
		const run = await send('both', {}, retrying);
		expect(run.json(underTest)).toMatchObject([{ service: 'iMessage' }]);
		expect(availability.hits).toBe(0);
		expect(arrived()).toEqual([imessage]);
	});

	test('stays with the SMS, although iMessage works by then, and sends it once', async () => {
		await start();
		spectrum.phone(person).imessage = false;
		const lost = spectrum.faults.add('CreateChat', { type: 'error', code: 'internalError', afterWrite: true });
		void lost.struck.then(() => (spectrum.phone(person).imessage = true));
		const run = await send('both', { options: { smsLine: byPhone(second) } }, retrying);
		expect(run.json(underTest)).toMatchObject([{ service: 'SMS', line: second, fallback: { because: 'earlierAttempt' } }]);
		expect(arrived()).toEqual([{ ...sms, line: second }]);
	});

	test('of a list: what was sent either way is not sent the other way', async () => {
		await start();
		const other = '+15557654321';
		spectrum.phone(other).imessage = false;
		// The third item fails once, and n8n repeats all three.
		const third = spectrum.faults.add('GetIMessageAvailability', { type: 'error', code: 'internalError' }, { after: 2 });
		void third.struck.then(() => {
			spectrum.phone(other).imessage = true;
			spectrum.phone(person).imessage = false;
		});
		const items = [person, other, '+15558889999'].map((who) => ({ json: { who } }));
		const to = { __rl: true, mode: 'address', value: '={{ $json.who }}' };
		const run = await send('both', { to, options: { line: byPhone(first) } }, retrying, items as never);
		expect(run.json(underTest).map(({ service }) => service)).toEqual(['iMessage', 'SMS', 'iMessage']);
		expect(third.hits).toBe(1);
		expect(arrived()).toEqual([imessage]);
		expect(arrived(other)).toEqual([sms]);
	});

	test('after an SMS that was refused, the iMessage is tried anew', async () => {
		await start();
		spectrum.phone(person).imessage = false;
		const refused = spectrum.faults.add('CreateChat', { type: 'error', code: 'operationNotSupported' });
		void refused.struck.then(() => (spectrum.phone(person).imessage = true));
		const run = await send('both', {}, retrying);
		expect(run.json(underTest)).toMatchObject([{ service: 'iMessage' }]);
	});

	test('that is refused sends no SMS: the iMessage of the first run may have arrived', async () => {
		await start();
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError', afterWrite: true });
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'dailyLimitExceeded' }, { times: 2 });
		const run = await send('both', {}, { ...retrying, maxTries: 3 });
		expect(run.errorOf(underTest)?.message).toContain('No SMS was sent');
		expect(methods().filter((method) => method === 'SendTextMessage')).toHaveLength(3);
		expect(arrived()).toEqual([imessage]);
	});

	test('after a conversation that could not be opened may still become an SMS: nothing was sent into it', async () => {
		await start();
		spectrum.faults.add('CreateChat', { type: 'error', code: 'internalError' });
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'dailyLimitExceeded' });
		const run = await send('both', {}, retrying);
		expect(run.json(underTest)).toMatchObject([{ service: 'SMS', fallback: { because: 'sendFailed' } }]);
		expect(arrived()).toEqual([sms]);
	});

	test.each([
		['an attempt', [{ type: 'answerLost' }], 2],
		['a run', [{ type: 'error', code: 'internalError', afterWrite: true }], 3],
	] as const)('stays with an SMS that was refused, when %s before may have sent it', async (_what, before, maxTries) => {
		await start();
		spectrum.phone(person).imessage = false;
		for (const fault of before) spectrum.faults.add('CreateChat', fault);
		const refused = spectrum.faults.add('CreateChat', { type: 'error', code: 'dailyLimitExceeded' });
		void refused.struck.then(() => (spectrum.phone(person).imessage = true));
		const run = await send('both', {}, { ...retrying, maxTries });
		expect(run.json(underTest)).toMatchObject([{ service: 'SMS', fallback: { because: 'earlierAttempt' } }]);
		expect(arrived()).toEqual([sms]);
	});

	test('with a key of the user, in another execution', async () => {
		await start();
		spectrum.phone(person).imessage = false;
		const options = { idempotencyKey: `parcel-${randomInt(2 ** 47)}` };
		const sent = await send('both', { options });
		spectrum.phone(person).imessage = true;
		const again = await send('both', { options });
		expect(again.json(underTest)[0]).toMatchObject({ messageId: sent.json(underTest)[0]?.messageId, service: 'SMS' });
		expect(arrived()).toEqual([sms]);
	});
});

test('after a change of credential, a text that became an SMS is sent by the lines that there are then', async () => {
	await start();
	spectrum.phone(person).imessage = false;
	const keyed = { options: { idempotencyKey: 'parcel-1' } };
	expect((await send('both', keyed)).json(underTest)).toMatchObject([{ service: 'SMS', line: first }]);
	const { spectrum: other } = await startSetting({ plan: 'dedicated', lines: ['+15550000009'] });
	other.phone(person).imessage = false;
	host.setCredential('cloud', { type: 'spectrumCloudApi', name: 'Cloud', data: { ...other.cloudCredential() } });
	const again = await send('both', keyed, {}, [inbound(space, 'spc-msg-1', '+15550000009')]);
	expect(again.json(underTest)).toMatchObject([{ service: 'SMS', line: '+15550000009', fallback: { because: 'imessageUnsupported' } }]);
});
