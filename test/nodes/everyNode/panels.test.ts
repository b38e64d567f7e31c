import type { INodeProperties } from 'n8n-workflow';
import { allNodes } from '../../support/allNodes';
import { operationsOf, type Operation } from '../../support/operations';

const nodes = Object.entries(allNodes()).map(([type, node]) => [type.split('.')[1] ?? type, node] as const);
const actions = nodes.filter(([, node]) => node.execute !== undefined);

/** A property and everything inside of it. */
function within(property: INodeProperties): INodeProperties[] {
	const inner = (property.options ?? []).flatMap((option) => {
		if ('values' in option) return option.values;
		return 'type' in option ? [option] : [];
	});
	return [property, ...inner.flatMap(within)];
}

function isShown({ displayOptions }: INodeProperties, chosen: Operation): boolean {
	const said = { ...chosen } as Readonly<Record<string, string>>;
	return Object.entries(displayOptions?.show ?? {}).every(
		([name, values]) => !(name in said) || (values ?? []).includes(said[name] as never),
	);
}

/** Operations that send something, as a person would say. All others read, or change what is there. */
const sends = [
	'imessage message.sendText',
	'imessage message.sendAttachment',
	'imessage message.sendRichLink',
	'imessage message.reply',
	// Once for the node, and once for its step of human review.
	'imessage message.sendAndWait',
	'imessage message.sendAndWait',
	'imessage card.sendContactCard',
	'imessage card.shareOwnCard',
	'imessage card.sendAppCard',
	'imessage card.sendMiniApp',
	'imessageEffect sendText',
	'imessageEffect sendAttachment',
	'imessagePoll create',
	'imessageConversation message.sendWithFallback',
];

const places = actions.flatMap(([name, node]) =>
	operationsOf(node).flatMap((chosen) => {
		const shown = node.description.properties.filter((property) => property.name === 'to' && isShown(property, chosen));
		return shown.map(
			({ displayName }) => [`${name} ${[chosen.resource, chosen.operation].filter(Boolean).join('.')}`, displayName] as const,
		);
	}),
);

test('what sends has a To, and everything else a Conversation', () => {
	expect(
		places
			.filter(([, label]) => label === 'To')
			.map(([name]) => name)
			.sort(),
	).toEqual([...sends].sort());
	expect(new Set(places.map(([, label]) => label))).toEqual(new Set(['To', 'Conversation']));
	expect(places.length).toBeGreaterThan(25);
});

/** A campaign has a list of lines instead: see the tests of its panel. */
const ofOneLine = actions.filter(([name]) => name !== 'imessageCampaign');

test.each(ofOneLine)('%s asks for no line: it is among the options, once for each operation, and empty', (_name, { description }) => {
	expect(description.properties.map(({ name }) => name)).not.toContain('line');
	const collections = description.properties.filter(({ name }) => name === 'options');
	expect(collections.length).toBeGreaterThan(0);
	for (const collection of collections) {
		const lines = within(collection).filter(({ name }) => name === 'line');
		const resources = lines.flatMap(({ displayOptions }) => displayOptions?.show?.['/resource'] ?? []);
		expect(resources).toHaveLength(new Set(resources).size);
		expect(lines.length > 1 && resources.length === 0).toBe(false);
		expect(lines.length).toBeGreaterThan(0);
		for (const line of lines) {
			expect(line).toMatchObject({ displayName: 'Line', default: { value: '' } });
			expect(line.required).not.toBe(true);
			expect(line.modes?.map(({ placeholder }) => placeholder)).toContain('Empty: the line of the conversation');
		}
	}
});

/** With a precision of 1, the editor shows 3 as 3.0. Without one, it shows what was typed. */
test.each(nodes)('%s shows a whole number as one', (_name, { description }) => {
	const numbers = description.properties.flatMap(within).filter(({ type }) => type === 'number');
	expect(numbers.filter(({ typeOptions }) => (typeOptions?.numberPrecision ?? 0) > 0).map(({ name }) => name)).toEqual([]);
});

test('n8n lets a model define a tapback and an effect: they are no list of options', () => {
	const fields = actions.flatMap(([, { description }]) => description.properties.flatMap(within));
	const choices = fields.filter(({ name, displayName }) => ['reaction', 'effect'].includes(name) && displayName !== 'Text Effect');
	expect(choices.map(({ type }) => type)).toEqual(choices.map(() => 'resourceLocator'));
	for (const { modes } of choices) {
		expect(modes?.map(({ displayName }) => displayName)).toEqual(['From List', 'By Name']);
	}
	// Tapback, Effect, the effect of a first message, and the text effects of Effect and iMessage.
	expect(choices).toHaveLength(5);
});
