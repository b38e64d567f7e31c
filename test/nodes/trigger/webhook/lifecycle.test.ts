import type { Simulator, Webhook } from '../../../../simulator/src';
import { FakeClock } from '../../../support/fakeClock';
import type { TestHost } from '../../../support/host';
import {
	answerOf,
	cloudCredential,
	freshNodes,
	inTime,
	person,
	productionUrl,
	publicAddress,
	runs,
	startTriggerHost,
	triggerWorkflow,
	type TriggerHostOptions,
	warnings,
} from '../../../support/triggerHost';
import { useSpectrum, type Setting } from '../../../support/useSpectrum';

const minute = 60_000;
const foreignUrl = 'https://foreign.example.test/hook';

let spectrum: Simulator;
let alsoStart: Setting['alsoStart'];
let clock: FakeClock;
let host: TestHost;
let secrets: string[];

// While everything runs, and before the setting closes it.
afterEach(() => {
	secrets = [spectrum.projectSecret, ...spectrum.webhooks.map(({ signingSecret }) => signingSecret)];
});
const startSetting = useSpectrum(startTriggerHost);

/** Both sides on one clock, so that signatures and secrets age together. */
async function start(options: Omit<TriggerHostOptions, 'clock'> = {}): Promise<void> {
	clock = new FakeClock(Date.now());
	({ spectrum, host, alsoStart } = await startSetting({ clock, rateLimit: Infinity }, (simulator) =>
		startTriggerHost(simulator, { clock, ...options }),
	));
}

afterEach(() => {
	const log = JSON.stringify(host.logs);
	for (const secret of secrets) expect(log).not.toContain(secret);
});

const registrations = () => spectrum.requests.filter(({ route }) => route === 'registerWebhook').length;
const addresses = () => spectrum.webhooks.map(({ webhookUrl }) => webhookUrl);

/** Status of the answer to a message, signed with the webhook's secret or another. */
async function deliver(secret?: string): Promise<number | undefined> {
	const { messageId } = spectrum.receive({ from: person, text: 'Hi', webhooks: false });
	const own = spectrum.webhooks.find(({ webhookUrl }) => webhookUrl === productionUrl);
	// The other signature is right: what is tried is the older one.
	return answerOf(
		await spectrum.redeliver(messageId, { webhookId: own?.id, secret, standardSecret: own?.standardSigningSecret, attempts: 1 }),
	).status;
}

/** Signs as the registration `webhookId` did, although it is gone. */
async function deliverFrom(old: Pick<Webhook, 'id' | 'signingSecret' | 'standardSigningSecret'>): Promise<number | undefined> {
	const { messageId } = spectrum.receive({ from: person, text: 'Hi', webhooks: false });
	const headers = { 'x-spectrum-webhook-id': old.id };
	const secrets = { secret: old.signingSecret, standardSecret: old.standardSigningSecret };
	return answerOf(await spectrum.redeliver(messageId, { ...secrets, headers, attempts: 1 })).status;
}

function ownHook() {
	const own = spectrum.webhooks.find(({ webhookUrl }) => webhookUrl === productionUrl);
	if (own === undefined) throw new Error('The webhook is not registered');
	return own;
}

describe('activation', () => {
	beforeEach(async () => await start());

	test('registers its address, and receives', async () => {
		await host.activate(triggerWorkflow());
		expect(addresses()).toEqual([productionUrl]);
		expect(await deliver()).toBe(200);
		expect((await host.nextExecution()).mode).toBe('webhook');
		expect(warnings(host)).toEqual([]);
	});

	test('leaves the webhooks of others alone, and so does deactivation', async () => {
		spectrum.registerWebhook(foreignUrl);
		const active = await host.activate(triggerWorkflow());
		expect(addresses()).toEqual([foreignUrl, productionUrl]);
		await active.deactivate();
		expect(addresses()).toEqual([foreignUrl]);
	});

	test('again removes the former webhook, and loses nothing that its secret signed', async () => {
		await host.activate(triggerWorkflow());
		const former = ownHook();
		await clock.advance(minute);
		await host.activate(triggerWorkflow());
		expect(addresses()).toEqual([productionUrl]);
		expect(ownHook().id).not.toBe(former.id);
		expect(await deliver()).toBe(200);
		expect(await deliverFrom(former)).toBe(200);
		await clock.advance(15 * minute - 1);
		expect(await deliverFrom(former)).toBe(200);
		await clock.advance(1);
		expect(await deliverFrom(former)).toBe(401);
		expect(await deliver()).toBe(200);
	});

	test('that fails in another node leaves no webhook behind', async () => {
		const failing = {
			description: {
				displayName: 'Failing Trigger',
				name: 'failing',
				group: ['trigger'],
				version: 1,
				description: '',
				defaults: { name: 'Failing' },
				inputs: [],
				outputs: ['main'],
				properties: [],
				webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'failing' }],
			},
			webhookMethods: {
				default: {
					checkExists: async () => false,
					create: async () => {
						throw new Error('The other service is down');
					},
					delete: async () => true,
				},
			},
			webhook: async () => ({}),
		};
		await host.restart({ nodes: { ...freshNodes(clock).nodes, 'test.failing': failing as never } });
		const workflow = triggerWorkflow();
		workflow.nodes.push({ id: 'other', name: 'Other', type: 'test.failing', typeVersion: 1, webhookId: 'hook-2', parameters: {} });
		await expect(host.activate(workflow)).rejects.toThrow('The other service is down');
		expect(registrations()).toBe(1);
		expect(addresses()).toEqual([]);
	});
});

