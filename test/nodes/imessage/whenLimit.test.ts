import { NodeHelpers } from 'n8n-workflow';
import { quotaCodes, quotas } from '../../../nodes/shared/spectrum/errors/quotas';
import { allNodes } from '../../support/allNodes';
import { oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const startSetting = useSpectrum((spectrum) => startHostFor(spectrum, allNodes()));
const to = { __rl: true, mode: 'address', value: '={{ $json.phone }}' };
const people = ['+15551230001', '+15551230002', '+15551230003'].map((phone) => ({ json: { phone } }));
const senders = [
	['imessage', { operation: 'sendText', text: 'Hi' }],
	['imessageEffect', { operation: 'sendText', text: 'Hi', effect: { __rl: true, mode: 'list', value: 'confetti' } }],
] as const;
const typeOf = (name: string) => `n8n-nodes-spectrum-imessage.${name}`;

describe.each(senders)('%s', (name, parameters) => {
	test('an item that a limit stops goes to Not Sent with its fields, and the others are sent', async () => {
		const { spectrum, host } = await startSetting();
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'newContactThrottled' }, { after: 1 });
		const run = await host.execute(oneNode(typeOf(name), { to, ...parameters, options: { whenLimit: 'output' } }), {
			triggerItems: people,
		});
		expect(run.error).toBeUndefined();
		expect(run.items(underTest, 0)).toHaveLength(2);
		const [notSent, ...more] = run.json(underTest, 1);
		expect(more).toEqual([]);
		expect(notSent).toMatchObject({
			phone: '+15551230002',
			quota: { code: 'newContactThrottled', scope: 'line', advice: expect.any(String) as unknown },
		});
		expect(Date.parse(notSent?.retryAt as string)).toBeGreaterThan(Date.now() + 23 * 60 * 60_000);
	});

	test('with the error output on, Not Sent stands before Error, and other failures still go to Error', async () => {
		const { spectrum, host } = await startSetting();
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'recipientLocked' });
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'invalidArgument' });
		const workflow = oneNode(typeOf(name), { to, ...parameters, options: { whenLimit: 'output' } }, { onError: 'continueErrorOutput' });
		const run = await host.execute(workflow, { triggerItems: people });
		expect([0, 1, 2].map((output) => run.items(underTest, output).length)).toEqual([1, 1, 1]);
		expect(run.json(underTest, 1)[0]).not.toHaveProperty('retryAt');
		expect(run.json(underTest, 2)[0]).toMatchObject({ error: { code: 'invalidArgument' } });
	});

	test('by default a limit is an error, and there is one output', async () => {
		const { spectrum, host } = await startSetting();
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'newContactThrottled' });
		const run = await host.execute(oneNode(typeOf(name), { to, ...parameters }), { triggerItems: people });
		expect(run.status).toBe('error');
		const property = allNodes()[typeOf(name)]?.description.properties.find((each) => each.name === 'whenLimitNotice');
		if (property === undefined) throw new Error('There is no notice');
		const isShown = (options: object) => NodeHelpers.displayParameter({ options } as never, property, { typeVersion: 1 }, null);
		expect([isShown({ whenLimit: 'output' }), isShown({}), isShown({ whenLimit: 'error' })]).toEqual([true, false, false]);
		expect(property.displayName).toContain('Connect Error again');
	});
});

test.each(quotaCodes)('%s says when another attempt makes sense, if time alone helps', async (code) => {
	const { spectrum, host } = await startSetting();
	spectrum.faults.add('SendTextMessage', { type: 'error', code });
	const parameters = { to, operation: 'sendText', text: 'Hi', options: { whenLimit: 'output' } };
	const run = await host.execute(oneNode(typeOf('imessage'), parameters), { triggerItems: people.slice(0, 1) });
	const [item] = run.json(underTest, 1);
	expect(item).toMatchObject({ quota: { code, message: expect.stringContaining(quotas[code].message) as unknown } });
	expect('retryAt' in (item ?? {})).toBe(['nextWindow', 'later'].includes(quotas[code].retry.when));
});
