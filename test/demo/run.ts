/**
 * `npm run demo`: an inbound iMessage travels from a phone to an n8n workflow, and its answer back to the phone. The
 * package is loaded from `dist` as n8n loads it, the workflow from `examples/`; Spectrum is the simulator.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Simulator } from '../../simulator/src';
import { TestHost, type WorkflowJson } from '../support/host';
import { step, printAnswer } from './print';

const root = path.resolve(__dirname, '..', '..');
const person = '+15551234567';
const question = 'Hi, do you have a table for two tonight?';
/** Far longer than the demo takes; without an answer by then it has failed. */
const patienceMilliseconds = 20_000;

async function main(): Promise<void> {
	const spectrum = await Simulator.start();
	try {
		await converse(spectrum);
	} finally {
		// The pack keeps its connection for the next message; here there is none.
		await spectrum.stop({ disconnectClients: true });
	}
}

/** Where Spectrum reaches this n8n. */
const address = 'https://n8n.example.test/';

async function converse(spectrum: Simulator): Promise<void> {
	const host = await TestHost.start({
		packageDirectory: root,
		credentialData: {
			'spectrum-cloud': { type: 'spectrumCloudApi', name: 'iMessage Spectrum Cloud account', data: { ...spectrum.cloudCredential() } },
		},
		webhookUrl: address,
	});
	try {
		spectrum.mapHost('n8n.example.test', host.port);
		step('spectrum', 'simulator ready: control plane and gRPC over TLS, shared plan');
		const file = path.join(root, 'examples', 'trigger-by-webhook.json');
		const workflow = reachable(JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson);
		const active = await host.activate(workflow);
		step('n8n', `workflow "${workflow.name}" active, webhook registered`);

		const phone = spectrum.phone(person);
		const answer = phone.next();
		const inbound = spectrum.receive({ from: person, text: question });
		step('phone', `${person} writes: ${question}`, inbound.messageId);

		const execution = await within(host.nextExecution(), 'The workflow did not run');
		step('n8n', `execution ${execution.id} ${execution.status}`);
		printAnswer(person, await within(answer, 'The answer did not arrive'));
		await active.deactivate();
		step('n8n', 'workflow inactive, webhook removed');
	} finally {
		await host.stop();
	}
}

/** The example leaves the address to the person who imports it. */
function reachable(workflow: WorkflowJson): WorkflowJson {
	const nodes = workflow.nodes.map((node) =>
		node.parameters?.receiveBy === 'webhook'
			? { ...node, parameters: { ...node.parameters, publicAddress: { __rl: true, mode: 'url', value: address } } }
			: node,
	);
	return { ...workflow, nodes };
}

async function within<T>(event: Promise<T>, failure: string): Promise<T> {
	const giveUp = new AbortController();
	const late = sleep(patienceMilliseconds, undefined, { signal: giveUp.signal }).then(() => {
		throw new Error(`${failure} within ${patienceMilliseconds / 1000} s`);
	});
	try {
		return await Promise.race([event, late]);
	} finally {
		giveUp.abort();
		late.catch(() => undefined);
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
