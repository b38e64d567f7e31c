import type { IConnections, INode } from 'n8n-workflow';

/** A part of the canvas, in pixels. */
export interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

export interface Point {
	readonly x: number;
	readonly y: number;
}

export const noteType = 'n8n-nodes-base.stickyNote';

/** Sizes that n8n 2.40 gives to nodes: a multiple of its grid of 16. */
const side = 96;
const wide = 256;
const small = 80;
/** A node with more than two outputs grows by this much for each. */
const perOutput = 32;

/** Where the nodes of a workflow are drawn, and where their lines begin and end. */
export class NodeBoxes {
	/** Nodes that have others below them, such as an agent. */
	private readonly parents: ReadonlySet<string>;
	/** Those below: a model, a memory. */
	private readonly children: ReadonlySet<string>;

	constructor(private readonly connections: IConnections) {
		const below = Object.entries(connections).flatMap(([from, types]) =>
			Object.entries(types)
				.filter(([type]) => type !== 'main')
				.flatMap(([, outputs]) => outputs.flatMap((output) => (output ?? []).map(({ node }) => ({ from, node })))),
		);
		this.children = new Set(below.map(({ from }) => from));
		this.parents = new Set(below.map(({ node }) => node));
	}

	/** The node itself, without its name. */
	box({ name, type, position: [left, top], parameters }: INode): Box {
		if (type === noteType) return { left, top, right: left + Number(parameters.width), bottom: top + Number(parameters.height) };
		if (this.children.has(name)) return { left, top, right: left + small, bottom: top + small };
		const outputs = this.connections[name]?.main?.length ?? 0;
		const right = left + (this.parents.has(name) ? wide : side);
		return { left, top, right, bottom: top + side + Math.max(0, outputs - 2) * perOutput };
	}

	/** The name below it, centred; a long one takes two lines. Inside a wide node there is none. */
	label(node: INode): Box {
		const { left, right, bottom } = this.box(node);
		if (this.parents.has(node.name)) return { left, right, top: bottom, bottom };
		const half = Math.min(96, node.name.length * 4.2);
		const middle = (left + right) / 2;
		return { left: middle - half, right: middle + half, top: bottom, bottom: bottom + (node.name.length > 22 ? 48 : 28) };
	}

	/** Where the line of an output begins, on the right. */
	output(node: INode, index: number, count: number): Point {
		const { right, top, bottom } = this.box(node);
		return { x: right, y: top + ((bottom - top) * (index + 1)) / (count + 1) };
	}

	/** Where lines end, on the left. */
	input(node: INode): Point {
		const { left, top, bottom } = this.box(node);
		return { x: left, y: (top + bottom) / 2 };
	}

	/** Where the line of a model or memory begins: on its top. */
	above(node: INode): Point {
		const { left, right, top } = this.box(node);
		return { x: (left + right) / 2, y: top };
	}
}

export const overlap = (one: Box, other: Box): boolean =>
	one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

export const contains = (outer: Box, inner: Box): boolean =>
	outer.left <= inner.left && outer.right >= inner.right && outer.top <= inner.top && outer.bottom >= inner.bottom;

export const around = ({ left, top, right, bottom }: Box, margin: number): Box => ({
	left: left - margin,
	top: top - margin,
	right: right + margin,
	bottom: bottom + margin,
});

export const isInside = ({ x, y }: Point, { left, right, top, bottom }: Box): boolean => x > left && x < right && y > top && y < bottom;
