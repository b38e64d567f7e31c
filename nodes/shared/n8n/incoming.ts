import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { eventIdentity } from '../domain/event';
import { incomingSpaceOf, namedSpaceOf, type IncomingSpace } from '../domain/target';
import { isSuppliedTool, isToolCall } from './toolCall';

const triggerType = /\.imessageTrigger$/;

/**
 * The conversation an item belongs to. One that the item names itself is never replaced by the Trigger's, also when it
 * cannot be written to: the message would reach somebody else.
 */
export function incomingSpace(context: IExecuteFunctions, itemIndex: number): IncomingSpace | undefined {
	const named = fromTrigger(context, itemIndex, (json) =>
		namedSpaceOf(json) === undefined ? undefined : { incoming: incomingSpaceOf(json) },
	);
	return named?.incoming;
}

/**
 * What the item itself says, else what the iMessage Trigger said at the start of its branch, so that a node behind an
 * AI agent, which keeps nothing of the item, still answers the person who wrote.
 */
export function fromTrigger<T>(
	context: IExecuteFunctions,
	itemIndex: number,
	read: (json: IDataObject) => T | undefined,
): T | undefined {
	for (const items of itemsOf(context, itemIndex)) {
		const [only, ...others] = items.map(read).filter((said) => said !== undefined);
		if (only !== undefined) return others.length === 0 ? only : undefined;
	}
	return ofTrigger(context, itemIndex, read);
}

/**
 * The item, and then, for a supplied tool, whose item has the AI's arguments alone, those of its agent. n8n does not say
 * for which of several the agent calls: where more than one says something, nothing is said.
 */
function itemsOf(context: IExecuteFunctions, itemIndex: number): IDataObject[][] {
	const own = [context.getInputData()[itemIndex]?.json ?? {}];
	if (!isSuppliedTool(context)) return [own];
	return [own, (context.getExecuteData().data.main?.[0] ?? []).map(({ json }) => json)];
}

/**
 * The event that has started the execution. Where several Triggers of a workflow wait for the same event, each of them has
 * runs of its own, and is part of the answer.
 */
export function startingEvent(context: IExecuteFunctions, itemIndex: number): string | undefined {
	return ofTrigger(context, itemIndex, (json, trigger, all) => {
		const event = eventIdentity(json);
		return event === undefined || all.length === 1 ? event : JSON.stringify([trigger, event]);
	});
}

/** What the iMessage Trigger said at the start of the item's branch; what the item says of itself does not count. */
function ofTrigger<T>(
	context: IExecuteFunctions,
	itemIndex: number,
	read: (json: IDataObject, trigger: string, all: readonly string[]) => T | undefined,
): T | undefined {
	const triggers = triggersOf(context);
	for (const trigger of triggers) {
		const json = originOf(context, trigger, itemIndex);
		const said = json === undefined ? undefined : read(json, trigger, triggers);
		if (said !== undefined) return said;
	}
	return undefined;
}

/** Names of the Triggers above. Nearest first: with two of them, an item can have come through one only. */
function triggersOf(context: IExecuteFunctions): string[] {
	return context
		.getParentNodes(isToolCall(context) ? callerOf(context) : context.getNode().name)
		.filter(({ type, disabled }) => triggerType.test(type) && !disabled)
		.map(({ name }) => name);
}

/**
 * The agent that calls the tool. A tool stands beside the workflow's course, where n8n knows of nothing before it: run as a
 * node, it has the agent before it; as a supplied tool, it is told what the agent itself is run with.
 */
function callerOf(context: IExecuteFunctions): string {
	const { node, source } = context.getExecuteData();
	return node.name === context.getNode().name ? (source?.main?.[0]?.previousNode ?? node.name) : node.name;
}

/**
 * What the Trigger gave for an item. A tool's items are paired with none, and a node in between, such as code over all
 * items, may lose the pairing; an execution has one event, so where the Trigger gave one item, that one is meant.
 */
function originOf(context: IExecuteFunctions, trigger: string, itemIndex: number): IDataObject | undefined {
	const paired = isToolCall(context) ? undefined : evaluate(context, trigger, 'item.json', itemIndex);
	if (isJson(paired)) return paired;
	// In the editor also a Trigger that did not start the run has items, when data is pinned to it.
	if (evaluate(context, trigger, 'isExecuted', itemIndex) !== true) return undefined;
	const all = evaluate(context, trigger, 'all().map(({ json }) => json)', itemIndex);
	const [only] = Array.isArray(all) && all.length === 1 ? (all as unknown[]) : [];
	return isJson(only) ? only : undefined;
}

function evaluate(context: IExecuteFunctions, nodeName: string, path: string, itemIndex: number): unknown {
	try {
		return context.evaluateExpression(`{{ $(${JSON.stringify(nodeName)}).${path} }}`, itemIndex);
	} catch {
		// It did not run, or the pairing was lost.
		return undefined;
	}
}

function isJson(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null;
}
