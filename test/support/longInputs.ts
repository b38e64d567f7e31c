/**
 * A process of its own, because its heap is small: every text field of one action node, whose type is the argument, is
 * given long texts and long lists. Says what came of it, a line of JSON for each field and input: see `Measured`.
 */
import type { IDataObject, IExecuteFunctions, INodeProperties, INodeType } from 'n8n-workflow';
import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { typingActions } from '../../nodes/ImessageTyping/actions';
import { ImessageTyping } from '../../nodes/ImessageTyping/ImessageTyping.node';
import { sharedPool } from '../../nodes/shared/gateway/pool';
import { runItems } from '../../nodes/shared/n8n/itemLoop';
import { Simulator } from '../simulator';
import { allNodes } from './allNodes';
import { FastClock } from './fastClock';
import { TestHost } from './host';
import { oneNode, underTest } from './oneNode';
import { operationsOf } from './operations';
import { measured } from './smallHeap';

const typingType = 'n8n-nodes-spectrum-imessage.imessageTyping';
const person = '+15551234567';
const reach = { __rl: true, mode: 'address', value: person };

const clock = new FastClock(1_000);

/** The node for somebody who types a thousand times as fast. */
class HurriedTyping extends ImessageTyping {
	override async execute(this: IExecuteFunctions) {
		return await runItems(this, typingActions(clock));
	}
}

/** What makes every operation come as far as it can. */
const good: IDataObject = {
	to: reach,
	text: 'Hello Alice',
	url: 'https://example.com/',
	messageId: 'spc-msg-1',
	attachmentId: 'att-1',
	title: 'Lunch',
	option: 'Pizza',
	pollId: 'spc-msg-1',
	name: 'Friends',
	address: person,
	members: `${person}, +15557654321`,
	firstName: 'Ada',
	appName: 'Orders',
	teamId: 'A1B2C3D4E5',
	extensionBundleId: 'com.example.orders.messages',
	caption: 'Order 17',
	session: '{"messageId":"m","spaceId":"any;-;+15551234567","sessionId":"s","targetMessageId":"t"}',
	messageText: 'Hello',
	howLong: 'text',
	pollOptions: { option: [{ text: 'Pizza' }, { text: 'Pasta' }] },
};

/** A field that takes a text, as a function that puts a value into a node's parameters. */
interface Field {
	readonly path: string;
	put(parameters: IDataObject, value: unknown): void;
}

function fieldsOf(properties: readonly INodeProperties[], chosen: IDataObject): Field[] {
	return properties.filter((property) => isShown(property, chosen)).flatMap((property): Field[] => {
		const { name } = property;
		const set = (parameters: IDataObject, value: unknown): void => void (parameters[name] = value as IDataObject);
		switch (property.type) {
			case 'string':
			case 'json':
			case 'dateTime':
			case 'number':
			case 'options':
				return ['resource', 'operation', 'authentication'].includes(name) ? [] : [{ path: name, put: set }];
			case 'resourceLocator':
				return (property.modes ?? []).map((mode) => ({
					path: `${name} (${mode.name})`,
					put: (parameters, value) => set(parameters, { __rl: true, mode: mode.name, value }),
				}));
			case 'collection':
				return fieldsOf(property.options as INodeProperties[], chosen).map((inner) => ({
					path: `${name}.${inner.path}`,
					put: (parameters, value) => inner.put(nested(parameters, name), value),
				}));
			case 'fixedCollection':
				return (property.options as Array<{ name: string; values: INodeProperties[] }>).flatMap((row) => [
					...row.values.filter(({ type }) => type === 'string').map((column): Field => ({
						path: `${name}.${row.name}[].${column.name}`,
						put: (parameters, value) => set(parameters, { [row.name]: [{ ...rowFor(name), [column.name]: value }] }),
					})),
					{
						path: `${name}.${row.name}`,
						put: (parameters) => set(parameters, { [row.name]: Array.from({ length: 10_000 }, () => rowFor(name)) }),
					},
				]);
			default:
				return [];
		}
	});
}

function rowFor(collection: string): IDataObject {
	if (collection === 'mentions') return { address: person, text: 'Alice' };
	if (collection === 'textEffects') return { effect: 'big', part: 'a' };
	if (collection === 'emails') return { value: 'ada@example.com' };
	return { value: '+15551234567', text: 'Pizza', city: 'Paris' };
}

function nested(parameters: IDataObject, name: string): IDataObject {
	return (parameters[name] ??= {}) as IDataObject;
}

function isShown({ displayOptions }: INodeProperties, chosen: IDataObject): boolean {
	const show = displayOptions?.show ?? {};
	return Object.entries(show).every(([name, values]) => {
		const value = chosen[name.replace('/', '')];
		return value === undefined || (values as unknown[]).includes(value);
	});
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
	const nodes = { ...allNodes(), [typingType]: new HurriedTyping() };
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
	for (const chosen of operationsOf((nodes as Record<string, INodeType>)[type] as INodeType)) {
		for (const field of fieldsOf(((nodes as Record<string, INodeType>)[type] as INodeType).description.properties, { ...chosen })) {
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
