import { checkAddress } from '../shared/spectrum/gateway/recipes/addressCheck';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { readLineChoice } from '../shared/n8n/fields/lineChoice';
import { checkedAddressField } from './conversationFields';
import { readPerson } from './person';
import { present } from '../shared/spectrum/values/present';

/** Reports what is known about an address: whether it has iMessage now, and what this line has seen of it. */
export async function check({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const address = readPerson(context, itemIndex, checkedAddressField);
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