describe('a restart', () => {
	beforeEach(async () => {
		await start();
		await host.activate(triggerWorkflow());
	});

	test('neither registers again nor rotates the secret', async () => {
		const before = ownHook();
		await host.restart(freshNodes(clock));
		expect(ownHook()).toEqual(before);
		expect(registrations()).toBe(1);
		expect(await deliver()).toBe(200);
	});

	test('finds a webhook that was deleted meanwhile, and registers a new one; the former secret lasts 15 minutes', async () => {
		const lost = ownHook();
		spectrum.deleteWebhook(lost.id);
		await host.restart(freshNodes(clock));
		expect(ownHook().id).not.toBe(lost.id);
		expect(await deliver()).toBe(200);
		expect(await deliverFrom(lost)).toBe(200);
		await clock.advance(15 * minute);
		expect(await deliverFrom(lost)).toBe(401);
	});

	test('while Spectrum is down keeps the webhook, and receives', async () => {
		spectrum.faults.add('listWebhooks', { type: 'status', status: 503 }, { times: Infinity });
		await inTime(clock, host.restart(freshNodes(clock)));
		expect(host.isActive('trigger-workflow')).toBe(true);
		expect(host.activationError('trigger-workflow')).toBeUndefined();
		expect(warnings(host)).toEqual([expect.stringContaining('could not ask Spectrum')]);
		expect(await deliver()).toBe(200);
	});

	test('with another WEBHOOK_URL registers there, and leaves the former webhook with a warning', async () => {
		const staticData = host.staticData('trigger-workflow');
		const moved = await alsoStart((simulator) => startTriggerHost(simulator, { clock, webhookUrl: 'https://moved.example.test/' }));
		spectrum.registerWebhook(foreignUrl);
		await moved.activate({ ...triggerWorkflow({ publicAddress: publicAddress('https://moved.example.test') }), staticData });
		expect(addresses()).toEqual([productionUrl, foreignUrl, 'https://moved.example.test/webhook/hook-1/imessage']);
		expect(warnings(moved)).toEqual([expect.stringContaining(`did not remove the webhook ${ownHook().id}`)]);
	});
});

describe('deactivation', () => {
	beforeEach(async () => await start());

	test('that cannot reach Spectrum is said in the log, and the next activation goes on with the webhook', async () => {
		const active = await host.activate(triggerWorkflow());
		const { id } = ownHook();
		const fault = spectrum.faults.add('deleteWebhook', { type: 'status', status: 503 }, { times: Infinity });
		await inTime(clock, active.deactivate());
		expect(host.isActive('trigger-workflow')).toBe(false);
		expect(warnings(host)).toEqual([
			expect.stringMatching(/could not remove its webhook https:\/\/n8n\.example\.test\S+ from Spectrum.*503.*dashboard/),
		]);
		fault.remove();
		const again = await host.activate(triggerWorkflow());
		expect(ownHook().id).toBe(id);
		expect(registrations()).toBe(1);
		expect(await deliver()).toBe(200);
		await again.deactivate();
		expect(addresses()).toEqual([]);
	});

	test("without a readable credential closes n8n's side all the same", async () => {
		const active = await host.activate(triggerWorkflow());
		host.setCredential('cloud', { type: 'somethingElse', name: 'Gone', data: {} });
		await active.deactivate();
		expect(warnings(host)).toEqual([expect.stringMatching(/could not remove its webhook \S+ from Spectrum/)]);
		expect(await deliver()).toBe(404);
		host.setCredential('cloud', cloudCredential(spectrum));
		await host.activate(triggerWorkflow());
		expect(registrations()).toBe(1);
		expect(await deliver()).toBe(200);
	});

	test('of a webhook that is gone already says nothing', async () => {
		const active = await host.activate(triggerWorkflow());
		spectrum.deleteWebhook(ownHook().id);
		await active.deactivate();
		expect(warnings(host)).toEqual([]);
	});
});

