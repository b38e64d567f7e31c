import { row } from '../flow';
import { merge, other, parts, send, set } from '../nodes';
import { nobody, severalToWriter, type Wiring } from '../wiring';

const branches = [set({ part: 'one', key: 1 }, 'A'), set({ part: 'two', key: 1, more: true }, 'B')];
const intoMerge = ['Trigger > A > Merge > Send', 'Trigger > B > [1]Merge'];

/** Merge behind two branches that keep nothing of the event. */
function merged(name: string, parameters: object, texts: readonly string[]): Wiring {
	return {
		name: `Merge, ${name}`,
		make: ({ words }) => ({
			nodes: [...branches, merge({ ...parameters }), send(`=${words.plain('{{ $json.part }}')}`)],
			links: intoMerge,
		}),
		reaches: severalToWriter(...texts),
	};
}

const everyPart = severalToWriter('one', 'two', 'three');

/** Nodes that make several items of one, or one of several. */
export const lists: readonly Wiring[] = [
	{ name: 'Split Out', make: ({ words }) => row(...parts, send(`=${words.plain('{{ $json.part }}')}`)), reaches: everyPart },
	{
		name: 'Limit',
		make: ({ words }) => row(...parts, other('limit', 1, 'Limit', { maxItems: 1 }), send(`=${words.plain('{{ $json.part }}')}`)),
		reaches: severalToWriter('one'),
	},
	{
		name: 'Remove Duplicates',
		make: ({ words }) =>
			row(
				set({ parts: ['one', 'one', 'two'] }, 'List'),
				other('splitOut', 1, 'Split Out', { fieldToSplitOut: 'parts', options: { destinationFieldName: 'part' } }),
				other('removeDuplicates', 2, 'Once', {}),
				send(`=${words.plain('{{ $json.part }}')}`),
			),
		reaches: severalToWriter('one', 'two'),
	},
	{
		name: 'Sort of several items',
		make: ({ words }) =>
			row(
				...parts,
				other('sort', 1, 'Sort', { sortFieldsUi: { sortField: [{ fieldName: 'part', order: 'descending' }] } }),
				send(`=${words.plain('{{ $json.part }}')}`),
			),
		reaches: everyPart,
	},
	{
		name: 'Aggregate, all data into one list',
		make: ({ words }) => row(other('aggregate', 1, 'Aggregate', { aggregate: 'aggregateAllItemData' }), send(words.expression)),
	},
	{
		name: 'Aggregate, one field',
		make: ({ words }) =>
			row(
				...parts,
				other('aggregate', 1, 'Aggregate', { fieldsToAggregate: { fieldToAggregate: [{ fieldToAggregate: 'part' }] } }),
				send(words.expression),
			),
	},
	{
		name: 'Summarize',
		make: ({ words }) =>
			row(
				...parts,
				other('summarize', 1.1, 'Summarize', { fieldsToSummarize: { values: [{ aggregation: 'count', field: 'part' }] } }),
				send(words.expression),
			),
	},
	{
		name: 'Summarize, split by conversation',
		make: ({ words }) =>
			row(
				other('summarize', 1.1, 'Summarize', {
					fieldsToSummarize: { values: [{ aggregation: 'count', field: 'id' }] },
					fieldsToSplitBy: 'space.id',
					options: { outputFormat: 'separateItems' },
				}),
				send(words.expression),
			),
	},
	{
		name: 'Loop Over Items',
		make: ({ words }) => ({
			nodes: [...parts, other('splitInBatches', 3, 'Loop', { options: {} }), send(`=${words.plain('{{ $json.part }}')}`)],
			links: ['Trigger > List > Split Out > Loop', 'Loop[1] > Send > Loop'],
		}),
		reaches: everyPart,
	},
	{
		name: 'Loop Over Items, and a Send behind its end',
		make: ({ words }) => ({
			nodes: [
				...parts,
				other('splitInBatches', 3, 'Loop', { options: {} }),
				set({}, 'Work'),
				other('aggregate', 1, 'Aggregate', { aggregate: 'aggregateAllItemData' }),
				send(words.expression),
			],
			links: ['Trigger > List > Split Out > Loop > Aggregate > Send', 'Loop[1] > Work > Loop'],
		}),
	},
	merged('append', { mode: 'append' }, ['one', 'two']),
	merged('combine by position', { mode: 'combine', combineBy: 'combineByPosition', options: {} }, ['two']),
	merged('combine by fields', { mode: 'combine', combineBy: 'combineByFields', fieldsToMatchString: 'key', options: {} }, ['two']),
	merged('combine all', { mode: 'combine', combineBy: 'combineAll', options: {} }, ['two']),
	merged('choose a branch', { mode: 'chooseBranch', useDataOfInput: '2' }, ['two']),
	{
		name: 'Merge, choose a branch, empty',
		make: ({ words }) => ({
			nodes: [...branches, merge({ mode: 'chooseBranch', output: 'empty' }), send(words.expression)],
			links: intoMerge,
		}),
	},
	{
		name: 'Merge of the event with a branch that dropped it',
		make: ({ words }) => ({
			nodes: [
				set({ part: 'two' }, 'B'),
				merge({ mode: 'combine', combineBy: 'combineByPosition', options: {} }),
				send(`=${words.plain('{{ $json.part }}')}`),
			],
			links: ['Trigger > Merge > Send', 'Trigger > B > [1]Merge'],
		}),
		reaches: severalToWriter('two'),
	},
	{
		name: 'an empty list',
		make: ({ words }) =>
			row(set({ parts: [] }, 'List'), other('splitOut', 1, 'Split Out', { fieldToSplitOut: 'parts' }), send(words.expression)),
		reaches: nobody,
	},
];
