import { row, type Flow } from '../flow';
import { code, other, send, set, toSpace } from '../nodes';
import { lines, manager } from '../people';
import { nobody, type Making, type Wiring } from '../wiring';
import { sayWhom } from './naming';

const called = other('executeWorkflowTrigger', 1.1, 'When Called', { inputSource: 'passthrough' });

/** Behind the start of a sub-workflow. */
const sub = (...nodes: Flow['nodes']): Flow => ({
	nodes: [called, ...nodes],
	links: [['When Called', ...nodes.map(({ name }) => name)].join(' > ')],
});

const call = (id: string, mode: 'once' | 'each' = 'once') =>
	other('executeWorkflow', 1.2, 'Execute Workflow', {
		source: 'database',
		workflowId: { __rl: true, mode: 'id', value: id },
		workflowInputs: { mappingMode: 'defineBelow', value: {} },
		mode,
		options: {},
	});

/** What the sub-workflow says: its caller has put it into the item. */
const put = ({ words }: Making) =>
	other('set', 3.4, 'Words', {
		assignments: { assignments: [{ id: 'words', name: 'words', value: words.expression, type: 'string' }] },
		includeOtherFields: true,
	});

const calling = async (making: Making, ...nodes: Flow['nodes']): Promise<Flow> => {
	const id = await making.publish(`${making.words.wiring}, sub`, sub(...nodes));
	return row(put(making), call(id));
};

/** A sub-workflow is an execution of its own, which no event has started: it has to be told whom it writes to. */
export const subWorkflows: readonly Wiring[] = [
	{ name: 'sub-workflow, To is empty', make: async (making) => await calling(making, send('={{ $json.words }}')), refused: sayWhom },
	{
		name: 'sub-workflow, To is empty and nothing is kept',
		make: async (making) => await calling(making, set({}), send('Whom?')),
		refused: sayWhom,
	},
	{
		name: 'sub-workflow, To is filled in',
		make: async (making) =>
			await calling(
				making,
				send('={{ $json.words }}', {
					parameters: {
						to: toSpace('={{ $json.space.id }}'),
						options: { line: { __rl: true, mode: 'phone', value: '={{ $json.space.phone }}' } },
					},
				}),
			),
	},
	{
		name: 'sub-workflow, To is an address of its own',
		make: async (making) =>
			await calling(
				making,
				send('={{ $json.words }}', { to: manager, parameters: { options: { line: { __rl: true, mode: 'phone', value: lines[1] } } } }),
			),
		reaches: (words, writer) => [words.at(manager, writer, '', lines[1])],
	},
	{
		name: 'behind a sub-workflow that gives nothing of the event',
		make: async (making) => {
			const id = await making.publish(`${making.words.wiring}, sub`, sub(code('return [{ json: { order: 17 } }];')));
			return row(call(id), send(making.words.expression));
		},
	},
	{
		name: 'behind a sub-workflow that is called for each item',
		make: async (making) => {
			const id = await making.publish(`${making.words.wiring}, sub`, sub(set({ order: 17 })));
			return row(call(id, 'each'), send(making.words.expression));
		},
	},
	{
		name: 'behind a sub-workflow that wrote to the manager',
		make: async (making) => {
			const id = await making.publish(
				`${making.words.wiring}, sub`,
				sub(send('={{ $json.words }}', { to: manager, parameters: { options: { line: { __rl: true, mode: 'phone', value: lines[1] } } } })),
			);
			return row(put(making), call(id), send(making.words.expression));
		},
		reaches: (words, writer) => [words.at(manager, writer, '', lines[1])],
		refused: sayWhom,
	},
	{
		name: 'a sub-workflow that is not waited for',
		make: async (making) => {
			const id = await making.publish(`${making.words.wiring}, sub`, sub(send('={{ $json.words }}')));
			const node = call(id);
			return row(put(making), { ...node, parameters: { ...node.parameters, options: { waitForSubWorkflow: false } } });
		},
		reaches: nobody,
	},
];
