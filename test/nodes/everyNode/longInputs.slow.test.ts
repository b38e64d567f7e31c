import { allNodes } from '../../support/allNodes';
import { inSmallHeap, largestRatio } from '../../support/smallHeap';

/** Mebibytes: what the host, the simulator and the compiled sources take, and little more. */
const heap = 320;

const actions = Object.entries(allNodes())
	.filter(([, node]) => node.execute !== undefined)
	.map(([type]) => type);

const isNamed = (name: string) => (type: string) => type.endsWith(`.${name}`);
/** They read whole conversations, so they have none with the long texts of the others. */
const readers = actions.filter((type) => isNamed('imessageCampaign')(type) || isNamed('imessageConversation')(type));

/** One process each: what a process loads before it begins costs as much as a small node's inputs. */
const groups = {
	'the node that sends': actions.filter(isNamed('imessage')).map((type) => `${type}!sendAndWait`),
	// Its executions wait, and their clocks with them.
	'the node that asks': actions.filter(isNamed('imessage')).map((type) => `${type}#sendAndWait`),
	...Object.fromEntries(readers.map((type) => [type.split('.').at(-1) ?? '', [type]])),
	'every other node': actions.filter((type) => !isNamed('imessage')(type) && !readers.includes(type)),
};

test('all action nodes are here', () => {
	expect(actions).toHaveLength(9);
	expect(Object.values(groups).map(({ length }) => length)).toEqual([1, 1, 1, 1, 6]);
});

test.each(Object.entries(groups))(
	'%s takes 200,000 characters and 10,000 entries in every field, in a small heap and in linear time',
	async (_, types) => {
		const all = await inSmallHeap('longInputs.ts', heap, ...types);
		expect(all.filter(({ ratio = 0 }) => ratio > largestRatio)).toEqual([]);
		for (const type of types) {
			const name = `${type.split(/[#!]/)[0]?.split('.').at(-1) ?? ''} `;
			const ofNode = all.filter(({ what }) => what.startsWith(name));
			expect(ofNode.length).toBeGreaterThan(10);
			expect(ofNode.filter(({ message }) => message === 'success' || /^(Item \d+: t|T)he field /.test(message)).length).toBeGreaterThan(10);
		}
	},
	600_000,
);
