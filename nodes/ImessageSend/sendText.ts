import type { IExecuteFunctions } from 'n8n-workflow';
import type { WriteKey } from '../shared/domain/writeKey';
import { readRecipient, type Recipient } from '../shared/n8n/fields/recipient';
import type { ItemOutput, ItemRun } from '../shared/n8n/itemLoop';
import { sentOutput } from '../shared/n8n/outputs';
import { invalid, textParameter } from '../shared/n8n/parameters';
import { writeKeyFor } from '../shared/n8n/writeKeys';

interface Parameters extends Recipient {
	readonly text: string;
	readonly key: WriteKey;
}

/** Sends the text, and says which message it became, where, and through which line. */
export async function sendText({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const { target, wish, text, key } = readParameters(context, itemIndex);
	const space = await gateway.spaces.open(target, wish, key);
	return { json: sentOutput(space, await gateway.messages.sendText(space, text, key)) };
}

/** Reads one item's parameters; a wrong one is refused here, before any call. */
function readParameters(context: IExecuteFunctions, itemIndex: number): Parameters {
	const recipient = readRecipient(context, itemIndex);
	const text = textParameter(context, 'text', itemIndex);
	if (text.trim() === '') {
		throw invalid(itemIndex, 'Text', 'is empty', '', 'Thanks, we got your message! or {{ $json.output }}');
	}
	const key = writeKeyFor(context, {
		itemIndex,
		operation: 'sendText',
		target: recipient.target,
		userKey: textParameter(context, 'options.idempotencyKey', itemIndex),
		toolArguments: { target: recipient.target, text },
	});
	return { ...recipient, text, key };
}
