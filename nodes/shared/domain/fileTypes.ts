/** Content types by file name extension; where several extensions share a type, the first one is given to new names. */
const typesByExtension: Readonly<Record<string, string>> = {
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	png: 'image/png',
	gif: 'image/gif',
	heic: 'image/heic',
	heif: 'image/heif',
	webp: 'image/webp',
	avif: 'image/avif',
	tiff: 'image/tiff',
	tif: 'image/tiff',
	bmp: 'image/bmp',
	svg: 'image/svg+xml',
	mov: 'video/quicktime',
	mp4: 'video/mp4',
	m4v: 'video/x-m4v',
	webm: 'video/webm',
	m4a: 'audio/mp4',
	caf: 'audio/x-caf',
	mp3: 'audio/mpeg',
	aac: 'audio/aac',
	amr: 'audio/amr',
	wav: 'audio/wav',
	aiff: 'audio/aiff',
	aif: 'audio/aiff',
	ogg: 'audio/ogg',
	opus: 'audio/opus',
	flac: 'audio/flac',
	pdf: 'application/pdf',
	txt: 'text/plain',
	csv: 'text/csv',
	md: 'text/markdown',
	html: 'text/html',
	htm: 'text/html',
	rtf: 'application/rtf',
	json: 'application/json',
	xml: 'application/xml',
	vcf: 'text/vcard',
	ics: 'text/calendar',
	zip: 'application/zip',
	gz: 'application/gzip',
	doc: 'application/msword',
	xls: 'application/vnd.ms-excel',
	ppt: 'application/vnd.ms-powerpoint',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
	pages: 'application/vnd.apple.pages',
	numbers: 'application/vnd.apple.numbers',
};

/** Other names of the same types. */
const aliases: Readonly<Record<string, string>> = {
	'image/jpg': 'image/jpeg',
	'audio/x-m4a': 'audio/mp4',
	'audio/m4a': 'audio/mp4',
	'audio/mp3': 'audio/mpeg',
	'audio/x-wav': 'audio/wav',
	'audio/wave': 'audio/wav',
	'audio/vnd.wave': 'audio/wav',
	'audio/x-aiff': 'audio/aiff',
	'audio/caf': 'audio/x-caf',
	'audio/x-flac': 'audio/flac',
	'text/x-vcard': 'text/vcard',
	'text/xml': 'application/xml',
	'text/rtf': 'application/rtf',
	'application/x-zip-compressed': 'application/zip',
};

/** Types that say nothing, or that servers give to everything: then the name knows better. */
const vague: ReadonlySet<string> = new Set(['', 'application/octet-stream', 'binary/octet-stream', 'text/plain']);

const extensionsByType = new Map(
	Object.entries(typesByExtension)
		.reverse()
		.map(([extension, type]) => [type, extension]),
);

/** A content type without its parameters, in the spelling used here. */
export function normalType(contentType: string): string {
	const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
	return aliases[type] ?? type;
}

/** The type that a file has: what is said of it, or, when that is nothing, what its name tells. */
export function typeOf(fileName: string, contentType: string): string {
	const said = normalType(contentType);
	const told = typesByExtension[extensionOf(fileName)];
	return (vague.has(said) ? (told ?? said) : said) || 'application/octet-stream';
}

/**
 * A name whose extension tells the type: an upload carries a name and no type, so the type of a file called
 * `download` or `image.php` would be lost. Paths and control characters go.
 */
export function fileNameFor(name: string, contentType: string, fallback = 'attachment'): string {
	const last = name.split(/[/\\]/).at(-1) ?? '';
	const clean = last.replace(/[\u0000-\u001f\u007f-\u009f]/g, '').trim();
	const base = clean === '' || clean === '.' || clean === '..' ? fallback : clean;
	const type = normalType(contentType);
	const extension = extensionOf(base);
	const told = typesByExtension[extension];
	const wanted = extensionsByType.get(type);
	if (wanted === undefined || told === type || (vague.has(type) && extension !== '')) return base;
	return told === undefined ? `${base}.${wanted}` : `${base.slice(0, -extension.length)}${wanted}`;
}

/** Lower case, without the dot; empty when there is none. */
export function extensionOf(fileName: string): string {
	const dot = fileName.lastIndexOf('.');
	return dot <= 0 ? '' : fileName.slice(dot + 1).toLowerCase();
}
