import type { Simulator } from '../../../../simulator/src';
import type { RouteFault } from '../../../../simulator/src';
import { FakeClock } from '../../../support/fakeClock';
import type { TestHost } from '../../../support/host';
import { answerOf, inTime, person, productionUrl, startTriggerHost, triggerWorkflow } from '../../../support/triggerHost';
import { useSpectrum } from '../../../support/useSpectrum';

const startSetting = useSpectrum(startTriggerHost);
let spectrum: Simulator;
let clock: FakeClock;
let host: TestHost;

async function start(options: { webhookUrl?: string; rateLimit?: number } = {}): Promise<void> {
	clock = new FakeClock(Date.now());
	// The limit counts the node's time; everything else of the simulator keeps the system's, so that only the node waits.
	({ spectrum, host } = await startSetting(
		options.rateLimit === undefined ? { rateLimit: Infinity } : { rateLimit: options.rateLimit, clock },
		(simulator) => startTriggerHost(simulator, { clock, webhookUrl: options.webhookUrl }),
	));
}

afterEach(() => {
	expect(clock.pending).toBe(0);
});

const routes = () => spectrum.requests.map(({ route }) => route);
const activate = async () => await inTime(clock, host.activate(triggerWorkflow()));

async function expectOneThatWorks(): Promise<void> {
	expect(spectrum.webhooks.map(({ webhookUrl }) => webhookUrl)).toEqual([productionUrl]);
	const { delivered } = spectrum.receive({ from: person, text: 'Hi' });
	expect(answerOf(await delivered).status).toBe(200);
}

test.each<[string, RouteFault]>([
	['500', { type: 'status', status: 500 }],
	['503', { type: 'status', status: 503 }],
	['a connection dropped before the registration', { type: 'dropConnection' }],
	['an answer lost after it', { type: 'answerLost' }],
	['429', { type: 'status', status: 429, headers: { 'retry-after': '3' } }],
])('%s is overcome, and leaves one webhook whose secret is known', async (_name, fault) => {
	await start();
	const scripted = spectrum.faults.add('registerWebhook', fault);
	await activate();
	expect(scripted.hits).toBe(1);
	await expectOneThatWorks();
});

test('several answers lost in a row leave one webhook', async () => {
	await start();
	spectrum.faults.add('registerWebhook', { type: 'answerLost' }, { times: 3 });
	spectrum.faults.add('listWebhooks', { type: 'status', status: 502 }, { after: 1 });
	await activate();
	await expectOneThatWorks();
});

test('429 waits as long as Spectrum says', async () => {
	await start();
	spectrum.faults.add('registerWebhook', { type: 'status', status: 429, headers: { 'retry-after': '3' } });
	const activation = host.activate(triggerWorkflow());
	await clock.whenWaiting();
	expect(clock.waits).toEqual([3_000]);
	await clock.advance(2_999);
	expect(routes().filter((route) => route === 'registerWebhook')).toHaveLength(1);
	await clock.advance(1);
	await activation;
	await expectOneThatWorks();
});

test('409 of a webhook that appeared meanwhile ends the activation, and the webhook stays', async () => {
	await start();
	const fault = spectrum.faults.add('registerWebhook', { type: 'hold', beforeWrite: true });
	const activation = host.activate(triggerWorkflow());
	const outcome = expect(activation).rejects.toThrow(/signing secret this node does not know/);
	await fault.struck;
	const theirs = spectrum.registerWebhook(productionUrl);
	fault.release();
	await outcome;
	expect(spectrum.webhooks).toEqual([theirs]);
});

test('422 ends the activation with what to check', async () => {
	await start();
	const refusal = spectrum.faults.add('registerWebhook', { type: 'status', status: 422, message: 'not this one' }, { times: Infinity });
	await expect(host.activate(triggerWorkflow())).rejects.toThrow(/did not accept the webhook address.*not this one.*WEBHOOK_URL/s);
	expect(host.isActive('trigger-workflow')).toBe(false);
	expect(spectrum.webhooks).toEqual([]);
	// Once with the form of deliveries, and once without: an older control plane may refuse that field.
	expect(refusal.hits).toBe(2);
});

test('a control plane that refuses the form of deliveries is asked without it', async () => {
	await start();
	spectrum.faults.add('registerWebhook', { type: 'status', status: 422, message: 'unknown field' });
	await activate();
	await expectOneThatWorks();
});

test('an outage ends the activation after half a minute, with no webhook left', async () => {
	await start();
	spectrum.faults.add('registerWebhook', { type: 'answerLost' }, { times: Infinity });
	const begun = clock.now();
	await expect(activate()).rejects.toThrow(/Spectrum Cloud could not be reached/);
	expect(clock.now() - begun).toBeLessThanOrEqual(32_000);
	expect(spectrum.webhooks).toEqual([]);
});

test('the rate limit of the project is respected by many activations at once', async () => {
	await start({ rateLimit: 5 });
	const activations = Array.from({ length: 6 }, (_, index) => {
		const workflow = triggerWorkflow();
		const [trigger, next] = workflow.nodes;
		return host.activate({ ...workflow, id: `flow-${index}`, nodes: [{ ...trigger, webhookId: `hook-${index}` }, next] as never });
	});
	await inTime(clock, Promise.all(activations));
	expect(spectrum.requests.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
	expect(spectrum.webhooks).toHaveLength(6);
});

test.each([
	'http://n8n.example.test/',
	'http://localhost:5678/',
	'https://localhost:5678/',
	'https://127.0.0.1/',
	'https://192.168.1.20:5678/',
	'https://[::1]/',
	'https://[fd00::5]/',
	'https://n8n.local/',
	'https://n8n.internal/',
	'https://n8n/',
])('%s is refused at once, with the way out', async (webhookUrl) => {
	await start({ webhookUrl });
	await expect(host.activate(triggerWorkflow())).rejects.toThrow(/"Public Address" says .*but n8n gives Spectrum .*set N8N_WEBHOOK_URL/s);
	await expect(host.listenForTest(triggerWorkflow())).rejects.toThrow(
		/Spectrum cannot deliver to this n8n: its webhook address http.*Set N8N_WEBHOOK_URL.*tunnel/s,
	);
	expect(spectrum.requests).toEqual([]);
	expect(host.isActive('trigger-workflow')).toBe(false);
});
