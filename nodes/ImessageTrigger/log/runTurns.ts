import { nodeIdentity, type NodeNames } from '../../shared/n8n/memory/nodeIdentity';
import { BoundedMap } from '../../shared/spectrum/timing/boundedMap';
import { Turns } from '../../shared/spectrum/timing/turns';

/** Nodes that one process remembers at most. */
const mostNodes = 5_000;

/**
 * The turns of the runs of each node. They outlive an activation: a run goes on while its workflow is published again, and
 * the next run of its conversation waits for its end all the same.
 */
export class RunTurns {
	private readonly ofNodes = new BoundedMap<Turns>(mostNodes);

	/** @param account whose lines the node reads; two accounts may have a line of the same ID */
	of(context: NodeNames, account: string): Turns {
		const node = nodeIdentity(context, account);
		const turns = this.ofNodes.get(node) ?? new Turns();
		this.ofNodes.set(node, turns);
		return turns;
	}
}
