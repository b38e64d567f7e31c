import { Simulator } from '../simulator';
import { FakeClock } from '../support/fakeClock';
import type { TestHost } from '../support/host';
import { answerOf, person, productionUrl, publicHost, startTriggerHost, triggerWorkflow, warnings } from '../support/triggerHost';

let spectrum: Simulator;
let clock: FakeClock;
let host: TestHost;
/** What the active workflow has stored, as it comes to the next n8n. */
let staticData: ReturnType<TestHost['staticData']>;

beforeEach(async () => {
	clock = new FakeClock(Date.now());
	spectrum = await Simulator.start({ clock, rateLimit: Infinity });
	host = await startTriggerHost(spectrum, { clock });
	await host.activate(triggerWorkflow());
	staticData = host.staticData('trigger-workflow');
});

afterEach(async () => {
	await host.stop();
	await spectrum.stop();
});

const addresses = () => spectrum.webhooks.map(({ webhookUrl }) => webhookUrl);

/** Status of the answer that the original gives to a message. */
async function deliver(): Promise<number | undefined> {
	return answerOf(await spectrum.receive({ from: person, text: 'Hi' }).delivered).status;
}

describe('another WEBHOOK_URL, then deactivation', () => {
	test.each(['https://moved.example.test/', 'https://moved.example.test/n8n/'])('%s leaves no webhook', async (webhookUrl) => {
		const moved = await startTriggerHost(spectrum, { clock, webhookUrl });
		// n8n closes its side of an activation that fails: a deactivation that knows the new address only.
		spectrum.faults.add('listWebhooks', { type: 'status', status: 401 }, { times: Infinity });
		await expect(moved.activate({ ...triggerWorkflow(), staticData })).rejects.toThrow();
		expect(addresses()).toEqual([]);
		await moved.stop();
	});

	test('after it has moved leaves none either', async () => {
		const moved = await startTriggerHost(spectrum, { clock, webhookUrl: 'https://moved.example.test/' });
		const active = await moved.activate({ ...triggerWorkflow(), staticData });
		await active.deactivate();
		expect(addresses()).toEqual([]);
		expect(warnings(moved)).toEqual([]);
		await moved.stop();
	});
});

describe('a copy of the workflow in another installation', () => {
	const copyUrl = 'https://copy.example.test/webhook/hook-1/imessage';
	let copy: TestHost;

	beforeEach(async () => {
		copy = await startTriggerHost(spectrum, { clock, webhookUrl: 'https://copy.example.test/', instanceId: 'the copy' });
		spectrum.mapHost(publicHost, host.port);
	});

	afterEach(async () => await copy.stop());

	test('gets a webhook of its own, and the original keeps receiving, before and after the copy is deactivated', async () => {
		const active = await copy.activate({ ...triggerWorkflow(), staticData });
		expect(addresses()).toEqual([productionUrl, copyUrl]);
		expect(warnings(copy)).toEqual([expect.stringMatching(/left the webhook \S+ alone.*n8n\.example\.test.*another n8n/)]);
		await active.deactivate();
		expect(addresses()).toEqual([productionUrl]);
		expect(await deliver()).toBe(200);
	});

	test('that fails to activate leaves the webhook of the original', async () => {
		spectrum.faults.add('listWebhooks', { type: 'status', status: 401 }, { times: Infinity });
		await expect(copy.activate({ ...triggerWorkflow(), staticData })).rejects.toThrow();
		expect(addresses()).toEqual([productionUrl]);
		expect(warnings(copy)).toContainEqual(expect.stringMatching(/left the webhook \S+ alone/));
	});
});
