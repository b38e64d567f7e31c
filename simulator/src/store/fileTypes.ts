export interface FileType {
	readonly mimeType: string;
	/** Apple's name for the type. */
	readonly uti: string;
}

const byExtension: Readonly<Record<string, FileType>> = {
	jpg: { mimeType: 'image/jpeg', uti: 'public.jpeg' },
	jpeg: { mimeType: 'image/jpeg', uti: 'public.jpeg' },
	png: { mimeType: 'image/png', uti: 'public.png' },
	gif: { mimeType: 'image/gif', uti: 'com.compuserve.gif' },
	webp: { mimeType: 'image/webp', uti: 'org.webmproject.webp' },
	heic: { mimeType: 'image/heic', uti: 'public.heic' },
	heif: { mimeType: 'image/heif', uti: 'public.heif' },
	mov: { mimeType: 'video/quicktime', uti: 'com.apple.quicktime-movie' },
	mp4: { mimeType: 'video/mp4', uti: 'public.mpeg-4' },
	mp3: { mimeType: 'audio/mpeg', uti: 'public.mp3' },
	m4a: { mimeType: 'audio/x-m4a', uti: 'com.apple.m4a-audio' },
	// Voice memos come without a useful MIME type.
	caf: { mimeType: 'application/octet-stream', uti: 'com.apple.coreaudio-format' },
	pdf: { mimeType: 'application/pdf', uti: 'com.adobe.pdf' },
	txt: { mimeType: 'text/plain', uti: 'public.plain-text' },
	vcf: { mimeType: 'text/vcard', uti: 'public.vcard' },
};

const unknownType: FileType = { mimeType: 'application/octet-stream', uti: 'public.data' };

/** The type that a file's name tells. */
export function typeOfName(fileName: string): FileType {
	const extension = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
	return byExtension[extension] ?? unknownType;
}

const audioByExtension: Readonly<Record<string, string>> = { caf: 'audio/x-caf', m4a: 'audio/x-m4a', mp3: 'audio/mpeg' };

/** The type of a sound whose file may not know its own. */
export function audioType(fileName: string, mimeType: string): string {
	if (mimeType.startsWith('audio/')) return mimeType;
	return audioByExtension[/\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''] ?? 'audio/x-caf';
}

const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx'];
const heifBrands = ['mif1', 'msf1'];

/** MIME type of a picture, read from its first bytes; undefined for everything else. */
export function typeOfPicture(data: Uint8Array): string | undefined {
	const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
	const text = (start: number, end: number): string => bytes.toString('latin1', start, end);
	if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
	if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
	if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'image/gif';
	if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
	if (text(4, 8) !== 'ftyp') return undefined;
	if (heicBrands.includes(text(8, 12))) return 'image/heic';
	return heifBrands.includes(text(8, 12)) ? 'image/heif' : undefined;
}
