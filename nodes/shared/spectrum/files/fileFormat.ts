/** The format of a file by its bytes. A name and a content type are only claims. */
export interface FileFormat {
	/** The name that people use: `JPEG`, `PDF`. */
	readonly name: string;
	readonly isImage: boolean;
}

/** Recognises a format by the beginning of the bytes. Undefined for an unknown format. */
export function formatOf(bytes: Uint8Array): FileFormat | undefined {
	return bySignature(bytes) ?? byRiff(bytes) ?? byFileType(bytes) ?? byAudioFrame(bytes) ?? byText(bytes);
}

interface Signature {
	/** The first bytes. */
	readonly starts: readonly number[];
	readonly name: string;
	readonly isImage?: boolean;
}

/** A longer signature comes before a shorter one with the same beginning. */
const signatures: readonly Signature[] = [
	{ starts: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], name: 'PNG', isImage: true },
	{ starts: [0xff, 0xd8, 0xff], name: 'JPEG', isImage: true },
	{ starts: ascii('GIF87a'), name: 'GIF', isImage: true },
	{ starts: ascii('GIF89a'), name: 'GIF', isImage: true },
	// Classic and BigTIFF, both byte orders. Camera raw files begin the same way.
	{ starts: [0x49, 0x49, 0x2a, 0x00], name: 'TIFF', isImage: true },
	{ starts: [0x4d, 0x4d, 0x00, 0x2a], name: 'TIFF', isImage: true },
	{ starts: [0x49, 0x49, 0x2b, 0x00], name: 'TIFF', isImage: true },
	{ starts: [0x4d, 0x4d, 0x00, 0x2b], name: 'TIFF', isImage: true },
	{ starts: [0x00, 0x00, 0x00, 0x0c, ...ascii('JXL ')], name: 'JPEG XL', isImage: true },
	{ starts: [0xff, 0x0a], name: 'JPEG XL', isImage: true },
	{ starts: [0x00, 0x00, 0x00, 0x0c, ...ascii('jP  ')], name: 'JPEG 2000', isImage: true },
	{ starts: [0xff, 0x4f, 0xff, 0x51], name: 'JPEG 2000', isImage: true },
	{ starts: ascii('8BPS'), name: 'PSD (Photoshop)', isImage: true },
	{ starts: [0x00, 0x00, 0x01, 0x00], name: 'ICO', isImage: true },
	{ starts: ascii('%PDF-'), name: 'PDF' },
	{ starts: ascii('%!PS'), name: 'PostScript' },
	{ starts: [0x50, 0x4b, 0x03, 0x04], name: 'ZIP, or an Office file' },
	{ starts: [0x1f, 0x8b], name: 'gzip' },
	{ starts: [0x1a, 0x45, 0xdf, 0xa3], name: 'WebM or Matroska video' },
	{ starts: ascii('caff'), name: 'CAF audio' },
	{ starts: ascii('ID3'), name: 'MP3 audio' },
	{ starts: ascii('OggS'), name: 'Ogg' },
	{ starts: ascii('fLaC'), name: 'FLAC audio' },
	{ starts: ascii('#!AMR'), name: 'AMR audio' },
	{ starts: ascii('BM'), name: 'BMP', isImage: true },
];

function bySignature(bytes: Uint8Array): FileFormat | undefined {
	const found = signatures.find(({ starts }) => beginsWith(bytes, starts));
	return found && { name: found.name, isImage: found.isImage === true };
}

function byRiff(bytes: Uint8Array): FileFormat | undefined {
	if (bytes.length < 12) return undefined;
	const kind = characters(bytes, 8, 12);
	if (beginsWith(bytes, ascii('FORM')) && /^AIF[FC]$/.test(kind)) return { name: 'AIFF audio', isImage: false };
	if (!beginsWith(bytes, ascii('RIFF'))) return undefined;
	if (kind === 'WEBP') return { name: 'WebP', isImage: true };
	if (kind === 'WAVE') return { name: 'WAV audio', isImage: false };
	return { name: kind === 'AVI ' ? 'AVI video' : 'RIFF', isImage: false };
}

/** Brands of the file type box (ISO 14496-12 and 23008-12). They name the standards that a reader needs to open the file. */
const heicBrands: ReadonlySet<string> = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);
const heifBrands: ReadonlySet<string> = new Set(['mif1', 'mif2', 'msf1', 'miaf']);
const avifBrands: ReadonlySet<string> = new Set(['avif', 'avis']);

