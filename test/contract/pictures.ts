/** The first bytes that tell what a picture is; nothing in these tests draws one. */
const signatures = {
	jpeg: [0xff, 0xd8, 0xff, 0xe0],
	png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
	gif: [...Buffer.from('GIF89a')],
	webp: [...Buffer.from('RIFF\0\0\0\0WEBP')],
	heic: [...Buffer.from('\0\0\0\x18ftypheic')],
	heif: [...Buffer.from('\0\0\0\x18ftypmif1')],
	avif: [...Buffer.from('\0\0\0\x18ftypavif')],
	tiff: [0x49, 0x49, 0x2a, 0x00],
	bmp: [...Buffer.from('BM')],
	svg: [...Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
} as const;

export type PictureFormat = keyof typeof signatures;

/** Bytes that a server takes for a picture of this format. */
export function picture(format: PictureFormat): Buffer {
	return Buffer.concat([Buffer.from(signatures[format]), Buffer.from('the rest of it')]);
}
