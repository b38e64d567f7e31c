import type { IDataObject } from 'n8n-workflow';
import type { UploadedAttachment } from '../../spectrum/model/attachment';
import { bubbleParts } from '../../spectrum/text/bubbleParts';
import type { MessagePart } from '../../spectrum/model/outgoing';
import type { WriteKey } from '../../spectrum/keys/writeKey';
import { throwIfCancelled } from '../../spectrum/errors/from';
import type { Gateway } from '../../spectrum/gateway/Gateway';
import type { Sent } from '../../spectrum/gateway/messages';
import type { OpenSpace } from '../../spectrum/gateway/openSpace';
import type { InputFile } from './binaryInput';
import { attachmentOutput } from '../loop/messageOutput';
import { afterProgress } from '../errors/partialFailure';
import type { OutgoingFiles } from './attachmentRead';
import type { OutgoingText } from '../fields/textRead';
import { present } from '../../spectrum/values/present';

/** The outcome of sending a message with files. */
export interface SentFiles extends Sent {
	readonly uploaded: readonly UploadedAttachment[];
}

export interface FilesToSend {
	readonly gateway: Gateway;
	readonly space: OpenSpace;
	readonly outgoing: OutgoingFiles;
	readonly key: WriteKey;
	readonly effectId?: string;
	readonly signal?: AbortSignal;
}

/**
 * Uploads the files one after the other, so that one is in memory at a time, and sends them as one message. Each upload
 * is a separate step: a retry reuses the uploads of an earlier attempt.
 */
export async function sendOutgoingFiles(sending: FilesToSend): Promise<SentFiles> {
	const total = sending.outgoing.files.length;
	const uploaded: UploadedAttachment[] = [];
	try {
		await uploadAll(sending, uploaded);
		return { ...(await send(sending, uploaded)), uploaded };
	} catch (caught) {
		throw afterProgress(
			caught,
			uploaded.length === 0 ? undefined : `${uploaded.length} of ${total} ${total === 1 ? 'file' : 'files'} uploaded`,
		);
	}
}

/** The files of a sent message under the server's names, in the same fields as when a message is read. */
export function attachmentsOutput({ uploaded }: SentFiles): IDataObject {
	return { attachments: uploaded.map(attachmentOutput) };
}

async function uploadAll(sending: FilesToSend, uploaded: UploadedAttachment[]): Promise<void> {
	const { gateway, space, outgoing, key, signal } = sending;
	for (const [index, file] of outgoing.files.entries()) {
		throwIfCancelled(signal);
		const step = `upload ${index + 1}`;
		uploaded.push(gateway.attachments.uploadedBefore(space.line.id, key, step) ?? (await upload(sending, file, step)));
	}
}

async function upload({ gateway, space, outgoing, key }: FilesToSend, file: InputFile, step: string): Promise<UploadedAttachment> {
	const companion = await outgoing.companion?.load();
	const both = { fileName: file.fileName, ...(await file.load()), ...present({ companion }) };
	return await gateway.attachments.upload(space.line.id, both, key, step);
}

async function send({ gateway, space, outgoing, key, effectId }: FilesToSend, uploaded: readonly UploadedAttachment[]): Promise<Sent> {
	const { text, subject, replyTo, isVoiceNote } = outgoing;
	const common = present({ replyTo, effectId });
	const [only] = uploaded;
	if (only !== undefined && uploaded.length === 1 && text === undefined && subject === undefined) {
		const message = { ...common, attachmentId: only.id, ...(isVoiceNote ? { isVoiceNote } : {}) };
		return await gateway.messages.sendAttachment(space, message, key);
	}
	const parts = toParts(outgoing, uploaded);
	return await gateway.messages.sendMultipart(space, { ...common, ...present({ subject }), parts }, key);
}

function toParts({ text, textPosition }: OutgoingFiles, uploaded: readonly UploadedAttachment[]): MessagePart[] {
	const files = uploaded.map(({ id }): MessagePart => ({ attachmentId: id }));
	if (text === undefined) return files;
	const isAbove = textPosition === 'above';
	const words = toTextParts(text, isAbove ? 0 : files.length);
	// Only mentions split a text into several parts. Only then the parts need bubble numbers: otherwise each part is one
	// bubble.
	const numbered = text.mentions.length === 0 ? files : files.map((file, index) => ({ ...file, bubbleIndex: index + (isAbove ? 1 : 0) }));
	return isAbove ? [...words, ...numbered] : [...numbered, ...words];
}

function toTextParts(outgoing: OutgoingText, bubbleIndex: number): MessagePart[] {
	const { text, formatting, mentions } = outgoing;
	if (mentions.length > 0) return bubbleParts(outgoing, mentions, bubbleIndex);
	return [{ text, ...(formatting.length === 0 ? {} : { formatting }) }];
}
