/** Invisible characters: controls, direction marks, joiners, fillers, selectors. Spaces and line breaks are not among them. */
const invisible = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const allInvisible = new RegExp(invisible.source, 'gu');

/** Names that users may know. Every other character is shown only by its number. */
const namesByCode: ReadonlyMap<number, string> = new Map([
	[0x00, 'NUL'],
	[0x1b, 'escape'],
	[0xad, 'soft hyphen'],
	[0x200b, 'zero width space'],
	[0x200c, 'zero width non-joiner'],
	[0x200d, 'zero width joiner'],
	[0x200e, 'left-to-right mark'],
	[0x200f, 'right-to-left mark'],
	[0x202a, 'left-to-right embedding'],
	[0x202b, 'right-to-left embedding'],
	[0x202c, 'pop directional formatting'],
	[0x202d, 'left-to-right override'],
	[0x202e, 'right-to-left override'],
	[0x2060, 'word joiner'],
	[0x2066, 'left-to-right isolate'],
	[0x2067, 'right-to-left isolate'],
	[0x2068, 'first strong isolate'],
	[0x2069, 'pop directional isolate'],
	[0xfeff, 'byte order mark'],
]);

/** A text without white space and invisible characters at its ends, which are often copied by accident. */
export function trimInvisible(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < end && isBlankAt(text, start)) start++;
	while (end > start && isBlankAt(text, end - 1)) end--;
	return text.slice(start, end);
}

/** Whether a text has nothing that is seen. */
export function isBlank(text: string): boolean {
	return trimInvisible(text) === '';
}

function isBlankAt(text: string, at: number): boolean {
	const character = text[at] as string;
	return character.trim() === '' || invisible.test(character);
}

/** The first invisible character of a text, as an error names it: `U+200B (zero width space)`. */
export function invisibleIn(text: string): string | undefined {
	const code = invisible.exec(text)?.[0].codePointAt(0);
	return code === undefined ? undefined : nameOf(code);
}

/** Characters that shape their neighbours in words and emoji. Inside a text they are meant. */
const shaping = /[\u200c\u200d\ufe0e\ufe0f]/g;

/** As {@link trimInvisible}, for words: an emoji at their end keeps its colour. */
export function trimWords(text: string): string {
	const trimmed = trimInvisible(text);
	const behind = trimmed === '' ? '' : text.charAt(text.indexOf(trimmed) + trimmed.length);
	return /[\ufe0e\ufe0f]/.test(behind) ? trimmed + behind : trimmed;
}

/** As {@link invisibleIn}, for words: what joins or colours characters is not found. */
export function invisibleInWords(text: string): string | undefined {
	return invisibleIn(text.replace(shaping, ''));
}

/** A text without the characters that change nothing of what is seen, for comparing it. Joiners and the parts of emoji stay. */
export function withoutUnseen(text: string): string {
	return text.replace(/[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '');
}

/**
 * A name without controls and direction marks, which could make one file look like another. Characters that join or
 * colour an emoji stay.
 */
export function withoutControls(name: string): string {
	return name.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu, '');
}

/** A text for an error message. Invisible characters are shown by their number, such as `\u{200B}`. */
export function shown(text: string): string {
	return text.replace(allInvisible, (character) => `\\u{${hexOf(character.codePointAt(0) ?? 0)}}`);
}

function nameOf(code: number): string {
	const name = namesByCode.get(code);
	return `U+${hexOf(code)}${name === undefined ? '' : ` (${name})`}`;
}

function hexOf(code: number): string {
	return code.toString(16).toUpperCase().padStart(4, '0');
}
