import type { INode } from 'n8n-workflow';
import { around, contains, isInside, NodeBoxes, noteType, overlap } from '../support/canvas/boxes';
import { linesOf } from '../support/canvas/lines';
import { contentOf, noteHeight } from '../support/canvas/note';
import { examples } from '../support/examples';

const each = examples.map((example) => [example.file, example] as const);
const isNote = ({ type }: INode) => type === noteType;

test.each(each)('%s explains itself', (_, { nodes }) => {
	expect(nodes.filter(isNote).map(({ name }) => name)).toContain('How it works');
});

test.each(each)('every note of %s is as high as its text', (_, { nodes, connections }) => {
	const boxes = new NodeBoxes(connections);
	const others = nodes.filter((node) => !isNote(node));
	for (const note of nodes.filter(isNote)) {
		const box = boxes.box(note);
		// In a note with nodes in it the text ends above the first of them.
		const tops = others
			.map((node) => boxes.box(node))
			.filter((other) => contains(box, other))
			.map(({ top }) => top);
		const room = Math.min(box.bottom, ...tops) - box.top;
		const needed = noteHeight(contentOf(note), box.right - box.left);
		expect([note.name, needed <= room ? 'fits' : `${needed} needed, ${room} there`]).toEqual([note.name, 'fits']);
		// Not half empty either.
		if (tops.length === 0) expect([note.name, room - needed < 60]).toEqual([note.name, true]);
	}
});

test.each(each)('nodes and notes of %s have room', (_, { nodes, connections }) => {
	const boxes = new NodeBoxes(connections);
	const crowded = nodes.flatMap((one, index) =>
		nodes.slice(index + 1).flatMap((other) => {
			const [first, second] = [one, other].map((node) => ({ node, box: boxes.box(node) }));
			if (first === undefined || second === undefined || !overlap(around(first.box, 10), around(second.box, 10))) return [];
			// A note may lie behind nodes as a whole; its edge may not cut through one.
			const isBehind = (back: typeof first, front: typeof first) =>
				isNote(back.node) &&
				!isNote(front.node) &&
				contains(around(back.box, -10), { ...front.box, bottom: boxes.label(front.node).bottom });
			return isBehind(first, second) || isBehind(second, first) ? [] : [`${one.name} / ${other.name}`];
		}),
	);
	expect(crowded).toEqual([]);
});

test.each(each)('no name in %s is covered by another node', (_, { nodes, connections }) => {
	const boxes = new NodeBoxes(connections);
	const shown = nodes.filter((node) => !isNote(node));
	const covered = shown.flatMap((one) =>
		shown
			.filter((other) => other !== one && overlap(boxes.label(one), boxes.box(other)))
			.map(({ name }) => `${name} covers the name of ${one.name}`),
	);
	expect(covered).toEqual([]);
});

test.each(each)('no line of %s runs behind a node, its name or the text of a note', (_, { nodes, connections }) => {
	const boxes = new NodeBoxes(connections);
	const shown = nodes.filter((node) => !isNote(node));
	const hidden = linesOf(shown, connections, boxes).flatMap(({ from, to, points }) => {
		const behind = shown
			.filter(({ name }) => name !== from && name !== to)
			.filter((node) => [around(boxes.box(node), 4), boxes.label(node)].some((box) => points.some((point) => isInside(point, box))));
		const crossed = nodes.filter(isNote).filter((note) => {
			const box = boxes.box(note);
			const text = { ...box, bottom: box.top + noteHeight(contentOf(note), box.right - box.left) };
			return points.some((point) => isInside(point, text));
		});
		return [...behind, ...crossed].map(({ name }) => `${from} → ${to} behind ${name}`);
	});
	expect(hidden).toEqual([]);
});

test.each(each)('%s reads from left to right; only the way back into a loop goes to the left', (_, { nodes, connections }) => {
	const at = new Map(nodes.map(({ name, position }) => [name, position]));
	const loops = new Set(nodes.filter(({ type }) => type === 'n8n-nodes-base.splitInBatches').map(({ name }) => name));
	const backwards = Object.entries(connections).flatMap(([from, { main = [] }]) =>
		main.flatMap((output) => (output ?? []).filter(({ node }) => !loops.has(node) && (at.get(node)?.[0] ?? 0) <= (at.get(from)?.[0] ?? 0))),
	);
	expect(backwards).toEqual([]);
});
