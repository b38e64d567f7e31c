import type { IExecuteFunctions } from 'n8n-workflow';
import { formatMessageId, type MessageRef } from '../shared/spectrum/model/messageRef';
import type { Target } from '../shared/spectrum/model/target';
import type { WriteKey } from '../shared/spectrum/keys/writeKey';
import { targetsOf } from '../shared/n8n/fields/recipient';
import { textParameter } from '../shared/n8n/parameters/parameters';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';

/** What tells one write of this node from another. */
export interface SendWrite {
	readonly operation: string;
	readonly target: Target;
	/** The message acted on: one idempotency key may serve for several of a conversation. */
	readonly ref?: MessageRef;
	/** What an AI decided on. */
	readonly said: unknown;
}

/** The key of one item's write, with the option *Idempotency Key* read. */
export function sendKey(context: IExecuteFunctions, itemIndex: number, { operation, target, ref, said }: SendWrite): WriteKey {
	return writeKeyFor(context, {
		itemIndex,
		operation: ref === undefined ? operation : `${operation} ${formatMessageId(ref)}`,
		target,
		userKey: textParameter(context, 'options.idempotencyKey', itemIndex),
		toolArguments: { target, said },
		...(ref === undefined ? { targetAt: targetsOf(context) } : {}),
	});
}
