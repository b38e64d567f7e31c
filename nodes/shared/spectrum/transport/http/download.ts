import { dispositionName } from '../../files/dispositionName';
import { SpectrumError } from '../../errors/SpectrumError';
import { jsonIn, type HttpCall } from './calls';
import type { OpenAnswer } from './exchange';
import { locate, pathSegment } from './location';
import { messageOf, routeOf } from './routes';
import { fromWireJson, readWire, toWireJson, writeWire, type JsonObject, type JsonValue } from './wireJson';

/** Of the stream that this takes the place of. */
export const downloadPath = '/photon.imessage.v1.AttachmentService/DownloadAttachment';

/** Makes the requests of one download. */
export interface DownloadRequests {
	/** One request, with its whole answer as bytes of the wire. */
	readonly whole: (call: HttpCall) => Promise<Uint8Array>;
	/** One request, whose answer is read piece by piece. */
	readonly open: (call: HttpCall) => Promise<OpenAnswer>;
}

/**
 * A file in the frames that gRPC would send: the header, the pieces of the file, the pieces of its companion. The header
 * comes when everything is open, so that a missing file fails before anything is written. One piece is fetched at a time.
 */
export async function* download(
	request: Buffer,
	requests: DownloadRequests,
	onOpen: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
	const frame = messageOf('DownloadAttachmentResponse');
	const { attachmentGuid } = readWire<{ attachmentGuid: string }>(messageOf('DownloadAttachmentRequest'), request);
	const base = `/v1/attachments/${pathSegment(attachmentGuid)}`;
	const attachment = await infoOf(attachmentGuid, requests);
	const opened: OpenAnswer[] = [];
	try {
		const film = hasCompanion(attachment) ? await orMissing(requests.open(fileAt(`${base}/companion`))) : undefined;
		if (film !== undefined) opened.push(film);
		const file = await requests.open(fileAt(`${base}/data`));
		opened.push(file);
		onOpen();
		yield fromWireJson(frame, { header: { attachment, ...(film === undefined ? {} : { companion: companionOf(film) }) } });
		for await (const piece of file.pieces()) yield writeWire(frame, { payload: { case: 'primaryChunk', value: piece } });
		if (film === undefined) return;
		// An empty piece says that the file is complete, before anything can go wrong with the companion: nobody has read it
		// meanwhile, and its connection may be gone.
		yield writeWire(frame, { payload: { case: 'companionChunk', value: new Uint8Array() } });
		for await (const piece of film.pieces()) yield writeWire(frame, { payload: { case: 'companionChunk', value: piece } });
	} finally {
		for (const answer of opened) answer.close();
	}
}

/** Read piece by piece, so that nothing is made of it as a whole. */
function fileAt(path: string): HttpCall {
	return { method: 'GET', path, gives: 'file', toWire: ({ body }) => body };
}

async function infoOf(attachmentGuid: string, { whole }: DownloadRequests): Promise<JsonObject> {
	const route = routeOf('/photon.imessage.v1.AttachmentService/GetAttachmentInfo');
	if (route === undefined) throw new Error('The wire has no route for GetAttachmentInfo');
	const bytes = await whole({
		method: route.method,
		path: locate(route, { attachmentGuid }).path,
		gives: 'json',
		toWire: (answer) => fromWireJson(route.output, jsonIn(answer)),
	});
	return (toWireJson(route.output, bytes).attachment ?? {}) as JsonObject;
}

function hasCompanion({ companionKind }: JsonObject): boolean {
	return companionKind !== undefined && companionKind !== 0 && companionKind !== 'COMPANION_KIND_UNSPECIFIED';
}

/** A companion that is gone does not keep its file from being read. */
async function orMissing(opened: Promise<OpenAnswer>): Promise<OpenAnswer | undefined> {
	try {
		return await opened;
	} catch (error) {
		if (error instanceof SpectrumError && error.kind === 'notFound') return undefined;
		throw error;
	}
}

/** What the headers say of the companion. */
function companionOf({ headers }: OpenAnswer): JsonValue {
	return {
		fileName: dispositionName(headers['content-disposition'] ?? '') ?? '',
		mimeType: headers['content-type'] ?? 'application/octet-stream',
		kind: numberIn(headers['x-companion-kind']),
		totalBytes: numberIn(headers['x-companion-total-bytes']),
	};
}

/** A number that fits the field, whatever stands there. */
function numberIn(text: string | undefined): number {
	return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
