import { allNodes } from '../support/allNodes';
import { inSmallHeap, largestRatio } from '../support/smallHeap';

/** Mebibytes: what the host, the simulator and the compiled sources take, and little more. */
const heap = 320;

const actions = Object.entries(allNodes())
	.filter(([, node]) => node.execute !== undefined)
	.map(([type]) => type);

test('all action nodes are here', () => {
	expect(actions).toHaveLength(8);
});

test.each(actions)(
	'%s takes 200,000 characters and 10,000 entries in every field, in a small heap and in linear time',
	async (type) => {
		const all = await inSmallHeap('longInputs.ts', heap, type);
		expect(all.length).toBeGreaterThan(10);
		expect(all.filter(({ ratio = 0 }) => ratio > largestRatio)).toEqual([]);
		expect(all.filter(({ message }) => message === 'success' || message.startsWith('The field ')).length).toBeGreaterThan(10);
	},
	600_000,
);
