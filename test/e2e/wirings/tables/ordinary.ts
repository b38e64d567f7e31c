import { row } from '../flow';
import { addField, code, codeForEach, http, other, send, set, when } from '../nodes';
import { lines, people } from '../people';
import { nobody, severalToWriter, type Wiring } from '../wiring';

const [first, second] = people.map(({ address }) => address) as [string, string];

/** Nodes that pass an item on, change it, or drop what is in it: an empty *To* answers the writer. */
export const ordinary: readonly Wiring[] = [
	{ name: 'directly', make: ({ words }) => row(send(words.expression)) },
	{ name: 'No Operation', make: ({ words }) => row(other('noOp', 1, 'Nothing', {}), send(words.expression)) },
	{ name: 'Code that keeps the item', make: ({ words }) => row(code('return $input.all();'), send(words.expression)) },
	{ name: 'Code that drops the item', make: ({ words }) => row(code('return [{ json: {} }];'), send(words.expression)) },
	{
		name: 'Code for each item, that drops it',
		make: ({ words }) => row(codeForEach('return { json: { done: true } };'), send(words.expression)),
	},
	{
		name: 'Code over all items, three of its own',
		make: ({ words }) =>
			row(code("return ['one', 'two', 'three'].map((part) => ({ json: { part } }));"), send(`=${words.plain('{{ $json.part }}')}`)),
		reaches: severalToWriter('one', 'two', 'three'),
	},
	{
		name: 'Code that pairs with an item that is not there',
		make: ({ words }) => row(code('return [{ json: {}, pairedItem: { item: 7 } }];'), send(words.expression)),
	},
	{ name: 'Set, nothing kept', make: ({ words }) => row(set({ order: 17 }), send(words.expression)) },
	{ name: 'Set, all kept', make: ({ words }) => row(addField('order', '17'), send(words.expression)) },
	{
		name: 'HTTP Request',
		make: ({ words, server }) => {
			server.answers.set('/order', { order: 17, sender: 'the shop', line: 'express' });
			return row(http(server.url('/order')), send(words.expression));
		},
	},
	{
		name: 'HTTP Request that gives a list',
		make: ({ words, server }) => {
			server.answers.set('/orders', [{ part: 'one' }, { part: 'two' }]);
			return row(http(server.url('/orders')), send(`=${words.plain('{{ $json.part }}')}`));
		},
		reaches: severalToWriter('one', 'two'),
	},
	{
		name: 'Sort',
		make: ({ words }) =>
			row(other('sort', 1, 'Sort', { sortFieldsUi: { sortField: [{ fieldName: 'timestamp' }] } }), send(words.expression)),
	},
	{
		name: 'Rename Keys',
		make: ({ words }) =>
			row(other('renameKeys', 1, 'Rename', { keys: { key: [{ currentKey: 'space', newKey: 'was' }] } }), send(words.expression)),
	},
	{
		name: 'Filter',
		make: ({ words }) =>
			row(other('filter', 2.2, 'Filter', { conditions: when('={{ $json.sender.address }}', first, 'notEquals') }), send(words.expression)),
		reaches: (words, writer) => (writer.address === first ? [] : [words.at(writer.address, writer)]),
	},
	{
		name: 'IF, a Send at each output',
		make: ({ words }) => ({
			nodes: [
				other('if', 2.2, 'IF', { conditions: when('={{ $json.sender.address }}', first) }),
				send(`=${words.plain('yes')}`, { name: 'Yes' }),
				send(`=${words.plain('no')}`, { name: 'No' }),
			],
			links: ['Trigger > IF > Yes', 'IF[1] > No'],
		}),
		reaches: (words, writer) => [words.at(writer.address, writer, writer.address === first ? 'yes' : 'no')],
	},
	{
		name: 'IF, both outputs into one Send',
		make: ({ words }) => ({
			nodes: [
				other('if', 2.2, 'IF', { conditions: when('={{ $json.sender.address }}', first) }),
				set({}, 'A'),
				set({}, 'B'),
				send(words.expression),
			],
			links: ['Trigger > IF > A > Send', 'IF[1] > B > Send'],
		}),
	},
	{
		name: 'Switch',
		make: ({ words }) => ({
			nodes: [
				other('switch', 3.2, 'Switch', {
					rules: { values: [first, second].map((address) => ({ conditions: when('={{ $json.sender.address }}', address) })) },
					options: { fallbackOutput: 'extra' },
				}),
				set({}, 'A'),
				set({}, 'B'),
				set({}, 'C'),
				send(words.expression),
			],
			links: ['Trigger > Switch > A > Send', 'Switch[1] > B > Send', 'Switch[2] > C > Send'],
		}),
	},
	{
		name: 'two branches into one Send',
		make: ({ words }) => ({
			nodes: [set({ part: 'one' }, 'A'), set({ part: 'two' }, 'B'), send(`=${words.plain('{{ $json.part }}')}`)],
			links: ['Trigger > A > Send', 'Trigger > B > Send'],
		}),
		reaches: severalToWriter('one', 'two'),
	},
	{
		name: 'a Filter that lets nothing pass',
		make: ({ words }) =>
			row(other('filter', 2.2, 'Filter', { conditions: when('={{ $json.space.id }}', 'nobody') }), send(words.expression)),
		reaches: nobody,
	},
	{
		name: 'the Trigger’s name has braces',
		triggerName: 'a }} b',
		make: ({ words }) => row(set({}), send(words.expression)),
	},
	{
		name: 'the Trigger’s name has quotes and a backslash',
		triggerName: `a 'b' "c" \\ {{ d`,
		make: ({ words }) => row(set({}), send(words.expression)),
	},
	{
		name: 'a line is named in the node',
		make: ({ words }) =>
			row(set({}), send(words.expression, { parameters: { options: { line: { __rl: true, mode: 'phone', value: lines[0] } } } })),
		reaches: (words, writer) => [words.at(writer.address, writer, '', lines[0])],
	},
];
