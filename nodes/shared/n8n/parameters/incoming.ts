import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { addressExample } from '../../spectrum/model/address/address';
import { incomingMessageOf } from '../../spectrum/model/messageRef';
import { readNamedSpace, type NamedConversation, type NamedSpace } from '../../spectrum/model/namedSpace';
import { isSameSpace, type SpaceRef } from '../../spectrum/model/space';
import { SpectrumError } from '../../spectrum/errors/SpectrumError';
import { ItemError } from '../errors/itemError';
import { ownSourceOf } from '../run/ownNodes';
import { refuseForeignEvent } from '../run/runAccount';
import { beforeOutermost, eventOfRun, nodeDataOf, type RunEvent } from '../run/startingEvent';
import { isSuppliedTool, isToolCall } from '../run/toolCall';

export { startingEvent } from '../run/startingEvent';

/** Advice for a person who has to name the conversation in this field. */
const adviceToName = (field: string): string =>
	`Say whom you mean in "${field}": an address such as ${addressExample}, {{ $json.spaceId }} for the conversation that the item names, or {{ $('iMessage Trigger').item.json.space.id }} for the one that started the run.`;

/** How an operation uses the conversation of an empty field. */
export interface IncomingUse {
	/**
	 * True when the operation acts on the item's message. Directly after an action of this pack, the item's message and
	 * its conversation belong together. Default false.
	 */
	readonly withMessage?: boolean;
	/** True when the user chose the line. Then the item's line and the event's line may differ. Default false. */
	readonly lineIsGiven?: boolean;
	/** Name of the empty field on the panel, for errors. Default `To`. */
	readonly field?: string;
}

/**
 * The conversation that an empty field means: the one of the event that started the run. An item that names another
 * conversation is refused, unless it comes directly from an action that created or listed it. Any JSON can name a
 * conversation, also JSON that a customer has typed, so a name alone never redirects a message.
 *
 * Undefined when neither the run nor the item has a conversation.
 */
export function incomingConversation(
	context: IExecuteFunctions,
	itemIndex: number,
	{ withMessage = false, lineIsGiven = false, field = 'To' }: IncomingUse = {},
): NamedConversation | undefined {
	const started = eventOfRun(context, itemIndex);
	const event = conversationOf(started);
	const ofRun = (): NamedConversation | undefined => {
		refuseForeignEvent(context, itemIndex, started?.json ?? {});
		return event;
	};
	if (isToolCall(context)) {
		if (event !== undefined) refuseMixedItems(context, event);
		return ofRun();
	}
	const json = jsonOf(context, itemIndex);
	const named = readNamedSpace(json);
	if (named.kind === 'nothing') return ofRun();
	const { space, phone } = usableConversation(itemIndex, field, named);
	if (event !== undefined && isSameSpace(space, event.space)) {
		ofRun();
		return { space: event.space, ...(lineIsGiven ? {} : phoneField(lineOf(context, itemIndex, { named: phone, event: event.phone }))) };
	}
	const source = ownSourceOf(context, itemIndex);
	const isMeant = source?.givesConversations === true || (withMessage && source !== undefined && incomingMessageOf(json) !== undefined);
	if (isMeant) return { space, ...phoneField(phone) };
	throw ambiguous(itemIndex, field, space, event?.space);
}

/**
 * The line for a conversation that a field names: the item's line if the item is about this conversation, or the event's
 * line if the event is.
 */
export function knownLineOf(context: IExecuteFunctions, itemIndex: number, space: { readonly id: string }): string | undefined {
	const event = conversationOfRun(context, itemIndex);
	const ofEvent = event !== undefined && isSameSpace(event.space, space) ? event.phone : undefined;
	const named: NamedSpace = isToolCall(context) ? { kind: 'nothing' } : readNamedSpace(jsonOf(context, itemIndex));
	const ofItem = named.kind === 'space' && isSameSpace(named.space, space) ? named.phone : undefined;
	return lineOf(context, itemIndex, { named: ofItem, event: ofEvent });
}

/** The line of the incoming conversation. If it is not clear which conversation that is, the line of the event. */
export function incomingLine(context: IExecuteFunctions, itemIndex: number): string | undefined {
	try {
		return incomingConversation(context, itemIndex)?.phone;
	} catch {
		return conversationOfRun(context, itemIndex)?.phone;
	}
}

/**
 * A value of the item. If the item has none, a value of the event that started the run: a node after one that drops the
 * item's fields still acts on the person's message. A tool's item is written by a model, so there only the event counts.
 */
