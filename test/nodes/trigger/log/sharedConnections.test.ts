import { logWorkflow, nextTexts, useLogStage, type LogStage } from '../../../support/logHost';
import { publicAddress, warnings } from '../../../support/triggerHost';

const alice = '+15551230001';
const second = '+15550000002';

const start = useLogStage();

const subscriptions = (spectrum: LogStage['spectrum']) =>
	spectrum.streams
		.map(({ method }) => method)
		.filter((method) => method.startsWith('Subscribe'))
		.sort();
const domains = ['SubscribeChatEvents', 'SubscribeGroupEvents', 'SubscribeMessageEvents', 'SubscribePollEvents'];

it('however many triggers use one credential, a line has one link', async () => {
	const { spectrum, host } = await start();
	const first = await host.activate(logWorkflow({}, 'first'));
	await host.activate(logWorkflow({}, 'second'));
	expect(subscriptions(spectrum)).toEqual(domains);
	spectrum.receive({ from: alice, text: 'Hi' });
	expect(await nextTexts(host, 2)).toEqual(['Hi', 'Hi']);
	await first.deactivate();
	spectrum.receive({ from: alice, text: 'Still there?' });
	expect(await nextTexts(host, 1)).toEqual(['Still there?']);
	expect(subscriptions(spectrum)).toEqual(domains);
});

it('a line has one link each, and the shared plan opens no stream of groups', async () => {
	const { spectrum, host } = await start({ simulator: { lines: ['+15550000001', second] } });
	await host.activate(logWorkflow());
	expect(subscriptions(spectrum)).toEqual([...domains, ...domains].sort());
	for (const line of ['+15550000001', second]) spectrum.receive({ from: alice, text: line, line });
	expect((await nextTexts(host, 2)).sort()).toEqual(['+15550000001', second]);

	const shared = await start({ simulator: { plan: 'shared' } });
	await shared.host.activate(logWorkflow());
	expect(subscriptions(shared.spectrum)).toEqual(domains.filter((method) => method !== 'SubscribeGroupEvents'));
	shared.spectrum.receive({ from: alice, text: 'Hi' });
	expect(await nextTexts(shared.host, 1)).toEqual(['Hi']);
	expect(warnings(shared.host)).toEqual([]);
});

it('own servers: each line by its address', async () => {
	const { spectrum, host } = await start({ simulator: { lines: ['+15550000001', second] } });
	await host.activate(logWorkflow({ authentication: 'spectrumSelfHostedApi' }));
	for (const line of ['+15550000001', second]) spectrum.receive({ from: alice, text: line, line });
	expect((await nextTexts(host, 2)).sort()).toEqual(['+15550000001', second]);
	expect(spectrum.requests).toEqual([]);
});

it('switching from webhook to stream removes the webhook', async () => {
	const { spectrum, host } = await start({ host: { webhookUrl: 'https://n8n.example.test/' } });
	await host.activate(logWorkflow({ receiveBy: 'webhook', publicAddress: publicAddress() }));
	expect(spectrum.webhooks).toHaveLength(1);
	await host.activate(logWorkflow({ receiveBy: 'stream' }));
	expect(spectrum.webhooks).toEqual([]);
	await host.activate(logWorkflow({ receiveBy: 'webhook', publicAddress: publicAddress() }));
	expect(spectrum.webhooks).toHaveLength(1);
	await spectrum.whenIdle();
});
