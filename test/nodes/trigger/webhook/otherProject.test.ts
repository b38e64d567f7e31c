import type { Simulator, Webhook } from '../../../../simulator/src';
import { FakeClock } from '../../../support/fakeClock';
import type { TestHost } from '../../../support/host';
import { logWorkflow } from '../../../support/logHost';
import {
	answerOf,
	cloudCredential,
	freshNodes,
	inTime,
	person,
	productionUrl,
	publicHost,
	runs,
	startTriggerHost,
	triggerWorkflow,
	warnings,
} from '../../../support/triggerHost';
import { useSpectrum } from '../../../support/useSpectrum';

const startSetting = useSpectrum((simulator) => startTriggerHost(simulator, { clock }));
let clock: FakeClock;
let former: Simulator;
let next: Simulator;
let host: TestHost;
let formerHook: Webhook;

/** A Trigger of one project, whose credential is then given the data of another one. */
beforeEach(async () => {
	clock = new FakeClock(Date.now());
	({ spectrum: former, host } = await startSetting({ clock, rateLimit: Infinity }));
	({ spectrum: next } = await startSetting({ clock, rateLimit: Infinity }));
	next.mapHost(publicHost, host.port);
	await host.activate(triggerWorkflow());
	formerHook = former.webhooks[0] as Webhook;
	host.setCredential('cloud', cloudCredential(next));
});

/** Status of the answer to a message that the former project delivers. */
async function deliverFromFormer(): Promise<number | undefined> {
	const { messageId } = former.receive({ from: person, text: 'Hi', webhooks: false });
	const headers = { 'x-spectrum-webhook-id': formerHook.id };
	const secrets = { secret: formerHook.signingSecret, standardSecret: formerHook.standardSigningSecret };
	return answerOf(await former.redeliver(messageId, { ...secrets, headers, attempts: 1 })).status;
}

const left = expect.stringMatching(
	/did not remove the webhook \S+, which delivers to \S+: it belongs to another Spectrum project.*dashboard/,
);

test('a webhook of another project is not trusted as one of the new project', async () => {
	await inTime(clock, host.activate(triggerWorkflow()));
	expect(next.webhooks.map(({ webhookUrl }) => webhookUrl)).toEqual([productionUrl]);
	expect(await deliverFromFormer()).toBe(401);
	expect(answerOf(await next.receive({ from: person, text: 'Hi' }).delivered).status).toBe(200);
	expect(runs(host)).toBe(1);
});

test('n8n says that the webhook of the former project is left', async () => {
	await inTime(clock, host.activate(triggerWorkflow()));
	expect(former.webhooks.map(({ id }) => id)).toEqual([formerHook.id]);
	expect(warnings(host)).toContainEqual(left);
	expect(warnings(host)).toContainEqual(expect.stringContaining(formerHook.id));
});

test('that is said, too, where the Trigger reads the log from now on', async () => {
	// The log is read by gRPC alone.
	host.setCredential('cloud', cloudCredential(next, { connection: 'grpc' }));
	await inTime(clock, host.activate(logWorkflow({}, 'trigger-workflow')));
	expect(warnings(host)).toContainEqual(left);
});

test('a start of n8n registers with the new project, and says the same', async () => {
	await inTime(clock, host.restart(freshNodes(clock)));
	expect(next.webhooks.map(({ webhookUrl }) => webhookUrl)).toEqual([productionUrl]);
	expect(warnings(host)).toContainEqual(left);
	expect(await deliverFromFormer()).toBe(401);
});
