import { logWorkflow, useLogStage } from '../../support/logHost';
import { publicAddress, warnings } from '../../support/triggerHost';

const [first, second, unknown] = ['+15550000001', '+15550000002', '+15550000009'] as const;
const cron = { pollEvery: 'custom', cronExpression: '* * * * * *' };
const ways = [
	{ receiveBy: 'stream' },
	{ receiveBy: 'polling', ...cron },
	{ receiveBy: 'webhook', publicAddress: publicAddress() },
] as const;

const start = useLogStage();
const twoLines = async () =>
	await start({ simulator: { lines: [first, second], rateLimit: Infinity }, host: { webhookUrl: 'https://n8n.example.test/' } });

describe.each(ways)('a filter "Lines" by $receiveBy', (way) => {
	it('is refused when it names a number that no line has', async () => {
		const { spectrum, host } = await twoLines();
		await expect(host.activate(logWorkflow({ ...way, filters: { lines: `${first}, ${unknown}` } }))).rejects.toThrow(
			`The filter "Lines" names a line that the credential does not have; found "${unknown}". The credential has ${first} and ${second}. Correct the filter, or remove it to receive on all lines`,
		);
		expect(spectrum.webhooks).toEqual([]);
		await spectrum.whenIdle();
	});

	it('says what a shared plan has', async () => {
		const { host } = await start({ simulator: { plan: 'shared' }, host: { webhookUrl: 'https://n8n.example.test/' } });
		await expect(host.activate(logWorkflow({ ...way, filters: { lines: first } }))).rejects.toThrow('The credential has shared.');
		await host.activate(logWorkflow({ ...way, filters: { lines: 'shared' } }));
	});
});

// At a start, n8n takes a webhook as it is and calls no node.
describe.each([ways[0], ways[1]])('a filter "Lines" by $receiveBy, at a start of n8n', (way) => {
	it('only warns of a line that is gone, and goes on with the others', async () => {
		const { spectrum, host, freshNodes } = await twoLines();
		await host.activate(logWorkflow({ ...way, filters: { lines: `${first}, ${second}` } }));
		await spectrum.removeLine(second);
		await host.restart(freshNodes());
		expect(warnings(host).filter((text) => text.includes(`found "${second}". The credential has ${first}.`))).toHaveLength(1);
	});
});
