import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const type = 'n8n-nodes-spectrum-imessage.imessageConversation';
const person = '+15551234567';
const lines = ['+15550000001', '+15550000002'];
const check = (parameters: object = {}, settings?: object) =>
	oneNode(type, { resource: 'address', operation: 'check', ...parameters }, settings);

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessageConversation() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

test('an address the line had to do with: services, country, Focus', async () => {
	await start();
	spectrum.receive({ from: person, text: 'Hi' });
	Object.assign(spectrum.phone(person), { country: 'us', focus: true });
	const run = await host.execute(check({ address: '+1 (555) 123-4567' }));
	expect(run.items(underTest)).toEqual([
		{
			json: {
				address: person,
				imessageAvailable: true,
				knownToLine: true,
				services: ['iMessage'],
				country: 'US',
				silencedByFocus: true,
				line: 'shared',
			},
			pairedItem: { item: 0 },
		},
	]);
});

test('one it never had to do with, and one without iMessage; what is not known is absent', async () => {
	await start();
	spectrum.phone('alice@example.com').imessage = false;
	const run = await host.execute(check({ address: '={{ $json.who }}' }), {
		triggerItems: [{ json: { who: person } }, { json: { who: 'Alice@Example.com' } }],
	});
	expect(run.json(underTest)).toEqual([
		{ address: person, imessageAvailable: true, knownToLine: false, services: [], silencedByFocus: false, line: 'shared' },
		{ address: 'alice@example.com', imessageAvailable: false, knownToLine: false, services: [], silencedByFocus: false, line: 'shared' },
	]);
});

test('empty means the person who wrote, in a group too, asked on the line that they wrote to', async () => {
	await start({ plan: 'dedicated', lines });
	const group = inbound('any;+;group1', 'spc-msg-1', lines[1]);
	const triggerItems = [
		{ json: { ...group.json, sender: { id: person, address: person } } },
		inbound('any;-;alice@example.com', 'spc-msg-2', lines[1]),
		{ json: { messageId: 'spc-msg-3', spaceId: 'any;+;group1', line: lines[1] ?? '', senderAddress: '+15557654321' } },
	];
	const run = await host.execute(check(), { triggerItems });
	expect(run.json(underTest).map(({ address, line }) => [address, line])).toEqual([
		[person, lines[1]],
		['alice@example.com', lines[1]],
		['+15557654321', lines[1]],
	]);
});

test('what a server cannot tell beside the availability is absent; a failure is one', async () => {
	await start();
	spectrum.faults.add('GetFocusStatus', { type: 'error', code: 'privateApiUnavailable' });
	const [json] = (await host.execute(check({ address: person }))).json(underTest);
	expect(json).not.toHaveProperty('silencedByFocus');
	spectrum.faults.add('GetIMessageAvailability', { type: 'error', code: 'privateApiUnavailable' });
	const run = await host.execute(check({ address: person }, { onError: 'continueErrorOutput' }));
	expect(run.json('Failed')).toMatchObject([{ error: { kind: 'unsupported', code: 'privateApiUnavailable' } }]);
});

test.each([
	[{ address: '5551234567' }, /"Address" has no country code.*found "5551234567"/],
	[{ address: '12345' }, /short code/],
	[{}, /"Address" is empty, and the item does not come from a person/],
])('refused before any call: %j', async (parameters, problem) => {
	await start();
	const run = await host.execute(check(parameters), { triggerItems: [{ json: { unrelated: true } }] });
	expect(run.errorOf(underTest)?.message).toMatch(problem);
	expect(run.errorOf(underTest)?.description).toContain('+15551234567');
	expect(spectrum.calls).toHaveLength(0);
});