describe('a webhook registered by hand', () => {
	test('is used with its secret in the credential, and never removed', async () => {
		await start();
		const byHand = spectrum.registerWebhook(productionUrl);
		host.setCredential('cloud', cloudCredential(spectrum, { webhookSigningSecret: byHand?.signingSecret }));
		const active = await host.activate(triggerWorkflow());
		expect(registrations()).toBe(0);
		expect(await deliver()).toBe(200);
		expect(JSON.stringify(host.staticData('trigger-workflow'))).not.toContain(byHand?.signingSecret);
		await host.restart(freshNodes(clock));
		expect(await deliver()).toBe(200);
		await active.deactivate();
		expect(spectrum.webhooks).toEqual([byHand]);
	});

	test('without its secret ends the activation with the way out', async () => {
		await start();
		const byHand = spectrum.registerWebhook(productionUrl);
		await expect(host.activate(triggerWorkflow())).rejects.toThrow(
			/already delivers to https:\/\/n8n\.example\.test.*Remove that webhook in the Spectrum dashboard.*"Webhook Signing Secret"/s,
		);
		expect(spectrum.webhooks).toEqual([byHand]);
	});

	test('secret of the credential is accepted beside the own one: rotating on the dashboard loses nothing', async () => {
		await start();
		await host.activate(triggerWorkflow());
		const rotated = spectrum.rotateSecret(ownHook().id);
		expect(await deliver()).toBe(401);
		host.setCredential('cloud', cloudCredential(spectrum, { webhookSigningSecret: rotated }));
		expect(await deliver()).toBe(200);
		expect(await deliver('neither')).toBe(401);
	});
});

test('a credential that cannot be read is no reason to lose what the own secret signed', async () => {
	await start();
	await host.activate(triggerWorkflow());
	host.setCredential('cloud', { type: 'somethingElse', name: 'Gone', data: {} });
	expect(await deliver()).toBe(200);
	expect(await deliver('guessed')).toBe(401);
	expect(warnings(host)).toEqual([expect.stringContaining('could not be read')]);
});

test('a credential that is incomplete refuses a forgery, and still verifies with its signing secret', async () => {
	await start();
	await host.activate(triggerWorkflow());
	const secret = 'of a webhook registered by hand';
	host.setCredential('cloud', cloudCredential(spectrum, { projectSecret: '', webhookSigningSecret: ` ${secret}\n` }));
	expect(await deliver('guessed')).toBe(401);
	expect(warnings(host)).toEqual([expect.stringContaining('its signature is missing or was made with another secret')]);
	expect(await deliver(secret)).toBe(200);
});

describe('stored data', () => {
	test('that an older writer has put back does not lose the secret', async () => {
		await start();
		await host.activate(triggerWorkflow());
		const old = host.staticData('trigger-workflow');
		await clock.advance(20 * minute);
		await host.activate(triggerWorkflow());
		// What a long execution does that began before the new registration.
		host.setStaticData('trigger-workflow', old);
		expect(await deliver()).toBe(200);
		await host.nextExecution();
		await host.restart(freshNodes(clock));
		expect(registrations()).toBe(2);
		expect(await deliver()).toBe(200);
	});

	test('holds no secret but the one of the webhook', async () => {
		await start();
		await host.activate(triggerWorkflow());
		await deliver();
		const stored = JSON.stringify(host.staticData('trigger-workflow'));
		expect(stored).toContain(ownHook().signingSecret);
		expect(stored).not.toContain(spectrum.projectSecret);
		expect(stored).not.toContain('Hi');
	});
});

test('every credential field that is wrong is named at activation', async () => {
	await start();
	host.setCredential('cloud', cloudCredential(spectrum, { projectSecret: 'wrong' }));
	await expect(host.activate(triggerWorkflow())).rejects.toThrow(/refused the project ID or the project secret.*Copy both again/s);
	host.setCredential('cloud', cloudCredential(spectrum, { controlPlaneUrl: 'http://localhost:1' }));
	await expect(host.activate(triggerWorkflow())).rejects.toThrow(/"Control Plane URL" is not an https/);
	expect(runs(host)).toBe(0);
});
