import type { IExecuteFunctions } from 'n8n-workflow';
import { formatMessageId, type MessageRef } from '../shared/spectrum/model/messageRef';
import type { Target } from '../shared/spectrum/model/target';
import type { WriteKey } from '../shared/spectrum/keys/writeKey';
import { targetsOf } from '../shared/n8n/fields/recipient';
import { textParameter } from '../shared/n8n/parameters/parameters';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';

/** What distinguishes one write of this node from another. */
export interface SendWrite {
	readonly operation: string;
	readonly target: Target;
	/** The message that the write acts on. One idempotency key may serve for several messages of a conversation. */
	readonly ref?: MessageRef;
	/** What is written, which an AI agent may have chosen. */
	readonly content: unknown;
}

/** The key of one item's write, with the option *Idempotency Key* read. */
export function sendKey(context: IExecuteFunctions, itemIndex: number, { operation, target, ref, content }: SendWrite): WriteKey {
	return writeKeyFor(context, {
		itemIndex,
		operation: ref === undefined ? operation : `${operation} ${formatMessageId(ref)}`,
		target,
		userKey: textParameter(context, 'options.idempotencyKey', itemIndex),
		toolArguments: { target, content },
		...(ref === undefined ? { targetAt: targetsOf(context) } : {}),
	});
}
