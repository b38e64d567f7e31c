import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { addressAdviceFor, addressExample, parseAddress } from '../shared/spectrum/model/address/address';
import { readDefaultCountry } from '../shared/n8n/fields/defaultCountry';
import { ItemError } from '../shared/n8n/errors/itemError';
import { fromItemOrEvent, incomingConversation } from '../shared/n8n/parameters/incoming';
import { invalid, optionalText } from '../shared/n8n/parameters/parameters';

/** The address of the person in a field. Empty means the person of the incoming item. */
export function readPerson(context: IExecuteFunctions, itemIndex: number, field: INodeProperties): string {
	const named = readNamedPerson(context, itemIndex, field);
	if (named !== undefined) return named;
	const incoming =
		senderOfItem(context, itemIndex) ?? incomingConversation(context, itemIndex, { field: field.displayName })?.space.address;
	if (incoming !== undefined) return incoming;
	throw noPerson(itemIndex, field);
}

/** The address in a field; undefined when it is empty. */
export function readNamedPerson(context: IExecuteFunctions, itemIndex: number, field: INodeProperties): string | undefined {
	const text = optionalText(context, field, itemIndex).trim();
	if (text === '') return undefined;
	const parsed = parseAddress(text, readDefaultCountry(context, itemIndex));
	if (parsed.ok) return parsed.value.address;
	throw invalid(itemIndex, field.displayName, parsed.problem, text, addressAdviceFor(text));
}

/** Who sent the message of the item, or the one that started the run. */
export function senderOfItem(context: IExecuteFunctions, itemIndex: number): string | undefined {
	return fromItemOrEvent(context, itemIndex, addressOfSender);
}

/** The error of an empty field where the item does not say who is meant. */
export function noPerson(itemIndex: number, field: INodeProperties): ItemError {
	return new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The field "${field.displayName}" is empty, and the item does not come from a person`,
		advice: `Enter an address such as ${addressExample}, or place this node after an iMessage Trigger.`,
	});
}

/** The sender in the Trigger's output (`sender.address`) or in a message of this node (`senderAddress`). */
function addressOfSender(json: IDataObject): string | undefined {
	const { sender, senderAddress } = json;
	const address = typeof sender === 'object' && sender !== null ? (sender as IDataObject).address : senderAddress;
	if (typeof address !== 'string') return undefined;
	const parsed = parseAddress(address);
	return parsed.ok ? parsed.value.address : undefined;
}
