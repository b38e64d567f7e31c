import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import { ImessageCreateSpace } from '../../../nodes/ImessageCreateSpace/ImessageCreateSpace.node';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const sendType = 'n8n-nodes-spectrum-imessage.imessage';
const createType = 'n8n-nodes-spectrum-imessage.imessageCreateSpace';
const lines = ['+15550000001', '+15550000002', '+15550000003'];
const person = '+15551234567';
const best = { options: { line: { __rl: true, mode: 'list', value: 'best' } } };
const to = (value: string) => ({ to: { __rl: true, mode: 'address', value } });

const startSetting = useSpectrum((simulator) =>
	startHostFor(simulator, { [sendType]: new Imessage(), [createType]: new ImessageCreateSpace() }),
);
let spectrum: Simulator;
let host: TestHost;

async function start(options: SimulatorOptions = { plan: 'dedicated', lines, rateLimit: Number.POSITIVE_INFINITY }): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

const send = (parameters: object, settings?: object) => oneNode(sendType, { text: 'Hi', ...parameters }, settings);
const lineOf = async (parameters: object, items?: Parameters<TestHost['execute']>[1]) =>
	(await host.execute(send(parameters), items)).json(underTest).map(({ line }) => line);
const asked = () => spectrum.requests.filter(({ path }) => path.includes('/lines/route')).length;

/** Only this line takes new people. */
function only(line: string | undefined): void {
	for (const each of lines) spectrum.dashboard.setLineStatus(each, each === line ? 'available' : 'unavailable');
}

test.each(lines)('a new person is written to from the line that Spectrum chooses: %s', async (line) => {
	await start();
	only(line);
	expect(await lineOf({ ...best, ...to(person) })).toEqual([line]);
	expect(spectrum.phone(person).messages).toMatchObject([{ line, text: 'Hi' }]);
	expect(asked()).toBe(1);
});

test('a person whom a line knows stays with that line, and Spectrum is not asked', async () => {
	await start();
	spectrum.receive({ from: person, text: 'Hello', line: lines[2] });
	only(lines[0]);
	expect(await lineOf({ ...best, ...to(person) })).toEqual([lines[2]]);
	expect(await lineOf({ ...best, ...to(person) })).toEqual([lines[2]]);
	expect(asked()).toBe(0);
});

test('an answer goes out on the line that the message came in on', async () => {
	await start();
	only(lines[0]);
	const { messageId } = spectrum.receive({ from: person, text: 'Hello', line: lines[1] });
	expect(await lineOf(best, { triggerItems: [inbound(`any;-;${person}`, messageId, lines[1])] })).toEqual([lines[1]]);
	expect(asked()).toBe(0);
});

test('each new person of a list is asked about, and a repeat stays on its line', async () => {
	await start();
	const people = ['+15551230001', '+15551230002', '+15551230003'];
	spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError', afterWrite: true });
	const workflow = send({ ...best, ...to('={{ $json.to }}') }, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 });
	const run = await host.execute(workflow, { triggerItems: people.map((each) => ({ json: { to: each } })) });
	expect(run.status).toBe('success');
	// The simulator gives the line with the fewest conversations.
	expect(new Set(run.json(underTest).map(({ line }) => line))).toEqual(new Set(lines));
	for (const each of people) expect(spectrum.phone(each).messages).toHaveLength(1);
});

test('where Spectrum has no line for new people, the node chooses one, always the same, and says so', async () => {
	await start();
	only(undefined);
	const [line] = await lineOf({ ...best, ...to(person) });
	expect(lines).toContain(line);
	expect(host.logs.map(({ message }) => message).join('\n')).toContain('no best line for new people');
});

test('a control plane that fails sends nothing, and the run can be repeated', async () => {
	await start();
	spectrum.faults.add('routeLine', { type: 'status', status: 403 } as never);
	const run = await host.execute(send({ ...best, ...to(person) }));
	expect(run.status).toBe('error');
	expect(spectrum.phone(person).messages).toEqual([]);
	only(lines[1]);
	expect(await lineOf({ ...best, ...to(person) })).toEqual([lines[1]]);
});

test('a new group begins on it too', async () => {
	await start();
	only(lines[1]);
	const members = '+15551230001, +15551230002';
	const run = await host.execute(oneNode(createType, { resource: 'space', operation: 'createGroup', members, ...best }));
	expect(run.json(underTest)).toMatchObject([{ spaceType: 'group', line: lines[1] }]);
});

test('on a shared plan and on a server of one’s own it means the same as an empty field', async () => {
	await start({});
	expect(await lineOf({ ...best, ...to(person) })).toEqual(['shared']);
	await start({ plan: 'dedicated', lines, tls: false });
	const own = { authentication: 'spectrumSelfHostedApi', ...to(person) };
	const [chosen] = await lineOf({ ...own, ...best });
	expect(await lineOf(own)).toEqual([chosen]);
	expect(asked()).toBe(0);
});
