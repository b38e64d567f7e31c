import type { IExecuteFunctions } from 'n8n-workflow';
import { allowPrivateOption, maxDownloadOption } from '../fields/attachment';
import type { ItemInput } from '../loop/itemLoop';
import { asOption, booleanParameter, invalid, numberParameter, textParameter } from '../parameters/parameters';
import type { InputFile } from './binaryInput';
import { pageInstead } from './fetchFailures';
import { fetchFile, type FetchedFile } from './fetchUrl';
import { formatOf } from '../../spectrum/files/fileFormat';
import { normalType, typeOf } from '../../spectrum/files/fileTypes';
import { present } from '../../spectrum/values/present';

/** A URL, and the name of its field, for errors. */
export interface NamedUrl {
	readonly field: string;
	readonly url: string;
}

/**
 * Fetches files one after the other, as the options *Allow Private Addresses* and *Max Download Size* of the item allow.
 * The limit, in MiB and 100 by default, counts for all of them together.
 */
export async function fetchFiles({ context, itemIndex, signal }: ItemInput, urls: readonly NamedUrl[]): Promise<InputFile[]> {
	const allowPrivate = booleanParameter(context, asOption(allowPrivateOption), itemIndex, false);
	const most = readMaxBytes(context, itemIndex);
	let left = most;
	const fetched: InputFile[] = [];
	for (const { field, url } of urls) {
		const request = { itemIndex, field, url, maxBytes: left, fetchedBefore: most - left, allowPrivate, ...present({ signal }) };
		const file = await fetchFile(context, request);
		if (isPageInstead(file, url)) throw pageInstead(request, file.url);
		const { fileName, mimeType, data } = file;
		left -= data.byteLength;
		fetched.push({ fileName, mimeType, size: data.byteLength, load: async () => await Promise.resolve({ data }) });
	}
	return fetched;
}

/** As {@link fetchFiles}, for one file. */
export async function fetchOne(run: ItemInput, field: string, url: string): Promise<InputFile> {
	const [file] = await fetchFiles(run, [{ field, url }]);
	if (file === undefined) throw new Error('One URL gives one file');
	return file;
}

/**
 * Whether a page has come in place of the file that the URL names: a sign-in, or the page around a shared file. It would
 * arrive as a broken picture. A server that gives a page a name of its own means it.
 */
function isPageInstead({ fileName, contentType, data, isNamedByServer }: FetchedFile, url: string): boolean {
	if (isNamedByServer || normalType(contentType) !== 'text/html' || formatOf(data)?.name !== 'an HTML page') return false;
	// A redirect may have led from the file to the page.
	return [fileName, new URL(url.trim()).pathname.split('/').at(-1) ?? ''].some(namesOtherThanText);
}

function namesOtherThanText(name: string): boolean {
	const type = typeOf(name, '');
	return type !== typeOf('', '') && !type.startsWith('text/');
}

function readMaxBytes(context: IExecuteFunctions, itemIndex: number): number {
	const option = asOption(maxDownloadOption);
	const mebibytes = numberParameter(context, option, itemIndex) ?? 100;
	if (mebibytes > 0 && mebibytes <= 100) return Math.floor(mebibytes * 1024 * 1024);
	throw invalid(itemIndex, option.displayName, 'is not between 1 and 100 MiB', textParameter(context, option, itemIndex), '20');
}
