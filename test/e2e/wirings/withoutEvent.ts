import { connectionsOf, complete, row, type FlowNode } from './flow';
import { code, other, ours, send, toSpace } from './nodes';
import { lines, manager, people, spaceWith } from './people';
import { Scene } from './scene';
import { sayWhom } from './tables/naming';
import { arrival, arrivals, type Place } from './wiring';

const start = other('manualTrigger', 1, 'Trigger', {});
const line = { options: { line: { __rl: true, mode: 'phone', value: lines[1] } } };
const text = '[no event] Hello';
const given = (item: object) => code(`return [{ json: ${JSON.stringify(item)} }];`);
const [writer] = people;
const space = spaceWith(writer?.address ?? '');

/** What starts these runs is no event, so that nothing says whom they are for. */
const cases: ReadonlyArray<readonly [string, readonly FlowNode[], readonly string[]]> = [
	['nothing is named', [send(text)], []],
	['an item names a conversation', [given({ spaceId: space }), send(text)], []],
	[
		'an item looks like an event',
		[given({ event: 'message.received', space: { id: space, phone: lines[0] }, message: { id: '1' } }), send(text)],
		[],
	],
	['a failed item names an address', [given({ error: { to: writer?.address } }), send(text)], []],
	[
		'Create Space gives a conversation',
		[ours('CreateSpace', 'Create', { resource: 'space', operation: 'createDirect', address: manager, ...line }), send(text)],
		[arrival(manager, lines[1], text)],
	],
	[
		'Get History gives messages of a conversation',
		[
			ours('Conversation', 'History', {
				resource: 'conversation',
				operation: 'history',
				to: toSpace(spaceWith(manager)),
				limit: 1,
				...line,
			}),
			send(text),
		],
		[arrival(manager, lines[1], text)],
	],
	['To is filled in', [send(text, { to: manager, parameters: line })], [arrival(manager, lines[1], text)]],
];

/** Runs by hand. */
export function describeWithoutEvent(place: () => Place): void {
	test.each(cases)('%s', async (name, nodes, reached) => {
		const { world } = place();
		const { connected } = await Scene.open(place(), []);
		const flow = row(...nodes);
		const workflow = {
			name,
			nodes: [start, ...flow.nodes].map((node, index) => complete(node, connected.cloud, index)),
			connections: connectionsOf(flow.links, 'Trigger'),
		};
		const id = await world.client.importWorkflow(workflow);
		await world.client.run(id, 'Trigger');
		const [run] = await world.client.ended(id, 1);
		expect([run?.status, run?.error, arrivals(connected.spectrum)]).toEqual(
			reached.length === 0 ? ['error', expect.stringMatching(sayWhom), []] : ['success', undefined, reached],
		);
	});
}
