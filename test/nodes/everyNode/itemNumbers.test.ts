import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestHost } from '../../support/host';
import { items, sendWorkflow, startSendHost } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const startSetting = useSpectrum(startSendHost);
let host: TestHost;

beforeEach(async () => {
	({ host } = await startSetting());
});

const to = { __rl: true, mode: 'address', value: '={{ $json.phone }}' };
const good = { phone: '+15551234567' };
const bad = { phone: '12345' };

test('a single item is not counted', async () => {
	const run = await host.execute(sendWorkflow({ to, text: 'Hi' }), { triggerItems: items(bad) });
	expect(run.errorOf('Send')?.message).toMatch(/^The field "To" is a short code/);
});

test('of several items the failed one is named, counted from 1', async () => {
	const run = await host.execute(sendWorkflow({ to, text: 'Hi' }), { triggerItems: items(good, bad) });
	expect(run.errorOf('Send')?.message).toMatch(/^Item 2: the field "To" is a short code/);
});

test('the error output counts as well', async () => {
	const run = await host.execute(sendWorkflow({ to, text: 'Hi' }, { onError: 'continueErrorOutput' }), {
		triggerItems: items(bad, good, bad),
	});
	expect(run.json('Failed')).toMatchObject([
		{ error: { message: expect.stringMatching(/^Item 1: the field/), kind: 'invalid', advice: expect.stringContaining('+1555') } },
		{ error: { message: expect.stringMatching(/^Item 3: the field/) } },
	]);
});

test('no other place counts items in a message', () => {
	const sources = readdirSync('nodes', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
	expect(sources.length).toBeGreaterThan(100);
	const counting = sources.filter((name) => readFileSync(join('nodes', name), 'utf8').includes('Item ${'));
	expect(counting).toEqual([join('shared', 'n8n', 'errors', 'itemError.ts')]);
});
