import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { addressAdviceFor, addressExample, parseAddress } from '../shared/spectrum/model/address/address';
import { checkAddress } from '../shared/spectrum/gateway/recipes/addressCheck';
import { fromItemOrEvent, incomingConversation } from '../shared/n8n/parameters/incoming';
import { readDefaultCountry } from '../shared/n8n/fields/defaultCountry';
import { ItemError } from '../shared/n8n/errors/itemError';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { readLineChoice } from '../shared/n8n/fields/lineChoice';
import { invalid, optionalText } from '../shared/n8n/parameters/parameters';
import { checkedAddressField } from './conversationFields';
import { present } from '../shared/spectrum/values/present';

/** Reports what is known about an address: whether it has iMessage now, and what this line has seen of it. */
export async function check({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const address = readAddress(context, itemIndex);
	const line = await gateway.anyLine(readLineChoice(context, itemIndex));
	const { isImessageAvailable, info, isSilencedByFocus } = await checkAddress(gateway, line.id, address);
	return {
		json: {
			address,
			imessageAvailable: isImessageAvailable,
			knownToLine: info !== undefined,
			services: [...(info?.services ?? [])],
			...(info?.country === undefined ? {} : { country: info.country }),
			...present({ silencedByFocus: isSilencedByFocus }),
			line: line.phone,
		},
	};
}

function readAddress(context: IExecuteFunctions, itemIndex: number): string {
	const text = optionalText(context, checkedAddressField, itemIndex).trim();
	if (text !== '') {
		const parsed = parseAddress(text, readDefaultCountry(context, itemIndex));
		if (parsed.ok) return parsed.value.address;
		throw invalid(itemIndex, checkedAddressField.displayName, parsed.problem, text, addressAdviceFor(text));
	}
	const incoming =
		fromItemOrEvent(context, itemIndex, addressOfSender) ??
		incomingConversation(context, itemIndex, { field: checkedAddressField.displayName })?.space.address;
	if (incoming !== undefined) return incoming;
	throw new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The field "${checkedAddressField.displayName}" is empty, and the item does not come from a person`,
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
