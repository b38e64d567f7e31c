import type { IExecuteFunctions } from 'n8n-workflow';
import { formatMessageId } from '../shared/spectrum/model/messageRef';
import type { Reaction } from '../shared/spectrum/model/reaction';
import type { WriteKey } from '../shared/spectrum/keys/writeKey';
import { readConversation, type Recipient } from '../shared/n8n/fields/recipient';
import { readTapback } from '../shared/n8n/fields/tapback';
import type { Action, ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';
import { placedOutput } from './output';
import { findMessage, readMessageChoice, type MessageChoice } from './search';

interface Parameters extends Recipient {
	readonly choice: MessageChoice;
	readonly reaction: Reaction;
	readonly key: WriteKey;
}

/** Puts a tapback or an emoji on a message. It replaces one of the same kind by this account. */
export const add: Action = async (run) => await setTapback(run, true);

/** Removes a tapback or an emoji of this account. */
export const remove: Action = async (run) => await setTapback(run, false);

async function setTapback(run: ItemRun, isSet: boolean): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, lineChoice, choice, reaction, key } = readParameters(context, itemIndex, isSet);
	const space = await gateway.spaces.locate(target, lineChoice, key);
	const ref = await findMessage(run, space, choice);
	const sent = await gateway.messages.setReaction(space, ref, reaction, isSet, key);
	return {
		json: {
			messageId: formatMessageId(ref),
			tapback: reaction.kind,
			...(reaction.kind === 'emoji' ? { emoji: reaction.emoji } : {}),
			isSet,
			...placedOutput(space, sent, 'tapbackId'),
		},
	};
}

/** Reads the parameters of one item. Refuses wrong ones before any call. */
function readParameters(context: IExecuteFunctions, itemIndex: number, isSet: boolean): Parameters {
	const choice = readMessageChoice(context, itemIndex);
	const recipient = readConversation(context, itemIndex, { withMessage: choice.by === 'id' });
	const reaction = readTapback(context, itemIndex);
	const key = writeKeyFor(context, {
		itemIndex,
		operation: isSet ? 'addTapback' : 'removeTapback',
		target: recipient.target,
		userKey: '',
		toolArguments: { target: recipient.target, choice, reaction },
		isIdempotent: true,
	});
	return { ...recipient, choice, reaction, key };
}
