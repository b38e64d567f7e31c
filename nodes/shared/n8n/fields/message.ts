import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { incomingMessageOf, messageIdExample, parseMessageId, type MessageRef } from '../../spectrum/model/messageRef';
import { fromItemOrEvent } from '../parameters/incoming';
import { ItemError } from '../errors/itemError';
import { idParameter, invalid } from '../parameters/parameters';

/** The message. Empty means the message of the incoming item. */
export const messageField: INodeProperties = {
	displayName: 'Message ID',
	name: 'messageId',
	type: 'string',
	default: '',
	placeholder: 'Empty: the incoming message',
	description:
		'The message to act on, or one part of it as p:1/ID. Leave it empty for the message of the incoming item. For a reaction, that is the message reacted to.',
};

/** Reads the message of one item. Throws before any call if the text cannot be a message ID. */
export function readMessage(context: IExecuteFunctions, itemIndex: number): MessageRef {
	const text = idParameter(context, messageField, itemIndex, messageIdExample);
	if (text !== '') {
		const parsed = parseMessageId(text);
		if (parsed.ok) return parsed.value;
		throw invalid(itemIndex, messageField.displayName, parsed.problem, text, messageIdExample);
	}
	const incoming = fromItemOrEvent(context, itemIndex, incomingMessageOf);
	if (incoming !== undefined) return incoming;
	throw new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The field "Message ID" is empty, and the item does not come from a message`,
		advice: `Enter an ID such as ${messageIdExample}, or place the node after an iMessage Trigger.`,
	});
}
