import type { INodeProperties } from 'n8n-workflow';
import { present } from '../../shared/spectrum/values/present';
import { numberIn, TriggerOptions, wrongOption, type OptionsContext } from '../triggerOptions';

/** Limits and names for the files that the Trigger fetches with an event. */
export interface AttachmentSettings {
	/** Files of one event; default 10. */
	readonly maxCount: number;
	/** Bytes of one file; default 20 MiB. */
	readonly maxBytes: number;
	/** Prefix of the names of the binary fields, before their number; default `attachment_`. */
	readonly prefix: string;
}

/** What the Trigger fetches with an event. */
export interface DownloadSettings {
	/** Absent: the files of messages are not fetched. */
	readonly attachments?: AttachmentSettings;
	/** Whether the new picture of a group is fetched. */
	readonly icons: boolean;
}

const mebibyte = 1024 * 1024;

/** Highest number of files of one event. */
const mostFiles = 100;

/** Largest file that a user can allow, in MiB. Spectrum itself sends up to 100, but received files may be larger. */
const mostMebibytes = 2_048;

const whenDownloading = { show: { downloadAttachments: [true] } };

export const downloadAttachmentsOption: INodeProperties = {
	displayName: 'Download Attachments',
	name: 'downloadAttachments',
	type: 'boolean',
	default: false,
	description:
		'Whether to fetch the files of a message into binary fields. If the files cannot be fetched, the message starts the workflow anyway, with downloadError.',
};

export const attachmentPrefixOption: INodeProperties = {
	displayName: 'Attachment Prefix',
	name: 'attachmentPrefix',
	type: 'string',
	default: 'attachment_',
	placeholder: 'e.g. attachment_',
	description: 'How the names of the binary fields begin. With attachment_, the first file of a message is in attachment_0.',
	displayOptions: whenDownloading,
};

export const maxAttachmentsOption: INodeProperties = {
	displayName: 'Max Attachments',
	name: 'maxAttachments',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: mostFiles, numberPrecision: 0 },
	default: 10,
	description: 'How many files of one message are fetched. Further files are listed in downloadError.',
	displayOptions: whenDownloading,
};

export const maxAttachmentSizeOption: INodeProperties = {
	displayName: 'Max Attachment Size (MiB)',
	name: 'maxAttachmentMebibytes',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: mostMebibytes },
	default: 20,
	description: 'Largest size of one file. A larger file is not fetched, but listed in downloadError.',
	displayOptions: whenDownloading,
};

export const downloadIconOption: INodeProperties = {
	displayName: 'Download Group Icon',
	name: 'downloadGroupIcon',
	type: 'boolean',
	default: false,
	description:
		'Whether to fetch the new picture of a group into the binary field icon. If it cannot be fetched, the event starts the workflow anyway, with downloadError.',
	displayOptions: { show: { '/events': ['group.iconChanged'] } },
};

/** For the Trigger's collection `options`. */
export const attachmentOptions: readonly INodeProperties[] = [
	downloadAttachmentsOption,
	downloadIconOption,
	attachmentPrefixOption,
	maxAttachmentSizeOption,
	maxAttachmentsOption,
];

/** Reads what to fetch. Undefined if nothing is. Throws `invalid`, with the name of the option, for a wrong value. */
export function readDownloadSettings(context: OptionsContext): DownloadSettings | undefined {
	const attachments = readAttachmentSettings(context);
	const icons = new TriggerOptions(context).flag(downloadIconOption);
	return attachments === undefined && !icons ? undefined : { ...present({ attachments }), icons };
}

/**
 * Reads the options. Undefined if no files are to be fetched. Throws `invalid`, with the name of the option, for a wrong
 * value.
 */
export function readAttachmentSettings(context: OptionsContext): AttachmentSettings | undefined {
	const options = new TriggerOptions(context);
	if (!options.flag(downloadAttachmentsOption)) return undefined;
	return { maxCount: readCount(options), maxBytes: readBytes(options), prefix: readPrefix(options) };
}

function readCount(options: TriggerOptions): number {
	const value = options.value(maxAttachmentsOption);
	const count = numberIn(value);
	if (Number.isInteger(count) && count >= 1 && count <= mostFiles) return count;
	throw wrongOption(maxAttachmentsOption, `is not a whole number from 1 to ${mostFiles}`, value, '10');
}

function readBytes(options: TriggerOptions): number {
	const value = options.value(maxAttachmentSizeOption);
	const bytes = Math.floor(numberIn(value) * mebibyte);
	if (bytes >= 1 && bytes <= mostMebibytes * mebibyte) return bytes;
	throw wrongOption(maxAttachmentSizeOption, `is not above 0 and up to ${mostMebibytes} MiB`, value, '20');
}

/** Expressions cannot easily reach a field with a dot or a space in its name, so such names are refused. */
function readPrefix(options: TriggerOptions): string {
	const value = options.value(attachmentPrefixOption);
	if (typeof value === 'string' && /^[A-Za-z_][A-Za-z0-9_-]{0,49}$/.test(value)) return value;
	throw wrongOption(attachmentPrefixOption, 'is not a name of letters, digits, _ and -, up to 50', value, 'attachment_');
}
