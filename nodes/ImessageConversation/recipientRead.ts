import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { addressAdviceFor, parseAddress } from '../shared/spectrum/model/address/address';
import { longestInvitationText, type NamedRecipient, type Person } from '../shared/spectrum/gateway/recipes/recipients';
import { invisibleInWords, trimInvisible, trimWords } from '../shared/spectrum/values/invisible';
import { nonEmpty, present } from '../shared/spectrum/values/present';
import { readDefaultCountry } from '../shared/n8n/fields/defaultCountry';
import { invalid, textParameter } from '../shared/n8n/parameters/parameters';
import { emailField, firstMessageField, firstNameField, lastNameField, namedRecipientField, phoneNumberField } from './recipientFields';

/** The longest name, in UTF-16 code units. Longer texts were pasted by mistake. */
const longestName = 100;

/** The longest recipient ID; those of Spectrum have 36 characters. */
const longestId = 100;

/** Reads the person to register. Everything is checked before any call. */
export function readPerson(context: IExecuteFunctions, itemIndex: number): Person {
	const details = {
		firstName: nonEmpty(readName(context, itemIndex, firstNameField)),
		lastName: nonEmpty(readName(context, itemIndex, lastNameField)),
		email: nonEmpty(readEmail(context, itemIndex)),
	};
	return {
		phoneNumber: readNumber(context, itemIndex, phoneNumberField, textParameter(context, phoneNumberField, itemIndex)),
		...present(details),
	};
}

/** Reads which person to act on. Only a text with letters counts as an ID: a number without its country code is refused. */
export function readNamedRecipient(context: IExecuteFunctions, itemIndex: number): NamedRecipient {
	const text = trimInvisible(textParameter(context, namedRecipientField, itemIndex));
	const isId = text.length <= longestId && /^[\w-]+$/.test(text) && /[a-z]/i.test(text) && !/^\d+(\.\d+)?e\+?\d+$/i.test(text);
	return isId ? { id: text } : { phoneNumber: readNumber(context, itemIndex, namedRecipientField, text) };
}

/** Reads the text of an invitation; undefined when there is none. */
export function readFirstMessage(context: IExecuteFunctions, itemIndex: number): string | undefined {
	const text = textParameter(context, firstMessageField, itemIndex).trim();
	if (text === '') return undefined;
	if (text.length <= longestInvitationText) return text;
	const advice = 'Shorten it: the person only has to send it as it is.';
	throw invalid(itemIndex, firstMessageField.displayName, `is longer than ${longestInvitationText.toLocaleString('en')} characters`, text, {
		advice,
	});
}

function readNumber(context: IExecuteFunctions, itemIndex: number, field: INodeProperties, text: string): string {
	const parsed = parseAddress(text, readDefaultCountry(context, itemIndex));
	if (!parsed.ok) throw invalid(itemIndex, field.displayName, parsed.problem, text, numberAdviceFor(text));
	if (parsed.value.kind === 'phone') return parsed.value.address;
	throw invalid(
		itemIndex,
		field.displayName,
		'is an email address, but Spectrum identifies people by their phone number',
		text,
		'+15551234567',
	);
}

/** The usual advice without its email address, because only a number is accepted here. */
function numberAdviceFor(text: string): string {
	return addressAdviceFor(text).replace(/ or \S+@example\.com/, '');
}

function readName(context: IExecuteFunctions, itemIndex: number, field: INodeProperties): string {
	const text = trimWords(textParameter(context, inDetails(field), itemIndex));
	if (text.length > longestName) {
		throw invalid(itemIndex, field.displayName, `is longer than ${longestName} characters`, text, 'Ada');
	}
	if (/[\t\n\r]/.test(text)) throw invalid(itemIndex, field.displayName, 'contains a line break or a tab', text, 'Ada');
	const hidden = invisibleInWords(text);
	if (hidden === undefined) return text;
	throw invalid(itemIndex, field.displayName, `contains an invisible character, ${hidden}`, text, 'Ada');
}

function readEmail(context: IExecuteFunctions, itemIndex: number): string {
	const text = trimInvisible(textParameter(context, inDetails(emailField), itemIndex));
	if (text === '') return '';
	const parsed = parseAddress(text);
	if (parsed.ok && parsed.value.kind === 'email') return parsed.value.address;
	const problem = parsed.ok || !text.includes('@') ? 'is not an email address' : parsed.problem;
	throw invalid(itemIndex, emailField.displayName, problem, text, 'ada@example.com');
}

function inDetails({ name, displayName }: INodeProperties): { name: string; displayName: string } {
	return { name: `details.${name}`, displayName };
}
