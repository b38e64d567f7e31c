import type { IDataObject, IExecuteFunctions, NodeTypeAndVersion } from 'n8n-workflow';
import { eventIdentity } from '../../spectrum/model/event/event';
import { runsOf } from './engineRecord';
import { isToolCall } from './toolCall';

const triggerType = /\.imessageTrigger$/;

/** What the iMessage Trigger gave for one item, and which of the workflow's Triggers it was. */
export interface RunEvent {
	readonly json: Readonly<IDataObject>;
	readonly trigger: string;
	/** Names of all Triggers above the node. */
	readonly triggers: readonly string[];
}

/** The event that started the item's branch. What the item says of itself does not count. */
export function eventOfRun(context: IExecuteFunctions, itemIndex: number): RunEvent | undefined {
	const triggers = triggersOf(context);
	for (const trigger of triggers) {
		const json = originOf(context, trigger, itemIndex);
		if (json !== undefined) return { json, trigger, triggers };
	}
	return undefined;
}

/**
 * Names the event that has started the execution. Where several Triggers of a workflow wait for the same event, each of
 * them has runs of its own, and is part of the answer.
 */
export function startingEvent(context: IExecuteFunctions, itemIndex: number): string | undefined {
	const event = eventOfRun(context, itemIndex);
	if (event === undefined) return undefined;
	const identity = eventIdentity(event.json);
	return identity === undefined || event.triggers.length === 1 ? identity : JSON.stringify([event.trigger, identity]);
}

/** Everything that the Triggers above gave in this execution, for an item that is paired with none of it. */
export function eventsGiven(context: IExecuteFunctions): IDataObject[] {
	return triggersOf(context)
		.flatMap((trigger) => runsOf(context, trigger))
		.flatMap(({ data }) => (data?.main ?? []).flatMap((items) => items ?? []))
		.flatMap(({ json }) => (typeof json === 'object' && json !== null ? [json as IDataObject] : []));
}

/** Nodes before this one, nearest first; of a tool, those before the agents that call it. */
export function nodesBefore(context: IExecuteFunctions): NodeTypeAndVersion[] {
	if (!isToolCall(context)) return context.getParentNodes(context.getNode().name);
	return callersOf(context).flatMap((name) => upTo(context, name));
}

/** Names of the Triggers above. Nearest first: with two of them, an item can have come through one only. */
function triggersOf(context: IExecuteFunctions): string[] {
	const triggers = nodesBefore(context).filter(({ type, disabled }) => triggerType.test(type) && !disabled).map(({ name }) => name);
	return [...new Set(triggers)];
}

/** A node and everything before it. n8n tells a node's type to those behind it only. */
function upTo(context: IExecuteFunctions, name: string): NodeTypeAndVersion[] {
	const [child] = context.getChildNodes(name);
	const itself = child === undefined ? [] : context.getParentNodes(child.name, { depth: 1 }).filter((node) => node.name === name);
	return [...itself, ...context.getParentNodes(name)];
}

/**
 * Nodes through which a tool call came. A tool stands beside the workflow's course, where n8n knows of nothing before it.
 * Run as a node (Agent 3) its source is the agent; below an agent that is a tool itself, n8n keeps what stands before the
 * outermost agent. A supplied tool (Agent 2) gets what the agent itself is run with.
 */
function callersOf(context: IExecuteFunctions): string[] {
	const { node, source, metadata } = context.getExecuteData();
	const names = [
		node.name === context.getNode().name ? undefined : node.name,
		source?.main?.[0]?.previousNode,
		(metadata as { preservedSourceOverwrite?: { previousNode?: string } } | undefined)?.preservedSourceOverwrite?.previousNode,
	];
	return names.filter((name): name is string => name !== undefined);
}

/**
 * What a Trigger gave for an item. A tool's items are paired with none, and a node in between, such as code over all
 * items, may lose the pairing; an execution has one event, so where the Trigger gave one item, that one is meant.
 */
function originOf(context: IExecuteFunctions, trigger: string, itemIndex: number): IDataObject | undefined {
	const paired = isToolCall(context) ? undefined : read(context, trigger, itemIndex, ({ item }) => item?.json);
	if (paired !== undefined) return paired;
	return read(context, trigger, itemIndex, (data) => {
		// In the editor also a Trigger that did not start the run has items, when data is pinned to it.
		if (data.isExecuted !== true) return undefined;
		const all = data.all();
		return all.length === 1 ? all[0]?.json : undefined;
	});
}

/** What an expression gets for `$("name")`. */
interface NodeData {
	readonly item?: { readonly json?: unknown };
	readonly isExecuted?: unknown;
	all(): ReadonlyArray<{ readonly json: IDataObject }>;
}

/** n8n's own `$`, for one item. It throws for a node that does not exist. */
export function nodeDataOf(context: IExecuteFunctions, itemIndex: number): (name: string) => NodeData {
	return (context.getWorkflowDataProxy(itemIndex) as unknown as { $: (name: string) => NodeData }).$;
}

/** Asks n8n itself instead of an expression, in whose text some names of nodes cannot stand. */
function read(
	context: IExecuteFunctions,
	nodeName: string,
	itemIndex: number,
	ask: (data: NodeData) => unknown,
): IDataObject | undefined {
	try {
		const json = ask(nodeDataOf(context, itemIndex)(nodeName));
		return typeof json === 'object' && json !== null ? (json as IDataObject) : undefined;
	} catch {
		// It did not run, or the pairing was lost.
		return undefined;
	}
}
