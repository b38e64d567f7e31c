/** UTF-16 code units of a header that are read. Servers send a few hundred. */
const longestHeader = 16_384;

/**
 * The file name in a `Content-Disposition` header. It reads RFC 8187, RFC 2231, the encoding of mails (RFC 2047), percent
 * encoding, and bare UTF-8 or Windows bytes. Undefined when there is no file name.
 *
 * @param header the header as Node gives it, with one character for each byte
 */
export function dispositionName(header: string): string | undefined {
	const parameters = parametersOf(header.slice(0, longestHeader));
	const extended = parameters.get('filename*');
	const pieces = extended === undefined ? continuations(parameters) : extendedValue(extended);
	const name = pieces ?? plainValue(parameters.get('filename'));
	return name === undefined || name.trim() === '' ? undefined : name.trim();
}

function parametersOf(header: string): Map<string, string> {
	const parameters = new Map<string, string>();
	// A name has one place to begin and one way to be read, so that no header takes more than linear time.
	const parameter = /(?<![\w.*-])([\w.-]+(?:\*\d*\*?)?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/gs;
	for (const [, name = '', quoted, bare = ''] of header.matchAll(parameter)) {
		const key = name.toLowerCase();
		// Only these two characters are escaped. A backslash in a path of an old client stays a backslash.
		if (!parameters.has(key)) parameters.set(key, quoted === undefined ? bare.trim() : quoted.replace(/\\(["\\])/g, '$1'));
	}
	return parameters;
}

/** `UTF-8'en'na%C3%AFve.txt` */
function extendedValue(value: string): string {
	const [, charset = '', rest = value] = /^([^']*)'[^']*'(.*)$/s.exec(value) ?? [];
	return decoded(bytesOfPercents(rest), charset);
}

/** `filename*0*=UTF-8''na; filename*1=me.txt` */
function continuations(parameters: ReadonlyMap<string, string>): string | undefined {
	let charset = '';
	const bytes: Buffer[] = [];
	for (let index = 0; ; index++) {
		const encoded = parameters.get(`filename*${index}*`);
		const plain = parameters.get(`filename*${index}`);
		const [, found = '', rest = encoded ?? ''] = index === 0 ? (/^([^']*)'[^']*'(.*)$/s.exec(encoded ?? '') ?? []) : [];
		if (index === 0) charset = found;
		if (encoded !== undefined) bytes.push(bytesOfPercents(rest));
		else if (plain !== undefined) bytes.push(Buffer.from(plain, 'latin1'));
		else return index === 0 ? undefined : decoded(Buffer.concat(bytes), charset);
	}
}

function plainValue(value: string | undefined): string | undefined {
	if (value === undefined) return undefined;
	if (/=\?[^?\s]+\?[bq]\?[^?]*\?=/i.test(value)) return mailWords(value);
	const text = decoded(Buffer.from(value, 'latin1'), '');
	if (!/%[0-9a-f]{2}/i.test(text)) return text;
	try {
		return decodeURIComponent(text);
	} catch {
		// The percent signs are literal.
		return text;
	}
}

/** `=?utf-8?B?…?=`. White space between two encoded words is dropped. */
function mailWords(value: string): string {
	const words = /=\?([^?\s*]+)(?:\*[^?]*)?\?([bq])\?([^?]*)\?=(?:\s+(?==\?))?/gi;
	return value.replace(words, (_word, charset: string, encoding: string, text: string) => {
		if (encoding.toLowerCase() === 'b') return decoded(Buffer.from(text, 'base64'), charset);
		return decoded(bytesOfPercents(text.replace(/_/g, ' ').replace(/=(?=[0-9a-f]{2})/gi, '%')), charset);
	});
}

function bytesOfPercents(text: string): Buffer {
	const pieces = text.split(/%([0-9a-f]{2})/i);
	return Buffer.concat(pieces.map((piece, index) => (index % 2 === 1 ? Buffer.from(piece, 'hex') : Buffer.from(piece, 'latin1'))));
}

/** Decodes with the charset of the header, then as UTF-8, and finally as Windows-1252. */
function decoded(bytes: Buffer, charset: string): string {
	for (const label of [charset.trim(), 'utf-8']) {
		try {
			if (label !== '') return new TextDecoder(label, { fatal: true }).decode(bytes);
		} catch {
			// The encoding is unknown, or the bytes do not fit it.
		}
	}
	return new TextDecoder('windows-1252').decode(bytes);
}
