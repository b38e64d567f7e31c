import type { IConnections, INode } from 'n8n-workflow';
import type { NodeBoxes, Point } from './boxes';

/** A line of the canvas, as points close to each other. */
export interface Line {
	readonly from: string;
	readonly to: string;
	readonly points: readonly Point[];
}

/** `getEdgeRenderData` of n8n 2.40: how far a line that goes back dips below its start, and how far it keeps from both ends. */
const dip = 130;
const offset = 40;
/** A target at most this far to the left is not taken for one further back. */
const handle = 20;
const curvature = 0.25;
const steps = 60;

/** Every line between the nodes. Those of models and memories are straight enough for this purpose. */
export function linesOf(nodes: readonly INode[], connections: IConnections, boxes: NodeBoxes): Line[] {
	const byName = new Map(nodes.map((node) => [node.name, node]));
	const find = (name: string): INode => {
		const node = byName.get(name);
		if (node === undefined) throw new Error(`A line leads to "${name}", which is no node`);
		return node;
	};
	return Object.entries(connections).flatMap(([from, types]) =>
		Object.entries(types).flatMap(([type, outputs]) =>
			outputs.flatMap((output, index) =>
				(output ?? []).map(({ node: to }) => {
					const points =
						type === 'main'
							? path(boxes.output(find(from), index, outputs.length), boxes.input(find(to)))
							: straight(boxes.above(find(from)), { x: boxes.above(find(from)).x, y: boxes.box(find(to)).bottom });
					return { from, to, points };
				}),
			),
		),
	);
}

function path(start: Point, end: Point): Point[] {
	return start.x - handle > end.x ? back(start, end) : bezier(start, end);
}

/** `getBezierPath` of the canvas library, from the right side of one node to the left side of another. */
function bezier(start: Point, end: Point): Point[] {
	const distance = end.x - start.x;
	const reach = distance >= 0 ? 0.5 * distance : curvature * 25 * Math.sqrt(-distance);
	const xs = [start.x, start.x + reach, end.x - reach, end.x] as const;
	const ys = [start.y, start.y, end.y, end.y] as const;
	return Array.from({ length: steps + 1 }, (_, step) => ({ x: cubic(xs, step / steps), y: cubic(ys, step / steps) }));
}

function cubic([a, b, c, d]: readonly [number, number, number, number], t: number): number {
	const s = 1 - t;
	return s ** 3 * a + 3 * s ** 2 * t * b + 3 * s * t ** 2 * c + t ** 3 * d;
}

/** Out to the right, down, below everything to the left, and up again; corners are rounded in n8n. */
function back(start: Point, end: Point): Point[] {
	const below = start.y + dip;
	const corners = [
		start,
		{ x: start.x + offset, y: start.y },
		{ x: start.x + offset, y: below },
		{ x: end.x - offset, y: below },
		{ x: end.x - offset, y: end.y },
		end,
	];
	return corners.slice(1).flatMap((corner, index) => straight(corners[index] ?? corner, corner));
}

function straight(start: Point, end: Point): Point[] {
	return Array.from({ length: steps + 1 }, (_, step) => ({
		x: start.x + ((end.x - start.x) * step) / steps,
		y: start.y + ((end.y - start.y) * step) / steps,
	}));
}
