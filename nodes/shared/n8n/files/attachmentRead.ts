import type { IExecuteFunctions } from 'n8n-workflow';
import { wireLimitBytes } from '../../spectrum/model/attachment';
import { entriesOf } from '../../spectrum/values/entries';
import { extensionOf, fileNameFor, withExtension } from '../../spectrum/files/fileTypes';
import { parseVoiceNote, voiceNoteAdvice } from '../../spectrum/files/voiceNote';
import type { MessageRef } from '../../spectrum/model/messageRef';
import { readFile, readFiles, type InputFile } from './binaryInput';
import { fetchFiles } from './fetchFiles';
import type { ItemInput } from '../loop/itemLoop';
import { choiceParameter } from '../parameters/choice';
import { asOption, invalid, textParameter } from '../parameters/parameters';
import * as fields from '../fields/attachment';
import { readOptionalText, readReplyTo, type OutgoingText } from '../fields/textRead';
import { present } from '../../spectrum/values/present';

/** Files to send, with all their fields and options. */
export interface OutgoingFiles {
	/** At least one. */
	readonly files: readonly InputFile[];
	/** The film of a Live Photo, whose picture is the only file. */
	readonly companion?: InputFile;
	readonly isVoiceNote: boolean;
	readonly text?: OutgoingText;
	readonly textPosition: 'above' | 'below';
	readonly subject?: string;
	readonly replyTo?: MessageRef;
	/** Names or URLs as the fields give them. */
	readonly named: readonly string[];
}

type Kind = 'file' | 'livePhoto' | 'voiceNote';

/** Reads the files of one item with their options. Files on the web are fetched. Wrong values are refused here. */
export async function readOutgoingFiles(run: ItemInput): Promise<OutgoingFiles> {
	const { context, itemIndex } = run;
	const kind = choiceParameter(context, fields.kindField, itemIndex, ['file', 'livePhoto', 'voiceNote'] as const, 'file');
	const source = choiceParameter(context, fields.sourceField, itemIndex, ['binary', 'url'] as const, 'binary');
	const textPosition = choiceParameter(context, asOption(fields.textPositionOption), itemIndex, ['above', 'below'] as const, 'above');
	// The text comes first, because checking it costs nothing.
	const text = kind === 'voiceNote' ? undefined : readOptionalText(context, itemIndex);
	const subject = textParameter(context, 'options.subject', itemIndex).trim();
	if (kind === 'voiceNote' && subject !== '') {
		throw invalid(itemIndex, 'Subject', 'cannot be sent with a voice note', subject, {
			advice: 'Leave it out, or send a text before the voice note.',
		});
	}
	const replyTo = readReplyTo(context, itemIndex);
	const named = source === 'binary' ? [textParameter(context, fields.binaryField, itemIndex)] : readUrls(run, kind);
	const found = source === 'binary' ? await readBinaries(run, kind) : await fetchAll(run, named, kind);
	const files = withName(context, itemIndex, found.files);
	check({ itemIndex, kind, source }, files, found.companion);
	return {
		files: kind === 'voiceNote' ? await asVoiceNotes(itemIndex, source, files) : files,
		...present({ companion: found.companion }),
		isVoiceNote: kind === 'voiceNote',
		...present({ text }),
		textPosition,
		...(subject === '' ? {} : { subject }),
		...present({ replyTo }),
		named,
	};
}

interface Found {
	readonly files: readonly InputFile[];
	readonly companion?: InputFile;
}

async function readBinaries({ context, itemIndex }: ItemInput, kind: Kind): Promise<Found> {
	const files = await readFiles(context, itemIndex, fields.binaryField);
	if (kind !== 'livePhoto') return { files };
	return { files, companion: await readFile(context, itemIndex, fields.companionBinaryField) };
}

function readUrls({ context, itemIndex }: ItemInput, kind: Kind): string[] {
	const urls = entriesOf(textParameter(context, fields.urlField, itemIndex), /\s+/) ?? [];
	if (urls.length === 0) throw invalid(itemIndex, fields.urlField.displayName, 'is empty', '', 'https://example.com/photo.jpg');
	if (kind !== 'file' && urls.length > 1) throw tooMany(itemIndex, fields.urlField.displayName, kind, urls.length);
	const film = textParameter(context, fields.companionUrlField, itemIndex).trim();
	if (kind !== 'livePhoto') return urls;
	if (film === '') throw invalid(itemIndex, fields.companionUrlField.displayName, 'is empty', '', 'https://example.com/photo.mov');
	return [...urls, film];
}

