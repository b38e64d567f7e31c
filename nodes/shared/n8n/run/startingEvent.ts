import type { IDataObject, IExecuteFunctions, NodeTypeAndVersion } from 'n8n-workflow';
import { eventIdentity } from '../../spectrum/model/event/event';
import { runsOf } from './engineRecord';
import { isToolCall } from './toolCall';
import { thisNode } from './thisNode';

const triggerType = /\.imessageTrigger$/;

/** The event that an iMessage Trigger gave for one item, and the name of that Trigger. */
export interface RunEvent {
	readonly json: Readonly<IDataObject>;
	readonly trigger: string;
	/** Names of all Triggers above the node. */
	readonly triggers: readonly string[];
}

/** The event of the item that was asked for last, by execution of the node. Several parts of an operation ask for it. */
const lastEvents = new WeakMap<IExecuteFunctions, { readonly itemIndex: number; readonly event: RunEvent | undefined }>();

/** The event that started the item's branch. The item's own fields do not count. */
export function eventOfRun(context: IExecuteFunctions, itemIndex: number): RunEvent | undefined {
	const last = lastEvents.get(context);
	if (last?.itemIndex === itemIndex) return last.event;
	const event = findEvent(context, itemIndex);
	lastEvents.set(context, { itemIndex, event });
	return event;
}

function findEvent(context: IExecuteFunctions, itemIndex: number): RunEvent | undefined {
	const triggers = triggersOf(context);
	for (const trigger of triggers) {
		const json = eventFrom(context, trigger, itemIndex);
		if (json !== undefined) return { json, trigger, triggers };
	}
	return undefined;
}

/**
 * The identity of the event that started the execution. If a workflow has several Triggers, each starts its own runs for
 * the same event, so the name of the Trigger is part of the identity.
 */
export function startingEvent(context: IExecuteFunctions, itemIndex: number): string | undefined {
	const event = eventOfRun(context, itemIndex);
	if (event === undefined) return undefined;
	const identity = eventIdentity(event.json);
	return identity === undefined || event.triggers.length === 1 ? identity : JSON.stringify([event.trigger, identity]);
}

/** Everything that the Triggers above gave in this execution, for an item that is paired with no event. */
export function eventsGiven(context: IExecuteFunctions): IDataObject[] {
	return triggersOf(context)
		.flatMap((trigger) => runsOf(context, trigger))
		.flatMap(({ data }) => (data?.main ?? []).flatMap((items) => items ?? []))
		.flatMap(({ json }) => (typeof json === 'object' && json !== null ? [json as IDataObject] : []));
}

/** Nodes before this one, nearest first; for a tool, those before the agents that call it. */
export function nodesBefore(context: IExecuteFunctions): NodeTypeAndVersion[] {
	if (!isToolCall(context)) return context.getParentNodes(thisNode(context).name);
	return callersOf(context).flatMap((name) => nodeAndParents(context, name));
}

const triggersAbove = new WeakMap<IExecuteFunctions, readonly string[]>();

/** Names of the Triggers above. Nearest first: with two of them, an item can have come through one only. */
function triggersOf(context: IExecuteFunctions): readonly string[] {
	const known = triggersAbove.get(context);
	if (known !== undefined) return known;
	const triggers = nodesBefore(context)
		.filter(({ type, disabled }) => triggerType.test(type) && !disabled)
		.map(({ name }) => name);
	const names = [...new Set(triggers)];
	triggersAbove.set(context, names);
	return names;
}

/** A node and everything before it. n8n gives the type of a node only to the nodes after it. */
function nodeAndParents(context: IExecuteFunctions, name: string): NodeTypeAndVersion[] {
	const [child] = context.getChildNodes(name);
	const itself = child === undefined ? [] : context.getParentNodes(child.name, { depth: 1 }).filter((node) => node.name === name);
	return [...itself, ...context.getParentNodes(name)];
}

/**
 * Nodes through which a tool call came. A tool is not part of the workflow's main flow, so n8n has no nodes before it.
 * Run as a node (Agent 3), its source is the agent. Below an agent that is a tool itself, n8n keeps the node before the
 * outermost agent. A supplied tool (Agent 2) gets the execute data of the agent.
 */
function callersOf(context: IExecuteFunctions): string[] {
	const { node, source } = context.getExecuteData();
	const names = [node.name === thisNode(context).name ? undefined : node.name, source?.main?.[0]?.previousNode];
	return [...names.filter((name) => name !== undefined), ...beforeOutermost(context)];
}

/** For a call by an agent that runs its tools as nodes: the node before the outermost agent. */
export function beforeOutermost(context: IExecuteFunctions): string[] {
	const metadata = context.getExecuteData().metadata as { preservedSourceOverwrite?: { previousNode?: string } } | undefined;
	const name = metadata?.preservedSourceOverwrite?.previousNode;
	return name === undefined ? [] : [name];
}

/**
 * The event that a Trigger gave for an item. A tool's items are paired with no event, and a node in between, such as code
 * over all items, may lose the pairing. An execution has one event, so if the Trigger gave one item, that is the event.
 */
function eventFrom(context: IExecuteFunctions, trigger: string, itemIndex: number): IDataObject | undefined {
	const paired = isToolCall(context) ? undefined : read(context, trigger, itemIndex, ({ item }) => item?.json);
	if (paired !== undefined) return paired;
	return read(context, trigger, itemIndex, (data) => {
		// In the editor, a Trigger with pinned data has items even if it did not start the run.
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

/** Calls n8n directly instead of evaluating an expression, because an expression cannot contain every name of a node. */
function read(context: IExecuteFunctions, nodeName: string, itemIndex: number, ask: (data: NodeData) => unknown): IDataObject | undefined {
	try {
		const json = ask(nodeDataOf(context, itemIndex)(nodeName));
		return typeof json === 'object' && json !== null ? (json as IDataObject) : undefined;
	} catch {
		// It did not run, or the pairing was lost.
		return undefined;
	}
}
