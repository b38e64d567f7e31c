import type { Simulator } from '../../../../simulator/src';
import { FakeClock } from '../../../support/fakeClock';
import type { TestHost } from '../../../support/host';
import {
	answerOf,
	person,
	productionUrl,
	publicAddress,
	publicHost,
	startTriggerHost,
	triggerWorkflow,
	warnings,
} from '../../../support/triggerHost';
import { useSpectrum, type Setting } from '../../../support/useSpectrum';

const startSetting = useSpectrum((simulator) => startTriggerHost(simulator, { clock }));
let spectrum: Simulator;
let alsoStart: Setting['alsoStart'];
let clock: FakeClock;
let host: TestHost;
/** What the active workflow has stored, as it comes to the next n8n. */
let staticData: ReturnType<TestHost['staticData']>;

beforeEach(async () => {
	clock = new FakeClock(Date.now());
	({ spectrum, host, alsoStart } = await startSetting({ clock, rateLimit: Infinity }));
	await host.activate(triggerWorkflow());
	staticData = host.staticData('trigger-workflow');
});

const addresses = () => spectrum.webhooks.map(({ webhookUrl }) => webhookUrl);

/** Status of the answer that the original gives to a message. */
async function deliver(): Promise<number | undefined> {
	return answerOf(await spectrum.receive({ from: person, text: 'Hi' }).delivered).status;
}

const left = /did not remove the webhook \S+, which delivers to https:\/\/n8n\.example\.test\S+.*no longer used.*dashboard/;

describe('another WEBHOOK_URL, then deactivation', () => {
	test.each(['https://moved.example.test/', 'https://moved.example.test/n8n/'])(
		'%s leaves the webhook, and says so',
		async (webhookUrl) => {
			const moved = await alsoStart((simulator) => startTriggerHost(simulator, { clock, webhookUrl }));
			// n8n closes its side of an activation that fails: a deactivation that knows the new address only.
			spectrum.faults.add('listWebhooks', { type: 'status', status: 401 }, { times: Infinity });
			await expect(moved.activate({ ...triggerWorkflow({ publicAddress: publicAddress(webhookUrl) }), staticData })).rejects.toThrow();
			expect(addresses()).toEqual([productionUrl]);
			expect(warnings(moved)).toContainEqual(expect.stringMatching(left));
			expect(warnings(moved)).toContainEqual(expect.stringContaining(spectrum.webhooks[0]?.id ?? 'none'));
		},
	);

	test('after it has moved removes the new one, and leaves the former', async () => {
		const moved = await alsoStart((simulator) => startTriggerHost(simulator, { clock, webhookUrl: 'https://moved.example.test/' }));
		const active = await moved.activate({ ...triggerWorkflow({ publicAddress: publicAddress('https://moved.example.test') }), staticData });
		await active.deactivate();
		expect(addresses()).toEqual([productionUrl]);
		expect(warnings(moved)).toEqual([expect.stringMatching(left)]);
	});
});

describe.each([
	['another installation', 'the copy'],
	['a restored backup, with the same encryption key', undefined],
])('a copy of the workflow in %s', (_name, instanceId) => {
	const copyUrl = 'https://copy.example.test/webhook/hook-1/imessage';
	let copy: TestHost;

	beforeEach(async () => {
		copy = await alsoStart((simulator) => startTriggerHost(simulator, { clock, webhookUrl: 'https://copy.example.test/', instanceId }));
		spectrum.mapHost(publicHost, host.port);
	});

	test('gets a webhook of its own, and the original keeps receiving, before and after the copy is deactivated', async () => {
		const active = await copy.activate({ ...triggerWorkflow({ publicAddress: publicAddress('https://copy.example.test') }), staticData });
		expect(addresses()).toEqual([productionUrl, copyUrl]);
		expect(warnings(copy)).toEqual([expect.stringMatching(left)]);
		await active.deactivate();
		expect(addresses()).toEqual([productionUrl]);
		expect(await deliver()).toBe(200);
	});

	test('that fails to activate leaves the webhook of the original', async () => {
		spectrum.faults.add('listWebhooks', { type: 'status', status: 401 }, { times: Infinity });
		await expect(
			copy.activate({ ...triggerWorkflow({ publicAddress: publicAddress('https://copy.example.test') }), staticData }),
		).rejects.toThrow();
		expect(addresses()).toEqual([productionUrl]);
		expect(warnings(copy)).toContainEqual(expect.stringMatching(left));
	});
});
