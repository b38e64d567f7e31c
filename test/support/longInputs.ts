/**
 * A process of its own, because its heap is small: every text field of one action node, whose type is the argument, is
 * given long texts and long lists. Says what came of it, a line of JSON for each field and input: see `Measured`.
 */
import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';
import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { typingActions } from '../../nodes/ImessageTyping/actions';
import { ImessageTyping } from '../../nodes/ImessageTyping/ImessageTyping.node';
import { sharedPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import { runItems } from '../../nodes/shared/n8n/loop/itemLoop';
import { Simulator } from '../simulator';
import { allNodes } from './allNodes';
import { FastClock } from './fastClock';
import { TestHost } from './host';
import { oneNode, underTest } from './oneNode';
import { operationsOf } from './operations';
import { measured } from './smallHeap';
import { fieldsOf, good } from './textFields';

const typingType = 'n8n-nodes-spectrum-imessage.imessageTyping';
const clock = new FastClock(1_000);

/** The node for somebody who types a thousand times as fast. */
class HurriedTyping extends ImessageTyping {
	override async execute(this: IExecuteFunctions) {
		return await runItems(this, typingActions(clock));
	}
}

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
async function main(type: string): Promise<void> {
	const spectrum = await Simulator.start();
	const nodes: Record<string, INodeType> = { ...allNodes(), [typingType]: new HurriedTyping() };
	const host = await TestHost.start({
		nodes,
		credentials: [new SpectrumCloudApi()],
		credentialData: { cloud: { type: 'spectrumCloudApi', name: 'Cloud', data: { ...spectrum.cloudCredential() } } },
	});
	const run = async (parameters: IDataObject, input: string, length: number): Promise<string> => {
		const workflow = oneNode(type, parameters, { credentials: { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } } });
		const { status } = await host.execute(workflow, { triggerItems: [{ json: { [input]: inputsOf(length)[input] } }] });
		// The host keeps its executions, and with them every long text.
		const error = host.executions.pop()?.errorOf(underTest);
		host.executions.length = 0;
		return error?.message ?? status;
	};
	for (const chosen of operationsOf((nodes)[type] as INodeType)) {
		for (const field of fieldsOf(((nodes)[type] as INodeType).description.properties, { ...chosen })) {
			for (const input of Object.keys(inputsOf(20))) {
				const parameters: IDataObject = { ...structuredClone(good), ...chosen };
				field.put(parameters, `={{ $json.${input} }}`);
				const what = [...Object.values(chosen), field.path, input].join(' ');
				const said = await measured(what, longest, async (length) => await run(parameters, input, length));
				process.stdout.write(`${JSON.stringify(said)}\n`);
			}
		}
	}
	await host.stop();
	sharedPool.close();
	await spectrum.stop();
}

main(process.argv[2] ?? '').catch((error: unknown) => {
	console.error(error);
	// The host and the simulator may still be there.
	process.exit(1);
});
