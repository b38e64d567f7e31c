import type { IExecuteFunctions } from 'n8n-workflow';
import type { Target } from '../shared/spectrum/model/target';
import type { WriteKey } from '../shared/spectrum/keys/writeKey';
import { readOutgoingFiles } from '../shared/n8n/files/attachmentRead';
import { attachmentsOutput, sendOutgoingFiles } from '../shared/n8n/files/attachmentSend';
import { readEffect } from '../shared/n8n/fields/effect';
import { readRecipient, targetsOf } from '../shared/n8n/fields/recipient';
import { readText } from '../shared/n8n/fields/textRead';
import { sendOutgoingText } from '../shared/n8n/fields/textSend';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { checkMessageInSpace } from '../shared/n8n/fields/messageChecks';
import { sentOutput } from '../shared/n8n/loop/outputs';
import { textParameter } from '../shared/n8n/parameters/parameters';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';

/** Sends a text with an effect. */
export async function sendText(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, lineChoice } = readRecipient(context, itemIndex);
	const effect = readEffect(context, itemIndex);
	const outgoing = readText(context, itemIndex);
	const key = keyOf(context, itemIndex, 'sendText', target, { effect: effect.name, outgoing });
	const space = await gateway.spaces.open(target, lineChoice, key);
	await checkMessageInSpace(run, space, outgoing.replyTo);
	const sent = await sendOutgoingText(gateway, space, outgoing, key, effect.id);
	return { json: { ...sentOutput(space, sent), effect: effect.name } };
}

/** Sends files with an effect, with or without a text. */
export async function sendAttachment(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, lineChoice } = readRecipient(context, itemIndex);
	const effect = readEffect(context, itemIndex);
	const outgoing = await readOutgoingFiles(run);
	const { files: _files, companion: _companion, ...content } = outgoing;
	const key = keyOf(context, itemIndex, 'sendAttachment', target, { effect: effect.name, ...content });
	const space = await gateway.spaces.open(target, lineChoice, key);
	await checkMessageInSpace(run, space, outgoing.replyTo);
	const sent = await sendOutgoingFiles({ ...run, space, outgoing, key, effectId: effect.id });
	return { json: { ...sentOutput(space, sent), effect: effect.name, ...attachmentsOutput(sent) } };
}

function keyOf(context: IExecuteFunctions, itemIndex: number, operation: string, target: Target, content: unknown): WriteKey {
	return writeKeyFor(context, {
		itemIndex,
		operation,
		target,
		userKey: textParameter(context, 'options.idempotencyKey', itemIndex),
		toolArguments: { target, content },
		targetAt: targetsOf(context),
	});
}
