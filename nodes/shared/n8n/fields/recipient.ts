import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { addressAdviceFor, addressExample } from '../../spectrum/model/address/address';
import { spaceIdExample } from '../../spectrum/model/space';
import { readNamedSpace, spaceOfTarget } from '../../spectrum/model/namedSpace';
import { type Target, targetOfAddress, targetOfSpaceId } from '../../spectrum/model/target';
import type { SpectrumError } from '../../spectrum/errors/SpectrumError';
import type { LineChoice } from '../../spectrum/gateway/routing';
import { incomingConversation, knownLineOf, type IncomingUse } from '../parameters/incoming';
import { type Locator, readLocator } from '../parameters/locator';
import { invalid } from '../parameters/parameters';
import { eventOfRun } from '../run/startingEvent';
import { ItemError } from '../errors/itemError';
import { readDefaultCountry } from './defaultCountry';
import { readLineOption } from './lineValue';

/** What an empty recipient means. Every field with a recipient has this in its description. */
export const emptyMeans =
	'Empty means the conversation of the event that started the run. An item that names another conversation is refused, unless it comes directly from a Create Space, Get History or Get Many that returned it';

/** The recipient. Empty means the conversation that started the run. */
export const recipientField: INodeProperties = {
	displayName: 'To',
	name: 'to',
	type: 'resourceLocator',
	default: { mode: 'address', value: '' },
	description: `Who receives the message. ${emptyMeans}.`,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Recent conversations',
			typeOptions: { searchListMethod: 'searchSpaces', searchable: true },
		},
		{
			// The editor shows about eight characters of it.
			displayName: 'Address',
			name: 'address',
			type: 'string',
			placeholder: 'Empty: answer in the same conversation',
			hint: `For example ${addressExample}. Empty: the conversation that started the run.`,
		},
		{
			displayName: 'Space ID',
			name: 'space',
			type: 'string',
			placeholder: 'any;+;chat123456789',
			hint: 'The ID of a conversation, as the iMessage Trigger returns it in space.id',
		},
	],
};

/** The conversation of an operation that sends nothing. The same parameter, with another name on the panel. */
export const conversationField: INodeProperties = {
	...recipientField,
	displayName: 'Conversation',
	description: `The conversation. ${emptyMeans}.`,
	modes: recipientField.modes?.map((mode) => (mode.name === 'address' ? { ...mode, placeholder: 'Empty: the same conversation' } : mode)),
};

/**
 * The line to use. An option, because a person with one line has nothing to choose. Left out or empty, it means the line
 * of the incoming item, or one that Spectrum would pick.
 */
export const lineOption: INodeProperties = {
	displayName: 'Line',
	name: 'line',
	type: 'resourceLocator',
	default: { __rl: true, mode: 'list', value: '' },
	description:
		'The number to send from. Empty means the line that the event came in on, for the conversation of the event. For another conversation, it means the line that knows the conversation, or any line if none does. A shared plan picks the number itself and ignores this.',
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

/** What the choice *Best line for a new person* means, for the descriptions of the option. */
export const bestLineMeans =
	'With the best line for a new person, Spectrum chooses the line for someone whom no line knows; everyone else keeps their line.';

/** The same for operations that may begin a conversation. Its list also offers the best line for a new person. */
export const sendingLineOption: INodeProperties = {
	...lineOption,
	description: `${lineOption.description} ${bestLineMeans}`,
	modes: lineOption.modes?.map((mode) =>
		mode.name === 'list' ? { ...mode, typeOptions: { searchListMethod: 'searchSendingLines', searchable: true } } : mode,
	),
};

/** A recipient, and the choice of the line. */
export interface Recipient {
	readonly target: Target;
	readonly lineChoice: LineChoice;
}

/**
 * Reads the recipient and the line of one item. Throws before any call if the value cannot be a recipient. All nodes have
 * the same rule for an empty field: see {@link incomingConversation}.
 */
export function readRecipient(context: IExecuteFunctions, itemIndex: number, use: IncomingUse = {}): Recipient {
	return readRecipientField(context, itemIndex, { ...use, field: recipientField.displayName });
}

/** As {@link readRecipient}, for a panel with a *Conversation*: the errors name that field. */
export function readConversation(context: IExecuteFunctions, itemIndex: number, use: IncomingUse = {}): Recipient {
	return readRecipientField(context, itemIndex, { ...use, field: conversationField.displayName });
}

function readRecipientField(context: IExecuteFunctions, itemIndex: number, use: IncomingUse & { readonly field: string }): Recipient {
	const chosen = readLineOption(context, itemIndex);
	const to = readLocator(context, { name: recipientField.name, displayName: use.field }, itemIndex);
	if (to.value !== '') {
		const target = parseTarget(context, to, use.field, itemIndex);
		return { target, lineChoice: lineChoiceOf(chosen, () => knownLineOf(context, itemIndex, spaceOfTarget(target))) };
	}
	const incoming = incomingConversation(context, itemIndex, { ...use, lineIsGiven: chosen.pinned !== undefined });
	if (incoming === undefined) throw noConversation(context, use.field, itemIndex);
	return { target: { by: 'space', space: incoming.space }, lineChoice: lineChoiceOf(chosen, () => incoming.phone) };
}

/** Reads the target of an item's write, for the count of the writes to one recipient. */
export function targetsOf(context: IExecuteFunctions, read = readRecipient): (itemIndex: number) => Target {
	return (itemIndex) => read(context, itemIndex).target;
}

/** A line that the user chose decides. Then the item's line and the event's line may differ. */
function lineChoiceOf(chosen: LineChoice, incoming: () => string | undefined): LineChoice {
	if (chosen.pinned !== undefined) return chosen;
	const phone = incoming();
	return phone === undefined ? chosen : { ...chosen, incoming: phone };
}

function parseTarget(context: IExecuteFunctions, to: Locator, field: string, itemIndex: number): Target {
	// An expression for the whole field has no mode. Only a space ID contains a semicolon.
	const bySpace = to.mode === 'space' || to.mode === 'list' || (to.mode === '' && to.value.includes(';'));
	const parsed = bySpace ? targetOfSpaceId(to.value) : targetOfAddress(to.value, readDefaultCountry(context, itemIndex));
	if (parsed.ok) return parsed.value;
	throw invalid(itemIndex, field, parsed.problem, to.value, bySpace ? spaceIdExample : addressAdviceFor(to.value));
}

function noConversation(context: IExecuteFunctions, field: string, itemIndex: number): SpectrumError {
	const event = eventOfRun(context, itemIndex);
	const named = event === undefined ? undefined : readNamedSpace(event.json);
	const why =
		named?.kind === 'unusable'
			? `iMessage cannot write to the conversation "${named.found}" that started the run`
			: 'no iMessage started the run';
	return new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The field "${field}" is empty, and ${why}`,
		advice: `Enter an address such as ${addressExample}, or place the node after an iMessage Trigger.`,
	});
}
