/** The bytes of a text, one for each character. */
export const latin = (text: string) => Buffer.from(text, 'latin1');

/** A file type box with these brands, and the beginning of the box after it. */
export function fileType(major: string, ...compatible: string[]): Buffer {
	const brands = latin(`ftyp${major}\0\0\0\0${compatible.join('')}`);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(brands.length + 4);
	return Buffer.concat([length, brands, latin('\0\0\0\x08mdat')]);
}
