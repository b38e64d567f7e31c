import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { addressAdviceFor, addressExample } from '../../domain/address';
import { spaceIdExample } from '../../domain/space';
import { namedSpaceOf, type Target, targetOfAddress, targetOfSpaceId } from '../../domain/target';
import type { SpectrumError } from '../../errors/SpectrumError';
import type { RouteWish } from '../../gateway/routing';
import { incomingSpace } from '../incoming';
import { ItemError } from '../itemError';
import { type Locator, readLocator } from '../locator';
import { invalid } from '../parameters';
import { lineNamed, readDefaultCountry } from './defaultCountry';

/** Who receives. Empty means the conversation of the incoming item. */
export const recipientField: INodeProperties = {
	displayName: 'To',
	name: 'to',
	type: 'resourceLocator',
	default: { mode: 'address', value: '' },
	description:
		'Who receives the message. Leave it empty to answer in the conversation of the incoming item, group or direct.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Recent conversations',
			typeOptions: { searchListMethod: 'searchSpaces', searchable: true },
		},
		{
			// The editor shows some eight letters of it.
			displayName: 'Address',
			name: 'address',
			type: 'string',
			placeholder: 'Empty: answer in the same conversation',
			hint: `For example ${addressExample}`,
		},
		{
			displayName: 'Space ID',
			name: 'space',
			type: 'string',
			placeholder: 'any;+;chat123456789',
			hint: 'The ID of a conversation, as the iMessage Trigger gives it in space.id',
		},
	],
};

/** Where something is read or done instead of being said. */
export const conversationField: INodeProperties = {
	...recipientField,
	description: 'The conversation. Leave it empty for the conversation of the incoming item, group or direct.',
	modes: recipientField.modes?.map((mode) => (mode.name === 'address' ? { ...mode, placeholder: 'Empty: the same conversation' } : mode)),
};

/** Which line sends. Empty means the line of the incoming item, or one that Spectrum would pick. */
export const lineField: INodeProperties = {
	displayName: 'Line',
	name: 'line',
	type: 'resourceLocator',
	default: { mode: 'phone', value: '' },
	description:
		'The number to send from. Leave it empty to use the line of the incoming item in its own conversation, else the line that knows the conversation, else any. A shared plan picks the number itself and ignores this.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Lines of the credential',
			typeOptions: { searchListMethod: 'searchLines', searchable: true },
		},
		{
			displayName: 'Phone',
			name: 'phone',
			type: 'string',
			placeholder: 'Empty: the line of the conversation',
			hint: 'The number of one of your lines, for example +15559876543',
		},
	],
};

/** A recipient together with what is known of the line. */
export interface Recipient {
	readonly target: Target;
	readonly wish: RouteWish;
}

/** Reads both fields of one item, and refuses what cannot be a recipient before anything is called. */
export function readRecipient(context: IExecuteFunctions, itemIndex: number): Recipient {
	const line = readLocator(context, lineField, itemIndex);
	const pinned = line.value === '' ? {} : { pinned: lineNamed(context, itemIndex, line.value) };
	const incoming = incomingSpace(context, itemIndex);
	const to = readLocator(context, recipientField, itemIndex);
	if (to.value !== '') {
		const target = parseTarget(context, to, itemIndex);
		// The incoming line is where the incoming conversation lives; it says nothing about another one.
		const sameSpace = incoming !== undefined && isSame(target, incoming.space.id, incoming.space.address);
		return { target, wish: { ...pinned, ...(sameSpace ? incomingLine(incoming.phone) : {}) } };
	}
	if (incoming === undefined) throw noConversation(context, itemIndex);
	return {
		target: { by: 'space', space: incoming.space },
		wish: { ...pinned, ...incomingLine(incoming.phone) },
	};
}

/** Reads where an item's write goes; what counts the writes to one recipient asks for it. */
export function targetsOf(context: IExecuteFunctions): (itemIndex: number) => Target {
	return (itemIndex) => readRecipient(context, itemIndex).target;
}

function parseTarget(context: IExecuteFunctions, to: Locator, itemIndex: number): Target {
	// An expression for the whole field says no mode; only a space ID holds a semicolon.
	const bySpace = to.mode === 'space' || to.mode === 'list' || (to.mode === '' && to.value.includes(';'));
	const parsed = bySpace ? targetOfSpaceId(to.value) : targetOfAddress(to.value, readDefaultCountry(context, itemIndex));
	if (parsed.ok) return parsed.value;
	throw invalid(itemIndex, 'To', parsed.problem, to.value, bySpace ? spaceIdExample : addressAdviceFor(to.value));
}

function noConversation(context: IExecuteFunctions, itemIndex: number): SpectrumError {
	const id = namedSpaceOf(context.getInputData()[itemIndex]?.json ?? {});
	const why =
		id !== undefined
			? `iMessage cannot write to the conversation "${id}" that the item comes from`
			: 'the item does not come from a conversation';
	return new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The field "To" is empty, and ${why}`,
		advice: `Enter an address such as ${addressExample}, or place the node behind an iMessage Trigger.`,
	});
}

function isSame(target: Target, spaceId: string, address: string | undefined): boolean {
	return target.by === 'space' ? target.space.id === spaceId : target.address === address;
}

function incomingLine(phone: string | undefined): RouteWish {
	return phone === undefined ? {} : { incoming: phone };
}
