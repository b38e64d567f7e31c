/** Bytes at the beginning of a page that may name its encoding; HTML allows 1,024. */
const namingBytes = 2_048;

/**
 * The text of a page. Its encoding comes from the mark at its beginning, from the content type, or from the page itself, in
 * this order, and is UTF-8 otherwise.
 */
export function pageTextOf(bytes: Uint8Array, contentType: string): string {
	const begin = Buffer.from(bytes.subarray(0, namingBytes)).toString('latin1');
	const named = charsetIn(contentType) ?? charsetIn(/<meta[^>]{0,500}charset[^>]{0,100}>/i.exec(begin)?.[0] ?? '');
	return decoderFor(markedEncoding(begin) ?? named).decode(bytes);
}

function charsetIn(text: string): string | undefined {
	return /charset\s{0,9}=\s{0,9}["']?([a-z0-9_:.-]{1,40})/i.exec(text)?.[1];
}

function markedEncoding(begin: string): string | undefined {
	if (begin.startsWith('\xef\xbb\xbf')) return 'utf-8';
	if (begin.startsWith('\xff\xfe')) return 'utf-16le';
	return begin.startsWith('\xfe\xff') ? 'utf-16be' : undefined;
}

function decoderFor(encoding = 'utf-8'): InstanceType<typeof TextDecoder> {
	try {
		return new TextDecoder(encoding);
	} catch {
		// Unknown to everyone, or to this build of Node.
		return new TextDecoder();
	}
}
