import type { IExecuteFunctions } from 'n8n-workflow';
import { formatMessageId } from '../shared/spectrum/model/messageRef';
import type { StickerPlacement } from '../shared/spectrum/model/sticker';
import type { WriteKey } from '../shared/spectrum/keys/writeKey';
import { toSpectrumError } from '../shared/spectrum/errors/from';
import { SpectrumError } from '../shared/spectrum/errors/SpectrumError';
import type { InputFile } from '../shared/n8n/files/binaryInput';
import { readPicture } from '../shared/n8n/files/imageInput';
import { readConversation, type Recipient, targetsOf } from '../shared/n8n/fields/recipient';
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
	const { gateway } = run;
	const { target, lineChoice, choice, file, placement, key } = await readParameters(run);
	const space = await gateway.spaces.locate(target, lineChoice, key);
	const ref = await findMessage(run, space, choice);
	const before = gateway.attachments.uploadedBefore(space.line.id, key);
	const { id } = before ?? (await gateway.attachments.upload(space.line.id, { fileName: file.fileName, ...(await file.load()) }, key));
	const sent = await gateway.messages.placeSticker(space, ref, { attachmentId: id }, placement, key).catch((error: unknown) => {
		throw afterUpload(toSpectrumError(error), id);
	});
	return {
		json: { messageId: formatMessageId(ref), attachmentId: id, ...placedOutput(space, sent, 'stickerId') },
	};
}

/** The failure, with advice about the upload that succeeded before it. */
function afterUpload(error: SpectrumError, attachmentId: string): SpectrumError {
	const { kind, message, advice, code, status, retryable, connectionFailed, retryAfterMilliseconds, context } = error;
	return new SpectrumError({
		kind,
		message,
		advice: `${advice} The picture is uploaded (attachment ${attachmentId}) but not placed. A repeat of this run does not upload it again.`,
		code,
		status,
		retryable,
		connectionFailed,
		retryAfterMilliseconds,
		context,
		cause: error,
	});
}

/** Reads the parameters of one item. Refuses wrong ones before any call. */
async function readParameters(run: ItemRun): Promise<Parameters> {
	const { context, itemIndex } = run;
	const choice = readMessageChoice(context, itemIndex);
	const recipient = readTarget(context, itemIndex);
	const placement = readPlacement(context, itemIndex);
	const file = await readSticker(run);
	const key = writeKeyFor(context, {
		itemIndex,
		operation: 'placeSticker',
		target: recipient.target,
		userKey: textParameter(context, 'options.idempotencyKey', itemIndex),
		toolArguments: { target: recipient.target, choice, placement, file: file.fileName },
		targetAt: targetsOf(context, readTarget),
	});
	return { ...recipient, choice, placement, file, key };
}

/** The same for an item's own key and for the count of the items before it: otherwise a retry would exchange their keys. */
function readTarget(context: IExecuteFunctions, itemIndex: number): Recipient {
	return readConversation(context, itemIndex, { withMessage: readMessageChoice(context, itemIndex).by === 'id' });
}

async function readSticker(run: ItemRun): Promise<InputFile> {
	const { file, field } = await readPicture(run);
	if (file.mimeType.startsWith('image/')) return file;
	const found = `${file.fileName}, ${file.mimeType === '' ? 'of unknown type' : file.mimeType}`;
	throw invalid(
		run.itemIndex,
		field,
		'names a file that is not a picture',
		found,
		'data, with a file such as sticker.png of type image/png',
	);
}
