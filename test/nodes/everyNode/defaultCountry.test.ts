import { getCountries } from 'libphonenumber-js/min';
import { countryCodes } from '../../../nodes/shared/n8n/fields/defaultCountry';
import type { Simulator } from '../../../simulator/src';
import { allNodes } from '../../support/allNodes';
import type { TestHost } from '../../support/host';
import { oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const type = (name: string) => `n8n-nodes-spectrum-imessage.${name}`;
const atAddress = (value: unknown) => ({ __rl: true, mode: 'address', value });
const german = '+491701234567';

const startSetting = useSpectrum((simulator) => startHostFor(simulator, allNodes()));
async function start(): Promise<{ spectrum: Simulator; host: TestHost }> {
	return await startSetting({ plan: 'dedicated', lines: ['+15550000001', '+491700000002'] });
}

test('the list has every country whose numbers can be read', () => {
	expect(countryCodes.split(' ')).toEqual([...getCountries()].sort());
});

const triggerItems = [{ json: { phone: 1701234567, line: '0170 0000002' } }];
const to = atAddress('={{ $json.phone }}');
const line = { __rl: true, mode: 'phone', value: '={{ $json.line }}' };
const options = { defaultCountry: 'DE' };
const space = { spaceId: `any;-;${german}` };

/** Each node with what it needs, and what it then gives. */
const cases: ReadonlyArray<readonly [string, object, object]> = [
	['imessage', { to, text: 'Hi' }, space],
	['imessageEffect', { to, text: 'Hi' }, space],
	['imessagePoll', { to, title: 'Lunch', pollOptions: { option: [{ text: 'A' }, { text: 'B' }] } }, space],
	['imessageTyping', { to, operation: 'start' }, space],
	['imessageBackground', { to, operation: 'get' }, space],
	['imessageCreateSpace', { address: '={{ $json.phone }}' }, space],
	['imessageCreateSpace', { operation: 'createGroup', members: '=0170 1234567, 0170 7654321' }, { members: [german, '+491707654321'] }],
	['imessageConversation', { resource: 'address', operation: 'check', address: '={{ $json.phone }}' }, { address: german }],
	['imessageConversation', { resource: 'conversation', operation: 'getDetails', to }, space],
];

test.each(cases)('%s %j reads a number of a sheet with the option, and its line too', async (name, parameters, output) => {
	const { spectrum, host } = await start();
	// Some operations need the conversation to be there.
	spectrum.receive({ from: german, text: 'Hi', line: '+491700000002' });
	const run = await host.execute(oneNode(type(name), { ...parameters, options: { ...options, line } }), { triggerItems });
	expect(run.errorOf(underTest)?.message).toBeUndefined();
	expect(run.json(underTest)).toMatchObject([{ ...output, line: '+491700000002' }]);
});

test.each(cases)('%s %j refuses it without, before any call', async (name, parameters) => {
	const { spectrum, host } = await start();
	const run = await host.execute(oneNode(type(name), parameters), { triggerItems });
	expect(run.errorOf(underTest)?.message).toMatch(/has no country code/);
	expect(spectrum.calls).toHaveLength(0);
});

test('what to do with the cell is said', async () => {
	const { host } = await start();
	const run = await host.execute(oneNode(type('imessage'), { to, text: 'Hi' }), { triggerItems });
	expect(run.errorOf(underTest)?.description).toMatch(/In a spreadsheet, format the cell as text.*Default Country/);
});

test('a person who is mentioned is read the same way', async () => {
	const { host } = await start();
	const mentions = { mention: [{ address: '0170 1234567', text: 'Bob' }] };
	const send = async (more: object) =>
		await host.execute(oneNode(type('imessage'), { to: atAddress(german), text: 'Hi Bob', options: { mentions, ...more } }), {
			triggerItems,
		});
	expect((await send(options)).errorOf(underTest)?.message).toBeUndefined();
	expect((await send({})).errorOf(underTest)?.message).toMatch(/"Mentions, row 1, Address" has no country code/);
});

test.each([['Germany'], ['XX']])('%s is no country', async (country) => {
	const { host } = await start();
	const parameters = { to, text: 'Hi', options: { defaultCountry: `={{ "${country}" }}` } };
	const run = await host.execute(oneNode(type('imessage'), parameters), { triggerItems });
	expect(run.errorOf(underTest)?.message).toMatch(/^The field "Default Country" is not the code of a country/);
});
