import type { IExecuteFunctions } from 'n8n-workflow';
import { formatMessageId } from '../shared/spectrum/model/messageRef';
import type { StickerPlacement } from '../shared/spectrum/model/sticker';
import type { WriteKey } from '../shared/spectrum/keys/writeKey';
import { toSpectrumError } from '../shared/spectrum/errors/from';
import { SpectrumError } from '../shared/spectrum/errors/SpectrumError';
import { readFile, type InputFile } from '../shared/n8n/files/binaryInput';
import { binaryInputField } from '../shared/n8n/fields/binaryInput';
import { readRecipient, type Recipient, targetsOf } from '../shared/n8n/fields/recipient';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { invalid, textParameter } from '../shared/n8n/parameters/parameters';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';
import { placedOutput } from './output';
import { readPlacement } from './placement';
import { findMessage, readMessageChoice, type MessageChoice } from './search';

interface Parameters extends Recipient {
	readonly choice: MessageChoice;
	readonly file: InputFile;
	readonly placement: StickerPlacement;
	readonly key: WriteKey;
}

/** Uploads a picture and puts it on a message. */
export async function placeSticker(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, wish, choice, file, placement, key } = await readParameters(context, itemIndex);
	const space = await gateway.spaces.locate(target, wish, key);
	const ref = await findMessage(run, space, choice);
	const before = gateway.attachments.uploadedBefore(space.line.id, key);
	const { id } = before ?? (await gateway.attachments.upload(space.line.id, { fileName: file.fileName, data: await file.load() }, key));
	const sent = await gateway.messages
		.placeSticker(space, ref, { attachmentId: id }, placement, key)
		.catch((error: unknown) => {
			throw afterUpload(toSpectrumError(error), id);
		});
	return {
		json: { messageId: formatMessageId(ref), attachmentId: id, ...placedOutput(space, sent, 'stickerId') },
	};
}

/** The failure, and what was done before it. */
function afterUpload(error: SpectrumError, attachmentId: string): SpectrumError {
	const { kind, message, advice, code, status, retryable, connectionFailed, retryAfterMilliseconds, context } = error;
	return new SpectrumError({
		kind,
		message,
		advice: `${advice} The picture is uploaded (attachment ${attachmentId}), but not placed; a repeat of this run does not upload it twice.`,
		code,
		status,
		retryable,
		connectionFailed,
		retryAfterMilliseconds,
		context,
		cause: error,
	});
}

/** Reads one item's parameters; a wrong one is refused here, before any call. */
async function readParameters(context: IExecuteFunctions, itemIndex: number): Promise<Parameters> {
	const choice = readMessageChoice(context, itemIndex);
	const recipient = readRecipient(context, itemIndex, { withMessage: choice.by === 'id' });
	const placement = readPlacement(context, itemIndex);
	const file = await readPicture(context, itemIndex);
	const key = writeKeyFor(context, {
		itemIndex,
		operation: 'placeSticker',
		target: recipient.target,
		userKey: textParameter(context, 'options.idempotencyKey', itemIndex),
		toolArguments: { target: recipient.target, choice, placement, file: file.fileName },
		targetAt: targetsOf(context),
	});
	return { ...recipient, choice, placement, file, key };
}

async function readPicture(context: IExecuteFunctions, itemIndex: number): Promise<InputFile> {
	const file = await readFile(context, itemIndex, binaryInputField);
	if (file.mimeType.startsWith('image/')) return file;
	const found = `${file.fileName}, ${file.mimeType === '' ? 'of unknown type' : file.mimeType}`;
	throw invalid(itemIndex, binaryInputField.displayName, 'names a file that is not a picture', found, 'data, with a file such as sticker.png of type image/png');
}
