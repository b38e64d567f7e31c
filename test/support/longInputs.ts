/**
 * A process of its own, because its heap is small: every text field of the action nodes whose types are the arguments is
 * given long texts and long lists. `type#operation` means that operation alone, `type!operation` all others. Writes a line of
 * JSON for each field and input: see `Measured`.
 */
import type { IDataObject, INodeType } from 'n8n-workflow';
import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { ImessageAnswerClock } from '../../nodes/ImessageAnswerClock/ImessageAnswerClock.node';
import { sharedPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import { AskingHub } from '../../nodes/shared/n8n/asking/hub';
import { Simulator } from '../../simulator/src';
import { allNodes } from './allNodes';
import { TestHost } from './host';
import { HurriedTyping } from './hurriedTyping';
import { oneNode, underTest } from './oneNode';
import { operationsOf } from './operations';
import { measured, type Measured } from './smallHeap';
import { fieldsOf, good } from './textFields';

const typingType = 'n8n-nodes-spectrum-imessage.imessageTyping';
const clockType = 'n8n-nodes-spectrum-imessage.imessageAnswerClock';
/** Questions are asked and not answered. */
const hub = new AskingHub({ environment: { N8N_PROTOCOL: 'https' } });

/** Texts and lists that have been slow, or have filled the memory, somewhere. */
function inputsOf(length: number): IDataObject {
	const list = Array.from({ length: Math.ceil(length / 20) }, (_, index) => `+1555${1_000_000 + index}`);
	return {
		letters: 'a'.repeat(length),
		digits: `${'1'.repeat(length - 1)}y`,
		emoji: '\u{1F600}'.repeat(length / 2),
		markup: '**a** [b](<c '.repeat(length / 13),
		entries: list.join(', '),
		list,
	};
}

const longest = 200_000;
const inputs = Object.keys(inputsOf(20));

/** One field of one operation, with everything else as it should be. */
interface Place {
	readonly type: string;
	readonly name: string;
	/** The node's parameters. The field takes `input` of the item. */
	readonly parameters: IDataObject;
	/** What the field is given; `rows` where it is 10,000 rows, whatever the item holds. */
	readonly inputs: readonly string[];
}

function placesOf(type: string, node: INodeType): Place[] {
	return operationsOf(node).flatMap((chosen) =>
		fieldsOf(node.description.properties, { ...chosen }).map((field) => {
			const parameters: IDataObject = { ...structuredClone(good), ...chosen };
			field.put(parameters, '={{ $json.input }}');
			const name = [node.description.name, ...Object.values(chosen), field.path].join(' ');
			return { type, name, parameters, inputs: field.type === 'fixedCollection' ? ['rows'] : inputs };
		}),
	);
}

/** What came of each input in one run: `success`, or what the node said. */
async function outcomes(
	host: TestHost,
	{ type, parameters }: Place,
	chosen: readonly string[],
	length: number,
	settings: object = {},
): Promise<string[]> {
	const workflow = oneNode(type, parameters, { credentials: { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } }, ...settings });
	const all = inputsOf(length);
	const handle = host.execute(workflow, { triggerItems: chosen.map((input) => ({ json: { input: all[input] } })) });
	// Only a question waits: a promise of that which is never kept would keep every execution.
	const execution = parameters.operation === 'sendAndWait' ? await Promise.race([handle, host.hasWaited(handle.id)]) : await handle;
	if (execution === undefined) return chosen.map(() => forgetQuestions(host));
	// The host keeps its executions and the workflow's static data, and with them every long text.
	host.executions.length = 0;
	host.subExecutions.length = 0;
	host.setStaticData(execution.workflowId, {});
	const failed = new Map(
		[1, 2, 3]
			.flatMap((output) => execution.items(underTest, output))
			.flatMap(({ json, pairedItem }) => {
				const said = messageOf(json);
				return said === undefined ? [] : [[(pairedItem as { item: number }).item, said] as const];
			}),
	);
	const error = execution.errorOf(underTest)?.message;
	return chosen.map((_, index) => error ?? failed.get(index) ?? execution.status);
}

/** The question was sent, and its workflow waits. */
function forgetQuestions(host: TestHost): string {
	hub.close();
	for (const { id } of host.waiting) host.stopWaiting(id);
	return 'success';
}

/** Of an item that carries its error, or that a campaign skips. */
function messageOf({ error, campaign }: IDataObject): string | undefined {
	return (error as { readonly message: string } | undefined)?.message ?? (campaign as { readonly detail?: string } | undefined)?.detail;
}

/**
 * Gives a field every input, each as one item of one run, because a run of n8n costs more than the item in it. When that
 * run takes noticeable time, each input is measured by itself. So is the first input that failed: a failure that stops the
 * run goes another way than one that becomes an item.
 */
async function measurePlace(host: TestHost, place: Place): Promise<Measured[]> {
	let together: string[] = [];
	const { ratio, seconds } = await measured(place.name, longest, async (length) => {
		const all = await outcomes(host, place, place.inputs, length, { onError: 'continueErrorOutput' });
		if (length === longest) together = all;
		return '';
	});
	const firstFailed = together.findIndex((outcome) => outcome !== 'success');
	const all: Measured[] = [];
	for (const [index, input] of place.inputs.entries()) {
		const what = `${place.name} ${input}`;
		const isAlone = ratio !== undefined || index === firstFailed;
		if (isAlone) all.push(await measured(what, longest, async (length) => (await outcomes(host, place, [input], length))[0] ?? 'nothing'));
		else all.push({ what, message: together[index] ?? 'nothing', seconds: seconds / place.inputs.length });
	}
	return all;
}

async function main(types: readonly string[]): Promise<void> {
	// Waiting for the control plane says nothing about a field.
	const spectrum = await Simulator.start({ rateLimit: Infinity });
	const nodes: Record<string, INodeType> = { ...allNodes(), [typingType]: new HurriedTyping(), [clockType]: new ImessageAnswerClock(hub) };
	const host = await TestHost.start({
		nodes,
		credentials: [new SpectrumCloudApi()],
		credentialData: { cloud: { type: 'spectrumCloudApi', name: 'Cloud', data: { ...spectrum.cloudCredential() } } },
	});
	const places = types.flatMap((argument) => {
		const [type = '', mark, operation] = argument.split(/([#!])/);
		const all = placesOf(type, nodes[type] as INodeType);
		return mark === undefined ? all : all.filter(({ parameters }) => (parameters.operation === operation) === (mark === '#'));
	});
	for (const place of places) {
		for (const said of await measurePlace(host, place)) process.stdout.write(`${JSON.stringify(said)}\n`);
	}
	await host.stop();
	sharedPool.close();
	await spectrum.stop();
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error);
	// The host and the simulator may still be there.
	process.exit(1);
});
