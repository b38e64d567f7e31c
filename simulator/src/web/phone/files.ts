import { WebError, type FileAnswer, type Route } from '../route';
import type { Desk } from './desk';
import { isShown, plainType } from './fileView';
import { largestFile } from './uploads';

/** Longest name of a file that a page uploads, in UTF-16 code units. */
const longestName = 255;

/** Routes of everything that is bytes. */
export function fileRoutes(desk: Desk): Route[] {
	return [
		{
			method: 'GET',
			path: '/phone/files/:line/:id',
			answer: ({ params, query, headers }) => {
				const file = desk.lineOf(params.line ?? '').attachments.get(params.id ?? '');
				if (file?.data === undefined) throw new WebError(404, 'The file is not there');
				return answerWith(file.data, file.mimeType, { name: file.fileName, isSaved: query.has('save'), range: headers.range });
			},
		},
		{
			method: 'GET',
			path: '/phone/files/:line/:id/film',
			answer: ({ params, headers }) => {
				const film = desk.lineOf(params.line ?? '').attachments.get(params.id ?? '')?.companion;
				if (film === undefined) throw new WebError(404, 'The video does not exist');
				return answerWith(film.data, film.mimeType, { name: film.fileName, range: headers.range });
			},
		},
		{
			method: 'GET',
			path: '/phone/embedded/:line/:id',
			answer: ({ params }) => {
				const media = desk.lineOf(params.line ?? '').messages.get(params.id ?? '')?.embeddedMedia;
				if (media === undefined) throw new WebError(404, 'The picture is not there');
				return answerWith(media.data, media.mimeType, { name: 'picture' });
			},
		},
		{
			method: 'GET',
			path: '/phone/pictures/:line/:space/:which',
			answer: ({ params }) => {
				const chat = desk.lineOf(params.line ?? '').chats.get(params.space ?? '');
				const picture = params.which === 'icon' ? chat?.icon : params.which === 'background' ? chat?.background : undefined;
				if (picture === undefined) throw new WebError(404, 'The picture is not there');
				return answerWith(picture.data, picture.mimeType, { name: 'picture' });
			},
		},
		{
			method: 'POST',
			path: '/phone/uploads',
			answer: async ({ query, bytes }) => {
				const name = (query.get('name') ?? '').slice(-longestName);
				const mimeType = plainType(query.get('type') ?? '');
				if (name === '') throw new WebError(400, 'The file has no name');
				if (mimeType !== '' && !/^[\w.+-]+\/[\w.+-]+$/.test(mimeType)) throw new WebError(400, 'The type of the file is not a media type');
				const type = mimeType === '' ? 'application/octet-stream' : mimeType;
				return { json: { id: desk.uploads.add({ name, mimeType: type, bytes: await bytes(largestFile) }) } };
			},
		},
	];
}

interface Handed {
	readonly name: string;
	readonly isSaved?: boolean;
	readonly range?: string;
}

/** What a message carries is never run: pictures, sounds and films are shown, all else is saved. */
function answerWith(data: Uint8Array, mimeType: string, { name, isSaved = false, range }: Handed): FileAnswer {
	const inline = isShown(mimeType) && !isSaved;
	const headers = {
		'content-security-policy': "default-src 'none'; sandbox",
		'content-disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encoded(name)}`,
		'accept-ranges': 'bytes',
	};
	const contentType = inline ? plainType(mimeType) : 'application/octet-stream';
	const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
	const start = Number(from ?? 0);
	if (from === undefined || start >= data.length) return { file: data, contentType, headers };
	const end = to === undefined || to === '' ? data.length - 1 : Math.min(Number(to), data.length - 1);
	if (end < start) return { file: data, contentType, headers };
	return {
		status: 206,
		file: data.subarray(start, end + 1),
		contentType,
		headers: { ...headers, 'content-range': `bytes ${start}-${end}/${data.length}` },
	};
}

/** As RFC 5987 wants it; half a surrogate pair is left out. */
function encoded(name: string): string {
	return encodeURIComponent(name.replaceAll(/[\ud800-\udfff]/gu, '')).replaceAll(
		/['()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16)}`,
	);
}
