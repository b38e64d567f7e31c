import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { parseAddress } from '../shared/spectrum/model/address/address';
import type { WriteKey } from '../shared/spectrum/keys/writeKey';
import {
	fallbackConditions,
	sendWithSmsFallback,
	type FallbackReason,
	type FallbackRequest,
} from '../shared/spectrum/gateway/recipes/smsFallback';
import { lineNamed } from '../shared/n8n/fields/defaultCountry';
import { readRecipient, recipientField, type Recipient, targetsOf } from '../shared/n8n/fields/recipient';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { readLocator } from '../shared/n8n/parameters/locator';
import { sentOutput } from '../shared/n8n/loop/outputs';
import { choiceParameter } from '../shared/n8n/parameters/choice';
import { asOption, invalid, textParameter } from '../shared/n8n/parameters/parameters';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';
import { conditionField, smsLineOption, textField } from './conversationFields';
import { isBlank } from '../shared/spectrum/values/invisible';
import { present } from '../shared/spectrum/values/present';

/** Sends a text as iMessage, or as SMS in the cases that the item names. */
export async function sendWithFallback({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const { request, key } = readParameters(context, itemIndex);
	const { space, sent, service, reason } = await sendWithSmsFallback(gateway, request, key);
	return { json: { ...sentOutput(space, sent), service, ...(reason === undefined ? {} : { fallback: reasonOutput(reason) }) } };
}

function reasonOutput(reason: FallbackReason): IDataObject {
	if (reason.because !== 'sendFailed') return { because: reason.because };
	const { kind, message, code } = reason.error;
	return { because: reason.because, error: { kind, message, ...present({ code }) } };
}

/** Reads the parameters of one item. Refuses wrong ones before any call. */
function readParameters(context: IExecuteFunctions, itemIndex: number): { request: FallbackRequest; key: WriteKey } {
	const recipient = readRecipient(context, itemIndex);
	const phone = readPhone(recipient, itemIndex);
	const text = textParameter(context, textField.name, itemIndex);
	if (isBlank(text)) throw invalid(itemIndex, textField.displayName, 'is empty', '', 'Your parcel has arrived.');
	const when = choiceParameter(context, conditionField, itemIndex, fallbackConditions);
	const key = writeKeyFor(context, {
		itemIndex,
		operation: 'sendWithFallback',
		target: { by: 'address', address: phone },
		userKey: textParameter(context, 'options.idempotencyKey', itemIndex),
		toolArguments: { phone, text },
		targetAt: targetsOf(context),
	});
	const smsLine = lineNamed(context, itemIndex, readLocator(context, asOption(smsLineOption), itemIndex).value);
	return { request: { phone, lineChoice: recipient.lineChoice, text, when, ...(smsLine === '' ? {} : { smsLine }) }, key };
}

/** SMS reaches one phone number: neither a group nor an email address. */
function readPhone({ target }: Recipient, itemIndex: number): string {
	const found = target.by === 'address' ? target.address : (target.space.address ?? target.space.id);
	const parsed = parseAddress(found);
	if (parsed.ok && parsed.value.kind === 'phone') return parsed.value.address;
	const problem = parsed.ok ? 'is an email address, which no SMS can reach' : 'is a group, but an SMS goes to one phone number';
	throw invalid(itemIndex, recipientField.displayName, problem, found, '+15551234567, or the iMessage node, which needs no fallback');
}
