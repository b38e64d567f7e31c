import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INodeType } from 'n8n-workflow';
import { ImessageBackground } from '../../../nodes/ImessageBackground/ImessageBackground.node';
import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import { ImessageCreateSpace } from '../../../nodes/ImessageCreateSpace/ImessageCreateSpace.node';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import type { Simulator } from '../../../simulator/src';
import type { TestHost, WorkflowJson } from '../../support/host';
import { credentials, inbound, startHostFor } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const folder = join(__dirname, '../../../examples');
const everyExample = readdirSync(folder).filter((file) => file.endsWith('.json'));
const files = everyExample.filter((file) => /^(background|space|group|conversation|recipient)-/.test(file));
const prefix = 'n8n-nodes-spectrum-imessage.';
const types: Record<string, INodeType> = {
	[`${prefix}imessageBackground`]: new ImessageBackground(),
	[`${prefix}imessageCreateSpace`]: new ImessageCreateSpace(),
	[`${prefix}imessageConversation`]: new ImessageConversation(),
	[`${prefix}imessage`]: new Imessage(),
};
const person = '+15551234567';
const line = '+15550000001';
const exampleGroup = 'any;+;chat123456789';
const drawing = 'spc-msg-0b6c1a7e-5d0f-4a53-9f43-2f1f4c8f7a10';
const png = Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(500, 3)]);

const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as WorkflowJson;
const underTest = ({ nodes }: WorkflowJson) => nodes.filter(({ type }) => type in types);

/** The example with a start of the test's, and with what would need the internet left out. */
function runnable(file: string): WorkflowJson {
	const workflow = read(file);
	const nodes = workflow.nodes.map((node) => {
		if (node.type in types) return { ...node, credentials };
		if (node.type.endsWith('imessageTrigger')) return { ...node, parameters: {}, credentials };
		if (node.type.endsWith('manualTrigger')) return { ...node, parameters: {} };
		if (/(httpRequest|filter|wait|if)$/.test(node.type)) return { ...node, type: 'n8n-nodes-base.noOp', parameters: {}, typeVersion: 1 };
		return node;
	});
	return { ...workflow, nodes };
}

const startSetting = useSpectrum((simulator) => startHostFor(simulator, types));
let spectrum: Simulator;
let host: TestHost;

beforeEach(async () => {
	({ spectrum, host } = await startSetting({ plan: 'dedicated', lines: [line] }));
});

/** Everything but invitations is there on both plans. */
async function onSharedPlan(): Promise<void> {
	({ spectrum, host } = await startSetting({ rateLimit: Number.POSITIVE_INFINITY }));
	spectrum.dashboard.addUser(person);
}

/** An item as the example's start would give it: a message of a group or of a person, with a picture. */
function incoming(file: string) {
	const store = spectrum.store();
	store.createGroup([person, '+15557654321'], exampleGroup);
	const isGroup = file.startsWith('group-');
	const content = { type: 'attachment', id: 'A', name: 'a.png', mimeType: 'image/png', bytes: png } as const;
	const { messageId, spaceId } = spectrum.receive({ from: person, content, ...(isGroup ? { space: exampleGroup } : {}) });
	spectrum.receive({
		from: person,
		messageId: drawing,
		content: { type: 'handwriting' },
		embeddedMedia: { data: png, mimeType: 'image/png' },
	});
	const item = inbound(spaceId, messageId, spectrum.lines[0]?.phone);
	const binary = { data: { data: png.toString('base64'), mimeType: 'image/png', fileName: 'a.png' } };
	return { json: { ...item.json, content: { type: 'attachment', id: 'A' } }, binary };
}

test('every operation of the three nodes has an example', () => {
	const used = everyExample
		.flatMap((file) => underTest(read(file)))
		.map(({ type, parameters }) => `${type} ${JSON.stringify(parameters?.operation)}`);
	const offered = Object.entries(types).flatMap(([type, { description }]) =>
		type.endsWith('.imessage')
			? []
			: description.properties
					.filter(({ name }) => name === 'operation')
					.flatMap(({ options }) => (options ?? []).map((option) => `${type} ${JSON.stringify('value' in option ? option.value : '')}`)),
	);
	expect(offered.length).toBeGreaterThan(15);
	expect(offered.filter((operation) => !used.includes(operation))).toEqual([]);
});

describe.each(files)('%s', (file) => {
	test('says nothing that its nodes do not know', () => {
		for (const node of underTest(read(file))) {
			const description = (types[node.type] as INodeType).description;
			const known = NodeHelpers.getNodeParameters(description.properties, node.parameters ?? {}, false, false, node as never, description);
			expect(node.parameters).toMatchObject(known ?? {});
			expect(Object.keys(node.parameters ?? {}).filter((name) => !(name in { ...known }))).toEqual(
				// A value that is the default is left out of what n8n would save.
				Object.keys(node.parameters ?? {}).filter((name) => isDefault(description.properties, name, node.parameters?.[name])),
			);
		}
	});

	test('runs', async () => {
		if (file.startsWith('recipient-')) await onSharedPlan();
		const run = await host.execute(runnable(file), { triggerItems: [incoming(file)], executionId: String(Date.now()) });
		expect([run.error?.message, run.status]).toEqual([undefined, 'success']);
		for (const { name } of underTest(read(file))) expect(run.items(name).length).toBeGreaterThan(0);
	});
});

function isDefault(properties: INodeType['description']['properties'], name: string, value: unknown): boolean {
	return properties.some((property) => property.name === name && JSON.stringify(property.default) === JSON.stringify(value));
}
