import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { sendType, startSendHost } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const lines = ['+15550000001', '+15550000002'];
const startSetting = useSpectrum(startSendHost);
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

async function search(method: string, filter?: string, authentication = 'spectrumCloudApi') {
	const node = {
		name: 'Send',
		type: sendType,
		parameters: { authentication },
		credentials: {
			spectrumCloudApi: { id: 'cloud', name: 'Cloud' },
			spectrumSelfHostedApi: { id: 'own', name: 'Own' },
		},
	};
	return (await host.searchList(node, method, filter)).results;
}

describe('lines', () => {
	test('of the project, by their numbers', async () => {
		await start({ plan: 'dedicated', lines });
		const found = await search('searchLines');
		expect(found.map((item) => item.value).sort()).toEqual(lines);
		await expect(search('searchLines', '0002')).resolves.toEqual([{ name: `${lines[1]} · available`, value: lines[1] }]);
	});

	test('each with its state; without the states, by their numbers alone', async () => {
		await start({ plan: 'dedicated', lines });
		spectrum.dashboard.setLineStatus(lines[0] as string, 'unavailable');
		const names = async () => (await search('searchLines')).map(({ name }) => name).sort();
		expect(await names()).toEqual([`${lines[0]} · unavailable`, `${lines[1]} · available`]);
		await expect(search('searchLines', 'unavail')).resolves.toMatchObject([{ value: lines[0] }]);
		spectrum.faults.add('lines', { type: 'status', status: 500 } as never);
		expect(await names()).toEqual(lines);
	});

	test('where a conversation may begin, the best one for a new person comes first', async () => {
		await start({ plan: 'dedicated', lines });
		spectrum.receive({ from: person, text: 'Hi', line: lines[0] });
		const [best, ...others] = await search('searchSendingLines');
		expect(best).toEqual({ name: `Best line for a new person · now ${lines[1]}`, value: 'best' });
		expect(others.sort((one, other) => one.name.localeCompare(other.name))).toEqual([
			{ name: `${lines[0]} · available`, value: lines[0] },
			{ name: `${lines[1]} · available`, value: lines[1] },
		]);
		for (const line of lines) spectrum.dashboard.setLineStatus(line, 'unavailable');
		expect((await search('searchSendingLines'))[0]).toEqual({ name: 'Best line for a new person', value: 'best' });
	});

	test.each([
		['a single line', { plan: 'dedicated', lines: lines.slice(0, 1) }, 'spectrumCloudApi', ['+15550000001']],
		['a shared plan', {}, 'spectrumCloudApi', ['shared']],
		['a server of one’s own', { plan: 'dedicated', lines, tls: false }, 'spectrumSelfHostedApi', lines],
	] as const)('%s has no choice to offer', async (_, options, authentication, expected) => {
		await start(options);
		expect((await search('searchSendingLines', '', authentication)).map(({ value }) => value).sort()).toEqual(expected);
	});

	test('a shared plan says that Spectrum picks the number', async () => {
		await start();
		await expect(search('searchLines')).resolves.toEqual([{ name: expect.stringContaining('picks'), value: 'shared' }]);
	});

	test('of a self-hosted server', async () => {
		await start({ plan: 'dedicated', lines, tls: false });
		const found = await search('searchLines', '', 'spectrumSelfHostedApi');
		expect(found.map((item) => item.value)).toEqual(spectrum.lines.map((line) => line.phone));
	});

	test('a failure says what to do, without the secret', async () => {
		await start();
		host.setCredential('cloud', {
			type: 'spectrumCloudApi',
			name: 'Cloud',
			data: { ...spectrum.cloudCredential({ projectSecret: 'wrong-secret-value' }) },
		});
		const error = await search('searchLines').catch((thrown: unknown) => thrown as Error & { description?: string });
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: expect.stringMatching(/secret/i),
			description: expect.stringMatching(/dashboard/),
		});
		expect(JSON.stringify(error)).not.toContain('wrong-secret-value');
	});
});

describe('recent conversations', () => {
	test('newest first, over all lines, each once, groups by their names or members', async () => {
		await start({ plan: 'dedicated', lines });
		const group = spectrum.createGroup({ line: lines[1], members: [person, '+15557654321'] });
		spectrum.receive({ from: person, text: 'Older', line: lines[0], at: Date.UTC(2026, 0, 1) });
		spectrum.receive({ from: '+15557654321', text: 'To all', line: lines[1], space: group, at: Date.UTC(2026, 0, 2) });
		spectrum.receive({ from: person, text: 'Newest\nof all', line: lines[0], at: Date.UTC(2026, 0, 3) });
		const found = await search('searchSpaces');
		expect(found.map((item) => item.value)).toEqual([`any;-;${person}`, group]);
		expect(found[0]?.name).toBe(`${person} via …${lines[0]?.slice(-4)} · Newest of all`);
		expect(found[1]?.name).toContain('+15557654321');
	});

	test('one line alone is not named', async () => {
		await start({ plan: 'dedicated', lines });
		spectrum.receive({ from: person, text: 'Hi', line: lines[0] });
		await expect(search('searchSpaces')).resolves.toMatchObject([{ name: `${person} · Hi` }]);
	});

	test('last words neither reverse the entry nor fill the list', async () => {
		await start({ plan: 'dedicated', lines });
		spectrum.receive({ from: person, text: `Hi \u202e7654321555\u0000 ${'x'.repeat(1_000)}`, line: lines[0] });
		await expect(search('searchSpaces')).resolves.toMatchObject([{ name: `${person} · Hi 7654321555 ${'x'.repeat(26)}…` }]);
	});

	test('can be searched by name, number and last words', async () => {
		await start();
		spectrum.receive({ from: person, text: 'A table for two' });
		spectrum.receive({ from: 'alice@example.com', text: 'Thanks' });
		await expect(search('searchSpaces', 'ALICE')).resolves.toHaveLength(1);
		await expect(search('searchSpaces', 'table')).resolves.toMatchObject([{ value: `any;-;${person}` }]);
		await expect(search('searchSpaces', 'nothing like it')).resolves.toEqual([]);
	});
});

describe('choices', () => {
	test.each([
		['searchEffects', 13, 'ink', [{ name: 'Invisible Ink', value: 'invisible' }]],
		['searchTextEffects', 8, 'SHA', [{ name: 'Shake', value: 'shake' }]],
		['searchTapbacks', 7, 'other', [{ name: 'Other Emoji', value: 'emoji' }]],
	])('%s lists %i without a call, and finds %s', async (method, count, filter, found) => {
		await start();
		const all = await search(method);
		expect(all).toHaveLength(count);
		expect(all.map(({ name }) => name)).toEqual(all.map(({ name }) => name).sort());
		await expect(search(method, filter)).resolves.toMatchObject(found);
		await expect(search(method, 'nothing like it')).resolves.toEqual([]);
		expect(spectrum.calls).toHaveLength(0);
		expect(spectrum.requests).toHaveLength(0);
	});
});
