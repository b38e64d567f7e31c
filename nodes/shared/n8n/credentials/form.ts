import type FormData from 'form-data';
import type { HttpForm, HttpFormPart } from '../../spectrum/net/http';

/** A form for n8n's current helper. It is streamed: each part is written from where it is. */
export function multipartForm({ parts }: HttpForm): FormData {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at the start of n8n
	const Form = require('form-data') as typeof FormData;
	const form = new Form();
	for (const part of parts) form.append(part.field, part.value, fileOptions(part));
	return form;
}

/**
 * A form for n8n's older helper, which makes it with its own copy of the same library: older versions do not recognise a
 * form that another copy has made.
 */
export function legacyForm({ parts }: HttpForm): Record<string, unknown> {
	const fields: Record<string, unknown> = {};
	for (const part of parts)
		fields[part.field] = typeof part.value === 'string' ? part.value : { value: part.value, options: fileOptions(part) };
	return fields;
}

/** Without a file name, servers take a part for a plain field. Its real name is a parameter of the call. */
function fileOptions({ value }: HttpFormPart): FormData.AppendOptions {
	return typeof value === 'string' ? {} : { filename: 'blob', contentType: 'application/octet-stream' };
}
