import type { IncomingMessage } from 'node:http';
import { attachmentKinds, attachments } from '../generated';
import { checkPlain, readBytes } from './body';
import { malformed } from './errors';

/** An upload as the generated code knows it: raw bytes, or a form with a companion. */
export async function readUpload(request: IncomingMessage, query: URLSearchParams): Promise<attachments.UploadAttachmentRequest> {
	const file_name = fileNameIn(query);
	checkPlain(request);
	const type = request.headers['content-type'] ?? '';
	if (/^(?:multipart\/(?!form-data\b)|application\/x-www-form-urlencoded)/i.test(type)) {
		throw malformed('The body must be the bytes of the file, or multipart/form-data', { header: 'content-type' }, 415);
	}
	const bytes = await readBytes(request);
	if (!/^multipart\/form-data\b/i.test(type)) return new attachments.UploadAttachmentRequest({ file_name, data: bytes });
	const { file, companion, kind } = await readForm(bytes, type);
	return new attachments.UploadAttachmentRequest({
		file_name,
		data: file,
		companion: new attachmentKinds.Companion({ data: companion, kind }),
	});
}

function fileNameIn(query: URLSearchParams): string {
	const others = [...query.keys()].filter((key) => key !== 'fileName');
	const [name, ...more] = query.getAll('fileName');
	if (others.length > 0) throw malformed('There is no query parameter beside fileName');
	if (!name || more.length > 0) throw malformed('The query parameter fileName must be there once', { parameter: 'fileName' });
	return name;
}

const partNames: readonly string[] = ['file', 'companion', 'companionKind'];

async function readForm(bytes: Buffer, type: string): Promise<{ file: Uint8Array; companion: Uint8Array; kind: number }> {
	const form = await new Response(bytes, { headers: { 'content-type': type } }).formData().catch(() => {
		throw malformed('The form cannot be read');
	});
	const keys = [...form.keys()];
	if (keys.length !== partNames.length || !partNames.every((name) => keys.includes(name))) {
		throw malformed(`The form must have the parts ${partNames.join(', ')}, each once`);
	}
	const kind = form.get('companionKind');
	if (typeof kind !== 'string' || !/^\d{1,9}$/.test(kind))
		throw malformed('companionKind must be the number of a kind', { part: 'companionKind' });
	return { file: await bytesOf(form, 'file'), companion: await bytesOf(form, 'companion'), kind: Number(kind) };
}

/** A part without a file name is text, and its bytes are lost. */
async function bytesOf(form: FormData, name: string): Promise<Uint8Array> {
	const part = form.get(name);
	if (part === null || typeof part === 'string') throw malformed(`The part ${name} must be a file with a name`, { part: name });
	return new Uint8Array(await part.arrayBuffer());
}
