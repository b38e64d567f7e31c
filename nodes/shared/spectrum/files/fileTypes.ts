import { withoutEnding } from '../values/ending';
import { withoutControls } from '../values/invisible';

/** Content types by file name extension. If several extensions share a type, new names get the first one. */
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

/** Content types by Apple's type identifiers that iPhones send. */
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

/** Types that say nothing about a file, or only that it is to be saved. */
const withoutInformation: ReadonlySet<string> = new Set([
	'',
	'application/octet-stream',
	'binary/octet-stream',
	'application/binary',
	'application/download',
	'application/force-download',
	'application/x-download',
	'application/unknown',
	'application/x-unknown',
]);

/** Types that servers of the web give files of every kind. Then the file name decides. */
const vague: ReadonlySet<string> = new Set([...withoutInformation, 'text/plain']);

const extensionsByType = new Map(
	Object.entries(typesByExtension)
		.reverse()
		.map(([extension, type]) => [type, extension]),
);

/** A content type without its parameters, in the spelling of the tables above. */
export function normalType(contentType: string): string {
	const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
	return own(aliases, type) ?? type;
}

/** The type of a file: the stated content type, or, if that is vague, the type of the extension. */
export function typeOf(fileName: string, contentType: string): string {
	const stated = normalType(contentType);
	const byName = own(typesByExtension, extensionOf(fileName));
	return (vague.has(stated) ? (byName ?? stated) : stated) || 'application/octet-stream';
}

/**
 * The type of a received file: the stated content type, or, if that has no information, the type of its UTI or its
 * extension. Empty if none is known.
 */
export function arrivedType(fileName: string, contentType: string, uti?: string): string {
	if (!withoutInformation.has(normalType(contentType))) return contentType;
	const byUti = uti === undefined ? undefined : own(typesByUti, uti.toLowerCase());
	return byUti ?? own(typesByExtension, extensionOf(fileName)) ?? contentType;
}

/**
 * A file name with an extension for its type. An upload has a name and no type, so the type of a file called `download`
 * would be lost. A name with an extension keeps it. Paths, control characters and direction marks are removed.
 */
export function fileNameFor(name: string, contentType: string, fallback = 'attachment'): string {
	const last = name.split(/[/\\]/).at(-1) ?? '';
	const clean = withoutControls(last).trim();
	const base = clean === '' || clean === '.' || clean === '..' ? fallback : clean;
	const wanted = extensionsByType.get(normalType(contentType));
	return withinLimit(wanted === undefined || extensionOf(base) !== '' ? base : `${withoutEnding(base, '.')}.${wanted}`);
}

/**
 * The name of a received file, as one line that cannot choose a folder. A sender chooses it, and workflows write files by it.
 * Its extension stays, also when it is shortened. Empty if nothing is left.
 */
export function arrivedName(name: string): string {
	const last = name.split(/[/\\]/).at(-1) ?? '';
	const line = withoutControls(last.replace(/\s+/g, ' ')).trim();
	return line === '.' || line === '..' ? '' : withinLimit(line);
}

/** Bytes of the longest name that file systems take. The last piece of a URL may have more. */
const longestName = 255;

function withinLimit(name: string): string {
	if (Buffer.byteLength(name) <= longestName) return name;
	const extension = extensionOf(name);
	const end = extension === '' ? '' : name.slice(-extension.length - 1);
	let left = longestName - Buffer.byteLength(end);
	let base = '';
	for (const character of name) {
		left -= Buffer.byteLength(character);
		if (left < 0) break;
		base += character;
	}
	return `${base}${end}`;
}

/** The file name with another extension, for a file whose content is now of another type. */
export function withExtension(fileName: string, extension: string): string {
	const before = extensionOf(fileName);
	if (before === extension) return fileName;
	return withinLimit(`${before === '' ? fileName : fileName.slice(0, -before.length - 1)}.${extension}`);
}

/** Extensions of programs on a server. They say nothing about the type of the response. */
const programs = /\.(?:php\d?|aspx?|ashx|jspx?|cgi|do|cfm|pl)$/i;

/** The file name for the last segment of a URL's path. */
export function fileNameOfPath(path: string): string {
	return path.replace(programs, '');
}

/** The extension in lower case without the dot. Empty if there is none, as in `report 1.2` or `Dr. Smith`. */
export function extensionOf(fileName: string): string {
	const dot = fileName.lastIndexOf('.');
	const extension = dot <= 0 ? '' : fileName.slice(dot + 1).toLowerCase();
	return /^[a-z0-9_-]{1,12}$/.test(extension) && /[a-z]/.test(extension) ? extension : '';
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
	return Object.hasOwn(table, key) ? table[key] : undefined;
}