/** The formats of other brands. */
const otherBrands: ReadonlyArray<readonly [RegExp, FileFormat]> = [
	[/^qt/, { name: 'QuickTime video', isImage: false }],
	[/^M4A/, { name: 'M4A audio', isImage: false }],
	[/^3g/, { name: '3GP video', isImage: false }],
	[/^crx/, { name: 'CR3 (camera raw)', isImage: true }],
	[/^(mp4|iso|avc|M4V|dash|MSNV|f4v)/, { name: 'MP4 video', isImage: false }],
];

function byFileType(bytes: Uint8Array): FileFormat | undefined {
	if (bytes.length < 12 || characters(bytes, 4, 8) !== 'ftyp') return undefined;
	const major = characters(bytes, 8, 12);
	if (heicBrands.has(major)) return { name: 'HEIC', isImage: true };
	if (avifBrands.has(major)) return { name: 'AVIF', isImage: true };
	// The container's brand says nothing about the coding, because an AVIF may have it, too.
	if (heifBrands.has(major)) return { name: heifName(compatibleBrands(bytes)), isImage: true };
	const other = otherBrands.find(([pattern]) => pattern.test(major));
	return other?.[1] ?? { name: `ISO media of the brand "${major.trim()}"`, isImage: false };
}

function heifName(compatible: readonly string[]): string {
	if (compatible.some((brand) => heicBrands.has(brand))) return 'HEIC';
	return compatible.some((brand) => avifBrands.has(brand)) ? 'AVIF' : 'HEIF';
}

function compatibleBrands(bytes: Uint8Array): string[] {
	const boxLength = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
	const end = Math.min(boxLength, bytes.length);
	const brands: string[] = [];
	for (let at = 16; at + 4 <= end; at += 4) brands.push(characters(bytes, at, at + 4));
	return brands;
}

/** Sounds without a header of the file: each frame begins with eleven bits (MPEG) or twelve bits (ADTS) that are set. */
function byAudioFrame([first, second = 0]: Uint8Array): FileFormat | undefined {
	if (first !== 0xff || second < 0xe0) return undefined;
	if ((second & 0xf6) === 0xf0) return { name: 'AAC (ADTS) audio', isImage: false };
	// Layer III. The bits 01 are no version of MPEG.
	return (second & 0x06) === 0x02 && (second & 0x18) !== 0x08 ? { name: 'MP3 audio', isImage: false } : undefined;
}

/** Bytes of a text that are read. An SVG may begin with long comments. */
const textBytes = 4_096;

function byText(bytes: Uint8Array): FileFormat | undefined {
	const text = new TextDecoder('utf-8').decode(bytes.subarray(0, textBytes)).trimStart();
	if (/^<svg[\s>]/i.test(withoutPrologue(text))) return { name: 'SVG', isImage: true };
	// A failed download is often an error page or message of the server instead of the image.
	if (/^<(!doctype html|html)/i.test(text)) return { name: 'an HTML page', isImage: false };
	if (text.startsWith('<?xml')) return { name: 'XML', isImage: false };
	if (/^data:[a-z]+\/[a-z0-9.+-]+[;,]/i.test(text)) return { name: 'a data: URL as text', isImage: false };
	if (/^[[{]\s*["{\]}[]/.test(text)) return { name: 'JSON', isImage: false };
	return undefined;
}

const prologue = /^(<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE svg[^>]*>)\s*/i;

// One piece at a time, because an attacker could make a single pattern for all pieces take exponential time.
function withoutPrologue(text: string): string {
	let rest = text;
	for (let piece = prologue.exec(rest); piece !== null; piece = prologue.exec(rest)) rest = rest.slice(piece[0].length);
	return rest;
}

function beginsWith(bytes: Uint8Array, starts: readonly number[]): boolean {
	return bytes.length >= starts.length && starts.every((byte, index) => bytes[index] === byte);
}

function characters(bytes: Uint8Array, from: number, to: number): string {
	return String.fromCharCode(...bytes.subarray(from, to));
}

function ascii(text: string): number[] {
	return Array.from(text, (character) => character.charCodeAt(0));
}
