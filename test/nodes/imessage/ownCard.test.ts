import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { sendType } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const space = `any;-;${person}`;
const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [sendType]: new Imessage() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions, imessageSynced = true): Promise<void> {
	({ spectrum, host } = await startSetting(options));
	const { profile } = spectrum.dashboard;
	profile.fields = { ...profile.fields, imessageSynced };
	spectrum.receive({ from: person, text: 'Hi' });
}

const send = async (
	parameters: object = { operation: 'sendText', text: 'Hello' },
	options: object = { shareOwnCard: true },
	item = inbound(space),
) => await host.execute(oneNode(sendType, { ...parameters, options }), { triggerItems: [item] });
const outcome = async (...parameters: Parameters<typeof send>) => {
	const run = await send(...parameters);
	expect(run.error).toBeUndefined();
	return run.json(underTest)[0]?.ownCard;
};
const cards = () => spectrum.phone(person).eventsOf('contactCard').length;

test('is not shared unless it is switched on', async () => {
	await start();
	expect(await outcome(undefined, {})).toBeUndefined();
	expect([cards(), spectrum.requests.filter(({ route }) => route === 'project')]).toEqual([0, []]);
});

test('is shared after a message, and once for a list of them', async () => {
	await start();
	expect(await outcome()).toBe('shared');
	const run = await host.execute(oneNode(sendType, { operation: 'sendText', text: 'Hello', options: { shareOwnCard: true } }), {
		triggerItems: [inbound(space), inbound(space)],
	});
	expect(run.json(underTest).map(({ ownCard }) => ownCard)).toEqual(['sharedBefore', 'sharedBefore']);
	expect(cards()).toBe(1);
});

test.each([
	['a file', { operation: 'sendAttachment' }],
	['a link', { operation: 'sendRichLink', url: 'https://example.com/' }],
	['a reply', { operation: 'reply', text: 'Yes' }],
])('is shared after %s', async (_name, parameters) => {
	await start();
	const { messageId } = spectrum.receive({ from: person, text: 'Really?' });
	const binary = { data: { data: 'aGVsbG8=', mimeType: 'text/plain', fileName: 'a.txt' } };
	expect(await outcome(parameters, undefined, { ...inbound(space, messageId), binary } as never)).toBe('shared');
	expect(cards()).toBe(1);
});

test('is not shared while the profile is not synced', async () => {
	await start({}, false);
	expect(await outcome()).toBe('notSynced');
	expect(cards()).toBe(0);
});

test.each([
	['sharing', () => spectrum.faults.add('ShareContactInfo', { type: 'error', code: 'operationNotSupported' })],
	['the list of messages', () => spectrum.faults.add('ListChatMessages', { type: 'error', code: 'operationNotSupported' })],
	['the project', () => spectrum.faults.add('project', { type: 'status', status: 500 } as never)],
])('the message is out although %s fails', async (_name, fail) => {
	await start();
	fail();
	expect(await outcome()).toBe('failed');
	expect(spectrum.phone(person).messages.at(-1)?.text).toBe('Hello');
});

test('a wrong value of the option is refused before the message is sent', async () => {
	await start();
	const run = await send(undefined, { shareOwnCard: 'perhaps' });
	expect(run.errorOf(underTest)?.message).toMatch(/"Share Own Card" is neither true nor false/);
	expect(spectrum.calls.filter(({ method }) => method === 'SendTextMessage')).toEqual([]);
});

test('two accounts share their own card each', async () => {
	await start();
	expect(await outcome()).toBe('shared');
	const first = spectrum;
	await start();
	expect(await outcome()).toBe('shared');
	expect([first.phone(person).eventsOf('contactCard').length, cards()]).toEqual([1, 1]);
});
