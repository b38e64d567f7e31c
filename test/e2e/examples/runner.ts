import { accepted, answerOf } from '../../support/deliveryCases';
import type { Connected, World } from '../support/world';
import { actionCases } from './actionCases';
import { person, type ExampleCase, type Ran } from './cases';
import type { FileServer } from './files';
import { flowCases } from './flowCases';
import { playFlow, type FlowCase } from './flows';
import { ownExample, runningNodes, triggerOf } from './read';
import { sendCases } from './sendCases';
import { spaceCases } from './spaceCases';
import type { Credential, WorkflowFile } from '../../../scripts/n8n/types';

export const cases: Readonly<Record<string, ExampleCase | FlowCase>> = { ...sendCases, ...actionCases, ...spaceCases, ...flowCases };

/**
 * Imports an example, runs it the way that its trigger says, and looks at the phones.
 *
 * @param byHttp makes the credential of the nodes that act, when they do not use the Trigger's
 */
export async function runExample(
	world: World,
	files: FileServer,
	name: string,
	byHttp?: (connected: Connected) => Promise<Credential>,
): Promise<void> {
	const exampleCase = cases[name];
	if (exampleCase === undefined) throw new Error('There is no case for this example');
	if ('play' in exampleCase) {
		await playFlow(world, name, exampleCase, files.url);
		return;
	}
	const connected = await world.connect({ plan: exampleCase.plan });
	const example = ownExample(name, [connected.cloud], files.url);
	const workflow = byHttp === undefined ? example : actingWith(await byHttp(connected), example);
	const ran = await start(world, workflow, connected, exampleCase);
	expect([ran.run.status, ran.run.error]).toEqual(['success', undefined]);
	expect(ran.run.nodes.sort()).toEqual(runningNodes(workflow).sort());
	exampleCase.check(ran);
	await world.disconnect(connected);
}

/** The example with another credential for all nodes but the Trigger. */
function actingWith({ type, id, name }: Credential, workflow: WorkflowFile): WorkflowFile {
	const nodes = workflow.nodes.map((node) =>
		node.credentials?.spectrumCloudApi === undefined || node.type.endsWith('.imessageTrigger')
			? node
			: { ...node, parameters: { ...node.parameters, authentication: type }, credentials: { [type]: { id, name } } },
	);
	return { ...workflow, nodes };
}

async function start(
	{ client }: World,
	workflow: WorkflowFile,
	{ spectrum }: Connected,
	{ inbound, before, meanwhile }: ExampleCase,
): Promise<Ran> {
	const message = { from: person, ...inbound, ...before?.(spectrum) };
	const id = await client.importWorkflow(workflow);
	const trigger = triggerOf(workflow);
	const isByMessage = trigger.type.endsWith('.imessageTrigger');
	const other = meanwhile?.(spectrum);
	let messageId = '';
	if (isByMessage) {
		await client.activate(id);
		const received = spectrum.receive(message.content === undefined ? { text: 'Hi', ...message } : message);
		({ messageId } = received);
		if (trigger.parameters.receiveBy === 'webhook') {
			const [result] = await received.delivered;
			expect(answerOf(result)).toEqual(accepted);
		}
	} else {
		expect(await client.run(id, trigger.name)).toHaveProperty('executionId');
	}
	await other;
	const [run, ...more] = await client.ended(id, 1);
	if (run === undefined || more.length > 0) throw new Error(`The example ran ${more.length + 1} times`);
	if (isByMessage) {
		await client.deactivate(id);
		expect(spectrum.webhooks).toEqual([]);
	}
	return { spectrum, run, messageId };
}