export function fromItemOrEvent<T>(
	context: IExecuteFunctions,
	itemIndex: number,
	read: (json: Readonly<IDataObject>) => T | undefined,
): T | undefined {
	const ofItem = isToolCall(context) ? undefined : read(jsonOf(context, itemIndex));
	if (ofItem !== undefined) return ofItem;
	const event = eventOfRun(context, itemIndex);
	return event === undefined ? undefined : read(event.json);
}

/**
 * The conversation of the event that started the run; undefined without an event, and when iMessage cannot write to the
 * conversation.
 */
export function conversationOfRun(context: IExecuteFunctions, itemIndex: number): NamedConversation | undefined {
	return conversationOf(eventOfRun(context, itemIndex));
}

function conversationOf(event: RunEvent | undefined): NamedConversation | undefined {
	if (event === undefined) return undefined;
	const named = readNamedSpace(event.json);
	return named.kind === 'space' ? { space: named.space, ...phoneField(named.phone) } : undefined;
}

/** Which of two lines counts. Directly after an action of this pack it is the line that the action used. */
function lineOf(
	context: IExecuteFunctions,
	itemIndex: number,
	{ named, event }: { readonly named: string | undefined; readonly event: string | undefined },
): string | undefined {
	if (named === undefined || event === undefined || named === event) return named ?? event;
	if (ownSourceOf(context, itemIndex) !== undefined) return named;
	throw new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The item names the line ${named}, but the message came in on the line ${event}`,
		advice: 'Choose one of the two in the option "Line", or remove the field from the item.',
	});
}

/**
 * n8n does not say for which of several items an agent calls its tool. They must all be about one conversation, the one
 * that started the run: otherwise a text for one person could reach another.
 */
function refuseMixedItems(context: IExecuteFunctions, event: NamedConversation): void {
	const given = isSuppliedTool(context) ? (context.getExecuteData().data.main?.[0] ?? []) : [];
	const items = [...given, ...agentItems(context)];
	const named = items.map(({ json }) => readNamedSpace(json));
	const noneIsNamed = named.every(({ kind }) => kind === 'nothing');
	if (noneIsNamed || named.every((name) => name.kind === 'space' && isSameSpace(name.space, event.space))) return;
	const found = items.length === 1 ? 'an item that is not only' : `${items.length} items, and not all of them are`;
	throw new SpectrumError({
		kind: 'invalid',
		message: `The agent works on ${found} about the conversation that started the run. n8n does not say which conversation this call is for`,
		advice: 'Nothing was done. Let the workflow give the agent items of this one conversation only.',
	});
}

/**
 * The items before an agent that runs its tools as nodes. An agent that is a tool itself has no items but those of the
 * outermost agent, for which the call was made.
 */
function agentItems(context: IExecuteFunctions): ReadonlyArray<{ readonly json: IDataObject }> {
	const agent = isSuppliedTool(context) ? undefined : context.getExecuteData().source?.main?.[0]?.previousNode;
	const before = agent === undefined ? [] : context.getParentNodes(agent, { depth: 1 }).map(({ name }) => name);
	return [...new Set([...before, ...beforeOutermost(context)])].flatMap((name) => itemsOf(context, name));
}

/** What a node gave. Nothing if it did not run: several ways may lead to an agent. */
function itemsOf(context: IExecuteFunctions, name: string): ReadonlyArray<{ readonly json: IDataObject }> {
	try {
		return nodeDataOf(context, 0)(name).all();
	} catch {
		return [];
	}
}

/** The conversation that the item names. Throws when it cannot be used. */
function usableConversation(itemIndex: number, field: string, named: Exclude<NamedSpace, { kind: 'nothing' }>): NamedConversation {
	switch (named.kind) {
		case 'space':
			return named;
		case 'several':
			throw new ItemError(itemIndex, {
				kind: 'invalid',
				message: `The field "${field}" is empty, and the item names two conversations: "${named.found[0]}" and "${named.found[1]}"`,
				advice: adviceToName(field),
			});
		case 'unusable':
			throw new ItemError(itemIndex, {
				kind: 'invalid',
				message: `The field "${field}" is empty, and the item's field "${named.field}" names no conversation that iMessage can write to; found "${named.found}"`,
				advice: adviceToName(field),
			});
	}
}

function ambiguous(itemIndex: number, field: string, space: SpaceRef, event: SpaceRef | undefined): ItemError {
	const why = event === undefined ? 'which did not start the run' : `but "${event.id}" started the run`;
	return new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The field "${field}" is empty, and it is not clear who is meant: the item names the conversation "${space.id}", ${why}`,
		advice: adviceToName(field),
	});
}

function jsonOf(context: IExecuteFunctions, itemIndex: number): IDataObject {
	return context.getInputData()[itemIndex]?.json ?? {};
}

function phoneField(phone: string | undefined): { phone?: string } {
	return phone === undefined ? {} : { phone };
}