/** Everything is fetched before anything is sent: a URL that leads nowhere must not leave half of a message behind. */
async function fetchAll(run: ItemInput, urls: readonly string[], kind: Kind): Promise<Found> {
	const isFilm = (index: number): boolean => kind === 'livePhoto' && index === urls.length - 1;
	const named = urls.map((url, index) => ({ url, field: (isFilm(index) ? fields.companionUrlField : fields.urlField).displayName }));
	const files = await fetchFiles(run, named);
	const companion = kind === 'livePhoto' ? files.pop() : undefined;
	return { files, ...present({ companion }) };
}

function withName(context: IExecuteFunctions, itemIndex: number, files: readonly InputFile[]): readonly InputFile[] {
	const wanted = textParameter(context, asOption(fields.fileNameOption), itemIndex).trim();
	if (wanted === '') return files;
	if (/[/\\]/.test(wanted)) throw invalid(itemIndex, 'File Name', 'is a path, but a name is needed', wanted, 'invoice.pdf');
	const [file] = files;
	if (file === undefined || files.length > 1) {
		throw invalid(itemIndex, 'File Name', `is for one file, but there are ${files.length}`, wanted, {
			advice: 'Leave the name out, or send one file for each item.',
		});
	}
	return [{ ...file, fileName: fileNameFor(wanted, file.mimeType) }];
}

interface Checked {
	readonly itemIndex: number;
	readonly kind: Kind;
	readonly source: 'binary' | 'url';
}

function check({ itemIndex, kind, source }: Checked, files: readonly InputFile[], companion: InputFile | undefined): void {
	const field = fieldOf(source);
	const filmField = (source === 'binary' ? fields.companionBinaryField : fields.companionUrlField).displayName;
	if (kind !== 'file' && files.length > 1) throw tooMany(itemIndex, field, kind, files.length);
	for (const file of files) {
		if (kind === 'livePhoto' && !/^image\/(jpeg|heic|heif)$/.test(file.mimeType)) {
			throw invalid(itemIndex, field, 'names a file that cannot be the picture of a Live Photo', describe(file), 'photo.heic or photo.jpg');
		}
		checkSize(itemIndex, field, file, companion);
	}
	if (companion !== undefined && companion.mimeType !== 'video/quicktime' && extensionOf(companion.fileName) !== 'mov') {
		throw invalid(
			itemIndex,
			filmField,
			'names a file that cannot be the video of a Live Photo',
			describe(companion),
			'photo.mov, of the type video/quicktime',
		);
	}
}

function fieldOf(source: Checked['source']): string {
	return (source === 'binary' ? fields.binaryField : fields.urlField).displayName;
}

/** Voice notes in a format that phones play. They are read here, so that any other format is refused before any call. */
async function asVoiceNotes(itemIndex: number, source: Checked['source'], files: readonly InputFile[]): Promise<InputFile[]> {
	const notes: InputFile[] = [];
	for (const file of files) {
		const loaded = await file.load();
		const note = parseVoiceNote(loaded.data);
		if (!note.ok)
			throw invalid(itemIndex, fieldOf(source), `names a file that ${note.problem}`, describe(file), { advice: voiceNoteAdvice });
		const { data, extension, mimeType } = note.value;
		// An upload has a name and no type.
		const fileName = withExtension(file.fileName, extension);
		const kept = data === loaded.data ? loaded : { data };
		notes.push({ fileName, mimeType, size: data.byteLength, load: async () => await Promise.resolve(kept) });
	}
	return notes;
}

function checkSize(itemIndex: number, field: string, file: InputFile, companion: InputFile | undefined): void {
	if (file.size === 0 || companion?.size === 0) {
		throw invalid(itemIndex, field, 'names a file that is empty', file.size === 0 ? file.fileName : (companion?.fileName ?? ''), {
			advice: 'Check the node that returned the file: the file has no content.',
		});
	}
	const size = (file.size ?? 0) + (companion?.size ?? 0);
	if (size < wireLimitBytes) return;
	const mebibytes = `${(Math.ceil((size / 1024 / 1024) * 10) / 10).toFixed(1)} MiB`;
	const what = companion === undefined ? 'names a file that is too large' : 'names a picture that is too large together with its video';
	throw invalid(itemIndex, field, what, `${file.fileName}, ${mebibytes}`, { advice: 'Send a file of less than 100 MiB, or a link to it.' });
}

function tooMany(itemIndex: number, field: string, kind: Kind, count: number): Error {
	const what = kind === 'voiceNote' ? 'a voice note' : 'a Live Photo';
	return invalid(itemIndex, field, `names ${count} files, but ${what} takes one`, '', { advice: 'Use one item for each file.' });
}

function describe({ fileName, mimeType }: InputFile): string {
	return `${fileName}, of the type ${mimeType}`;
}
