import type { INodeProperties } from 'n8n-workflow';
import { ImessageCampaign } from '../../../nodes/ImessageCampaign/ImessageCampaign.node';
import { operationsOf } from '../../support/operations';

const node = new ImessageCampaign();
const { properties } = node.description;
const operations = operationsOf(node).map(({ operation }) => operation);

function isShown({ displayOptions }: INodeProperties, operation: string): boolean {
	const { show = {}, hide = {} } = displayOptions ?? {};
	if ('@tool' in show || '@tool' in hide) return false;
	const wanted = show.operation ?? show['/operation'];
	return wanted === undefined || wanted.includes(operation);
}

function optionsOf(operation: string): INodeProperties[] {
	return properties
		.filter(({ name }) => name === 'options')
		.flatMap(({ options }) => options as INodeProperties[])
		.filter((option) => isShown(option, operation));
}

const fieldsOf = (operation: string) =>
	properties.filter((property) => isShown(property, operation) && property.type !== 'notice').map(({ displayName }) => displayName);

test('each operation asks for what it needs, and for nothing else', () => {
	const ofList = ['Campaign', 'To', 'Text', 'Format', 'Attachments'];
	const own = (operation: string) => fieldsOf(operation).filter((name) => !['Connect To', 'Operation', 'Options'].includes(name));
	expect(Object.fromEntries(operations.map((operation) => [operation, own(operation)]))).toEqual({
		sendToList: ofList,
		preview: ofList,
		report: [],
		checkOptOut: ['Address'],
	});
});

test('two fields of a new node are empty and required: its name and its text', () => {
	const toFill = properties.filter(
		(property) => isShown(property, 'sendToList') && property.required === true && property.default === '' && property.type !== 'notice',
	);
	expect(toFill.map(({ displayName }) => displayName)).toEqual(['Campaign', 'Text']);
});

test('a campaign asks for no line: its lines are among the options, once for each operation that sends, and empty', () => {
	const names = properties.map(({ name }) => name);
	expect(names.filter((name) => ['line', 'lines', 'to'].includes(name))).toEqual([]);
	for (const operation of ['sendToList', 'preview']) {
		const lines = optionsOf(operation).filter(({ name }) => name === 'lines');
		expect(lines).toMatchObject([{ displayName: 'Lines', default: '', placeholder: 'Empty: all lines of the credential' }]);
		expect(lines[0]?.required).not.toBe(true);
	}
	for (const operation of ['report', 'checkOptOut']) expect(optionsOf(operation).map(({ name }) => name)).not.toContain('lines');
});

test('each option says what it is in a short name and one or two sentences, and has a unit where it is a time', () => {
	const all = operations.flatMap(optionsOf);
	expect(new Set(all.map(({ name }) => name)).size).toBe(22);
	for (const { displayName, description = '' } of all) {
		expect(displayName.length).toBeLessThanOrEqual(34);
		expect(description).not.toBe('');
		expect(description.length).toBeLessThan(180);
	}
	for (const { name, displayName } of all.filter((option) => /hours$|Run$/.test(option.name) && option.type === 'number')) {
		expect([name, displayName]).toEqual([name, expect.stringMatching(/\((Hours|Minutes)\)$/)]);
	}
});

test.each(operations)('%s offers its options in the order of their names', (operation) => {
	const names = optionsOf(operation).map(({ displayName }) => displayName);
	expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other, 'en')));
});
