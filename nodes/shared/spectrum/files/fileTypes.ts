import { withoutControls } from '../values/invisible';

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
	pkpass: 'application/vnd.apple.pkpass',
	gpx: 'application/gpx+xml',
	'3gp': 'video/3gpp',
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

/** Content types by Apple's own names of types, as far as iPhones send them. */
const typesByUti: Readonly<Record<string, string>> = {
	'public.heic': 'image/heic',
	'public.heif': 'image/heif',
	'public.jpeg': 'image/jpeg',
	'public.png': 'image/png',
	'public.tiff': 'image/tiff',
	'public.avif': 'image/avif',
	'com.compuserve.gif': 'image/gif',
	'org.webmproject.webp': 'image/webp',
	'com.microsoft.bmp': 'image/bmp',
	'public.svg-image': 'image/svg+xml',
	'com.apple.quicktime-movie': 'video/quicktime',
	'public.mpeg-4': 'video/mp4',
	'com.apple.m4v-video': 'video/x-m4v',
	'public.3gpp': 'video/3gpp',
	'com.apple.coreaudio-format': 'audio/x-caf',
	'com.apple.m4a-audio': 'audio/mp4',
	'public.mpeg-4-audio': 'audio/mp4',
	'public.mp3': 'audio/mpeg',
	'com.microsoft.waveform-audio': 'audio/wav',
	'public.aiff-audio': 'audio/aiff',
	'org.3gpp.adaptive-multi-rate-audio': 'audio/amr',
	'com.adobe.pdf': 'application/pdf',
	'public.vcard': 'text/vcard',
	'public.zip-archive': 'application/zip',
	'com.apple.pkpass': 'application/vnd.apple.pkpass',
	'com.apple.ical.ics': 'text/calendar',
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
	return own(aliases, type) ?? type;
}

/** The type that a file has: what is said of it, or, when that is nothing, what its name tells. */
export function typeOf(fileName: string, contentType: string): string {
	const said = normalType(contentType);
	const told = own(typesByExtension, extensionOf(fileName));
	return (vague.has(said) ? (told ?? said) : said) || 'application/octet-stream';
}

/**
 * The type of a file that has arrived: what is said of it, or, where that is nothing, what Apple's name of its type or
 * its own name tells. Empty when nobody knows.
 */
export function arrivedType(fileName: string, contentType: string, uti?: string): string {
	const said = contentType.trim().toLowerCase();
	if (said !== '' && said !== 'application/octet-stream' && said !== 'binary/octet-stream') return contentType;
	const told = uti === undefined ? undefined : own(typesByUti, uti.toLowerCase());
	return told ?? own(typesByExtension, extensionOf(fileName)) ?? contentType;
}

/**
 * A name that tells the type: an upload carries a name and no type, so that of a file called `download` would be lost.
 * A name that has an extension stays as it is. Paths, controls and marks of direction go.
 */
export function fileNameFor(name: string, contentType: string, fallback = 'attachment'): string {
	const last = name.split(/[/\\]/).at(-1) ?? '';
	const clean = withoutControls(last).trim();
	const base = clean === '' || clean === '.' || clean === '..' ? fallback : clean;
	const wanted = extensionsByType.get(normalType(contentType));
	return wanted === undefined || extensionOf(base) !== '' ? base : `${base.replace(/\.+$/, '')}.${wanted}`;
}

/** Names of programs on a server, which say nothing of what they give. */
const programs = /\.(?:php\d?|aspx?|ashx|jspx?|cgi|do|cfm|pl)$/i;

/** What a URL calls a file, by the last piece of its path. */
export function fileNameOfPath(path: string): string {
	return path.replace(programs, '');
}

/**
 * Lower case, without the dot; empty when there is none. Of `report 1.2` or `Dr. Smith` what stands behind the dot is no
 * extension.
 */
export function extensionOf(fileName: string): string {
	const dot = fileName.lastIndexOf('.');
	const extension = dot <= 0 ? '' : fileName.slice(dot + 1).toLowerCase();
	return /^[a-z0-9_-]{1,12}$/.test(extension) && /[a-z]/.test(extension) ? extension : '';
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
	return Object.hasOwn(table, key) ? table[key] : undefined;
}
