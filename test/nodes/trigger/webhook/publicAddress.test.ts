import type { Simulator } from '../../../../simulator/src';
import { FakeClock } from '../../../support/fakeClock';
import type { TestHost } from '../../../support/host';
import { freshNodes, inTime, publicAddress, startTriggerHost, triggerWorkflow, warnings } from '../../../support/triggerHost';
import { useSpectrum } from '../../../support/useSpectrum';

const startSetting = useSpectrum(startTriggerHost);
let spectrum: Simulator;
let clock: FakeClock;
let host: TestHost;

async function start(webhookUrl?: string): Promise<void> {
	clock = new FakeClock(Date.now());
	({ spectrum, host } = await startSetting({ rateLimit: Infinity }, (simulator) => startTriggerHost(simulator, { clock, webhookUrl })));
}

const addresses = () => spectrum.webhooks.map(({ webhookUrl }) => webhookUrl);
const entered = (value: unknown) => triggerWorkflow({ publicAddress: value });

describe('an activation by webhook', () => {
	test.each([
		['as n8n has it', 'https://n8n.example.test/', 'https://n8n.example.test/'],
		['without the slash', 'https://n8n.example.test/', 'https://n8n.example.test'],
		['with capitals in the host', 'https://n8n.example.test/', 'HTTPS://N8N.Example.TEST'],
		['with spaces around it', 'https://n8n.example.test/', ' https://n8n.example.test \n'],
		['with the default port', 'https://n8n.example.test/', 'https://n8n.example.test:443/'],
		['with the path that n8n has', 'https://n8n.example.test/n8n/', 'https://n8n.example.test/n8n'],
		['without the path that n8n has', 'https://n8n.example.test/n8n/', 'https://n8n.example.test'],
	])('goes on with the Public Address %s', async (_name, webhookUrl, value) => {
		await start(webhookUrl);
		await inTime(clock, host.activate(entered(publicAddress(value))));
		expect(addresses()).toEqual([`${webhookUrl}webhook/hook-1/imessage`]);
	});

	test.each([
		['another host', 'https://n8n.example.test/', 'https://bot.example.test'],
		['a host that only begins alike', 'https://n8n.example.test.evil.example/', 'https://n8n.example.test'],
		['another port', 'https://n8n.example.test:8443/', 'https://n8n.example.test'],
		['a path that n8n does not have', 'https://n8n.example.test/', 'https://n8n.example.test/n8n'],
		['a path that only begins alike', 'https://n8n.example.test/n8n-2/', 'https://n8n.example.test/n8n'],
		['n8n on a computer of its own', 'http://localhost:5678/', 'https://n8n.example.test'],
	])('is refused for %s, with both addresses and what to do', async (_name, webhookUrl, value) => {
		await start(webhookUrl);
		const said = expect(inTime(clock, host.activate(entered(publicAddress(value)))));
		await said.rejects.toThrow(
			`The field "Public Address" says ${value}, but n8n gives Spectrum the address ${webhookUrl}webhook/hook-1/imessage. Correct the field, or set N8N_WEBHOOK_URL (WEBHOOK_URL before n8n 2.40) to ${value} and start n8n again, or choose "Stream"`,
		);
		expect(spectrum.requests).toEqual([]);
	});

	test('is refused for lines that are chosen by their IDs, which no delivery names', async () => {
		await start();
		const lines = '+15550000001, Instance-7, shared';
		await expect(inTime(clock, host.activate(triggerWorkflow({ filters: { lines } })))).rejects.toThrow(
			'The filter "Lines" has the ID of a line, but Spectrum names lines by their numbers when it delivers by webhook; found "instance-7". Enter the numbers of the lines',
		);
		expect(spectrum.requests).toEqual([]);
	});

	// What n8n's own check of the parameters lets pass: it evaluates no expression.
	test.each([
		['nothing', '={{ "" }}', /"Public Address" is empty.*or choose "Stream"/],
		[
			'an address without https',
			'={{ "http://n8n.example.test" }}',
			/"Public Address" does not start with https:\/\/; found "http:\/\/n8n\.example\.test".*or choose "Stream"/,
		],
		['an address of this machine', 'https://localhost:5678', /"Public Address" has the host localhost.*or choose "Stream"/],
		['no text', '={{ 5 }}', /"Public Address" is empty/],
	])('is refused for %s', async (_name, value, expected) => {
		await start();
		await expect(inTime(clock, host.activate(entered(publicAddress(value))))).rejects.toThrow(expected);
		expect(spectrum.requests).toEqual([]);
	});

	test.each([undefined, publicAddress(''), publicAddress('http://n8n.example.test')])('is refused by n8n itself for %j', async (value) => {
		await start();
		await expect(inTime(clock, host.activate(entered(value)))).rejects.toThrow(/iMessage Trigger.*\n.*invalid required parameters/);
	});

	test('is refused for an address with a password, which is not repeated', async () => {
		await start();
		const failed = await inTime(clock, host.activate(entered(publicAddress('https://me:secret@n8n.example.test')))).then(
			() => undefined,
			(caught: unknown) => caught as Error,
		);
		expect(failed?.message).toMatch(/carries a user name or a password.*found "https:\/\/n8n\.example\.test"/);
		expect(failed?.message).not.toContain('secret');
	});

	test.each([
		[['message.received', 'poll.voted', 'message.edited'], 'Poll Vote, Message Edited', 'remove them from "Events"'],
		[['line.gap'], 'Events Missed', 'remove it from "Events"'],
	])('is refused for events that no webhook brings: %j', async (events, names, advice) => {
		await start();
		const workflow = triggerWorkflow({ events });
		const said = new RegExp(
			`"Events" contains events that Spectrum does not deliver by webhook: ${names}. Choose "Stream" in "Receive By", or ${advice}`,
		);
		await expect(inTime(clock, host.activate(workflow))).rejects.toThrow(said);
		await expect(inTime(clock, host.listenForTest(workflow))).rejects.toThrow(said);
		expect(spectrum.requests).toEqual([]);
	});
});

test('a start of n8n under another address goes on, with a warning: messages must not be lost meanwhile', async () => {
	await start();
	await inTime(clock, host.activate(triggerWorkflow()));
	await inTime(clock, host.restart({ ...freshNodes(clock), webhookUrl: 'https://moved.example.test/' }));
	expect(addresses()).toContain('https://moved.example.test/webhook/hook-1/imessage');
	expect(warnings(host)).toContainEqual(
		expect.stringMatching(/"Public Address" says https:\/\/n8n\.example\.test, but n8n gives Spectrum .*moved/),
	);
});

test('a test in the editor may come by an address of its own', async () => {
	await start();
	const listening = await inTime(clock, host.listenForTest(entered(publicAddress('https://other.example.test'))));
	expect(addresses()).toEqual(['https://n8n.example.test/webhook-test/hook-1/imessage']);
	await listening.cancel();
});
