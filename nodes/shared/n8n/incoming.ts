import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { incomingSpaceOf, namedSpaceOf, type IncomingSpace } from '../domain/target';

const triggerType = /\.imessageTrigger$/;

/**
 * The conversation an item belongs to. One that the item names itself is never replaced by the Trigger's, also when it
 * cannot be written to: the message would reach somebody else.
 */
export function incomingSpace(context: IExecuteFunctions, itemIndex: number): IncomingSpace | undefined {
	const json = context.getInputData()[itemIndex]?.json ?? {};
	return namedSpaceOf(json) === undefined ? fromTrigger(context, itemIndex, incomingSpaceOf) : incomingSpaceOf(json);
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
	return read(context.getInputData()[itemIndex]?.json ?? {}) ?? ofTrigger(context, itemIndex, read);
}

/** What the iMessage Trigger said at the start of the item's branch; what the item says of itself does not count. */
export function ofTrigger<T>(
	context: IExecuteFunctions,
	itemIndex: number,
	read: (json: IDataObject) => T | undefined,
): T | undefined {
	// Nearest first: with two triggers above, the item can have come through one of them only.
	for (const parent of context.getParentNodes(context.getNode().name)) {
		if (!triggerType.test(parent.type) || parent.disabled) continue;
		const json = pairedItemOf(context, parent.name, itemIndex);
		const said = json === undefined ? undefined : read(json);
		if (said !== undefined) return said;
	}
	return undefined;
}

function pairedItemOf(context: IExecuteFunctions, nodeName: string, itemIndex: number): IDataObject | undefined {
	try {
		const node = JSON.stringify(nodeName);
		const value = context.evaluateExpression(`{{ $(${node}).item.json }}`, itemIndex);
		return typeof value === 'object' && value !== null ? (value as IDataObject) : undefined;
	} catch {
		// The trigger did not run, or a node in between lost the pairing: then the item says nothing of its origin.
		return undefined;
	}
}
