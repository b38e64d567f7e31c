import type { IDataObject } from 'n8n-workflow';
import type { Simulator } from '../../../simulator/src';
import { allNodes } from '../../support/allNodes';
import type { TestHost } from '../../support/host';
import { oneNode, startHostFor, underTest } from '../../support/oneNode';
import { operationsOf } from '../../support/operations';
import { fieldsOf, good, type Field } from '../../support/textFields';
import { useSpectrum } from '../../support/useSpectrum';

const startSetting = useSpectrum((simulator) => startHostFor(simulator, allNodes()), afterAll);
let spectrum: Simulator;
let host: TestHost;

beforeAll(async () => {
	({ spectrum, host } = await startSetting());
});

const files = {
	data: { data: 'YQ==', mimeType: 'image/jpeg', fileName: 'a.jpg' },
	video: { data: 'YQ==', mimeType: 'video/quicktime', fileName: 'a.mov' },
};

interface Case {
	readonly type: string;
	readonly chosen: IDataObject;
	readonly field: Field;
}

/** Read only where the node is a tool: see agentTool/reach.test.ts. */
const ofTools = ['reach'];

/** The resource locators that take one of a few values, and not a conversation or a line. */
const closed = ['reaction (name)', 'reaction (list)', 'effect (name)', 'effect (list)', 'options.effect (name)', 'options.effect (list)'];

const actions = Object.entries(allNodes()).filter(([, node]) => node.execute !== undefined);

const cases = actions.flatMap(([type, node]): Case[] =>
	operationsOf(node).flatMap((chosen) =>
		fieldsOf(node.description.properties, { ...chosen })
			.filter((field) => (['options', 'choice'].includes(field.type) && !ofTools.includes(field.path)) || closed.includes(field.path))
			.map((field): Case => ({ type, chosen: { ...chosen }, field })),
	),
);

/** Whether the field is read depends on others; these are chosen for it. */
const others: IDataObject[] = [
	{},
	{ findBy: 'text' },
	{ to: { __rl: true, mode: 'space', value: 'any;+;chat1' } },
	{ options: { line: { __rl: true, mode: 'phone', value: '+15550000001' } } },
];

const refusal = /is not one of its choices|is neither a tapback .* nor a single emoji|is not the code of a country/;

async function messageOf({ type, chosen, field }: Case, value: string): Promise<{ message: string; description: string; calls: number }> {
	let last = { message: '', description: '', calls: 0 };
	for (const other of others) {
		const parameters: IDataObject = { ...structuredClone(good), ...chosen, ...structuredClone(other) };
		field.put(parameters, value);
		const before = spectrum.calls.length + spectrum.requests.length;
		const run = await host.execute(oneNode(type, parameters), { triggerItems: [{ json: {}, binary: files }] });
		const error = run.errorOf(underTest);
		const calls = spectrum.calls.length + spectrum.requests.length - before;
		last = { message: error?.message ?? run.status, description: error?.description ?? '', calls };
		if (refusal.test(last.message)) break;
	}
	return last;
}

const named = cases.map(
	(found) => [`${found.type.split('.')[1] ?? ''} ${JSON.stringify(found.chosen)} ${found.field.path}`, found] as const,
);

test('every node has such fields', () => {
	expect(new Set(cases.map(({ type }) => type)).size).toBe(actions.length);
	expect(named.map(([name]) => name).filter((name) => / kind|\.kind/.test(name))).toHaveLength(3);
});

test.each(named)('%s refuses a value that no list has, before any call', async (_name, found) => {
	const { message, description, calls } = await messageOf(found, '={{ "no such choice" }}');
	expect(message).toMatch(refusal);
	expect(message).toContain(`"${found.field.displayName}`);
	expect(message).toContain('found "no such choice"');
	expect(description).not.toBe('');
	expect(calls).toBe(0);
});

const oneOfEach = [...new Map(named.map((found) => [found[1].field.path, found])).values()];

test.each(oneOfEach)('%s refuses 60,000 characters', async (_name, found) => {
	const { message, calls } = await messageOf(found, '={{ "x".repeat(60000) }}');
	expect(message).toMatch(refusal);
	expect(message.length).toBeLessThan(400);
	expect(calls).toBe(0);
});

test.each(['toString', 'constructor', '__proto__'])('%s, which every object has, is no effect and no tapback', async (value) => {
	for (const found of [...oneOfEach.values()].filter(([, { field }]) => closed.includes(field.path))) {
		expect((await messageOf(found[1], `={{ "${value}" }}`)).message).toMatch(refusal);
	}
});

test('another credential than the two is refused', async () => {
	const before = spectrum.requests.length;
	const run = await host.execute(oneNode('n8n-nodes-spectrum-imessage.imessage', { ...good, authentication: '={{ "other" }}' }));
	expect(run.errorOf(underTest)?.message).toBe('The field "Connect To" is not one of its choices');
	expect(spectrum.requests).toHaveLength(before);
});

test('the refusal names the values that there are', async () => {
	const found = cases.find(({ field }) => field.path === 'filters.sentBy') as Case;
	expect((await messageOf(found, '={{ "bob" }}')).description).toContain('Use one of these: anyone, me, others');
});
