import type { TextFormatType } from '../../model/outgoing';
import { present } from '../../values/present';

/** A tag or address in angle brackets in a Markdown text. `end` is the index after it. */
export type AngledToken =
	| { readonly kind: 'text'; readonly text: string; readonly end: number }
	| {
			readonly kind: 'open';
			readonly name: string;
			readonly href?: string;
			readonly formats: readonly TextFormatType[];
			readonly end: number;
	  }
	| { readonly kind: 'close'; readonly name: string; readonly end: number };

/** The format of a tag's content. */
const tagFormats: Readonly<Record<string, TextFormatType>> = {
	b: 'bold',
	strong: 'bold',
	i: 'italic',
	em: 'italic',
	u: 'underline',
	ins: 'underline',
	s: 'strikethrough',
	del: 'strikethrough',
	strike: 'strikethrough',
};

/** Tags that are removed with their closing tag. Any other text in angle brackets may be meant literally. */
const plainTags: ReadonlySet<string> = new Set([
	'a',
	'abbr',
	'blockquote',
	'center',
	'code',
	'details',
	'div',
	'dd',
	'dl',
	'dt',
	'font',
	'h1',
	'h2',
	'h3',
	'h4',
	'h5',
	'h6',
	'kbd',
	'li',
	'mark',
	'ol',
	'p',
	'pre',
	'q',
	'samp',
	'small',
	'span',
	'sub',
	'summary',
	'sup',
	'table',
	'tbody',
	'td',
	'th',
	'thead',
	'tr',
	'tt',
	'ul',
	'var',
]);

const voidTags: Readonly<Record<string, string>> = { br: '\n', hr: '', img: '', wbr: '' };

/** Named characters that people and language models write. Every other name stays as it is. */
const namedCharacters: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: '\u00a0',
	shy: '\u00ad',
	hellip: '…',
	mdash: '—',
	ndash: '–',
	lsquo: '‘',
	rsquo: '’',
	ldquo: '“',
	rdquo: '”',
	laquo: '«',
	raquo: '»',
	bull: '•',
	middot: '·',
	copy: '©',
	reg: '®',
	trade: '™',
	deg: '°',
	plusmn: '±',
	times: '×',
	divide: '÷',
	ne: '≠',
	le: '≤',
	ge: '≥',
	infin: '∞',
	micro: 'µ',
	larr: '←',
	uarr: '↑',
	rarr: '→',
	darr: '↓',
	check: '✓',
	sect: '§',
	para: '¶',
	euro: '€',
	pound: '£',
	yen: '¥',
	cent: '¢',
	frac12: '½',
	frac14: '¼',
	frac34: '¾',
	sup2: '²',
	sup3: '³',
	szlig: 'ß',
	aelig: 'æ',
	oslash: 'ø',
	aring: 'å',
	ccedil: 'ç',
	auml: 'ä',
	ouml: 'ö',
	uuml: 'ü',
	Auml: 'Ä',
	Ouml: 'Ö',
	Uuml: 'Ü',
	eacute: 'é',
	egrave: 'è',
	ecirc: 'ê',
	aacute: 'á',
	agrave: 'à',
	acirc: 'â',
	iacute: 'í',
	oacute: 'ó',
	ocirc: 'ô',
	uacute: 'ú',
	ntilde: 'ñ',
	iexcl: '¡',
	iquest: '¿',
};

const entity = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,15}));/iy;

/** The character that an entity at `at` stands for. */
export function entityAt(source: string, at: number): { readonly text: string; readonly end: number } | undefined {
	entity.lastIndex = at;
	const match = entity.exec(source);
	if (match === null) return undefined;
	const [all, decimal, hex, name] = match;
	const text = name === undefined ? characterOf(decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal)) : namedCharacters[name];
	return text === undefined ? undefined : { text, end: at + all.length };
}

/** A text with characters instead of entities. */
export function withoutEntities(text: string): string {
	return text.replace(/&[#a-z0-9]{1,17};/gi, (found) => entityAt(found, 0)?.text ?? found);
}

/** Zero, surrogates and numbers beyond Unicode become the replacement character. */
function characterOf(code: number): string {
	const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
	return isCharacter ? String.fromCodePoint(code) : '\ufffd';
}

// Neither may contain another `<`, so that a text full of them is read once.
const angled = /<([^<>\n]*)>/y;
const tag = /^(\/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)$/i;

/** The known tag or address in angle brackets at `at`. Undefined for any other text. */
export function angledAt(source: string, at: number): AngledToken | undefined {
	angled.lastIndex = at;
	const match = angled.exec(source);
	if (match === null) return undefined;
	const inner = match[1] ?? '';
	const end = at + match[0].length;
	const link = autolinkOf(inner);
	if (link !== undefined) return { kind: 'text', text: link, end };
	const [, slash = '', rawName = '', attributes = ''] = tag.exec(inner.endsWith('/') ? inner.slice(0, -1) : inner) ?? [];
	const name = rawName.toLowerCase();
	if (Object.hasOwn(voidTags, name)) return { kind: 'text', text: voidTags[name] ?? '', end };
	if (!Object.hasOwn(tagFormats, name) && !plainTags.has(name)) return undefined;
	if (slash === '/') return { kind: 'close', name, end };
	const href = name === 'a' ? hrefOf(attributes) : undefined;
	return { kind: 'open', name, end, formats: formatsOf(name, attributes), ...present({ href }) };
}

function autolinkOf(inner: string): string | undefined {
	if (/^[a-z][a-z0-9+.-]{1,31}:\/\/\S*$/i.test(inner)) return inner;
	const address = inner.replace(/^(mailto|tel|sms):/i, '');
	if (address !== inner && /^\S+$/.test(address)) return address;
	return /^[^\s@]{1,64}@[^\s@]{1,255}\.[a-z]{2,}$/i.test(inner) ? inner : undefined;
}

/** Formats that a style turns on (true) or off (false). Editors put a style on a `span`, or use it to undo a tag's format. */
const styles: ReadonlyArray<readonly [RegExp, TextFormatType, boolean]> = [
	[/font-weight:(?:bold|[6-9]00)/, 'bold', true],
	[/font-weight:(?:normal|[1-5]00)/, 'bold', false],
	[/font-style:italic/, 'italic', true],
	[/font-style:normal/, 'italic', false],
	[/text-decoration(?:-line)?:[^;]{0,60}underline/, 'underline', true],
	[/text-decoration(?:-line)?:[^;]{0,60}line-through/, 'strikethrough', true],
	[/text-decoration(?:-line)?:none/, 'underline', false],
];

function formatsOf(name: string, attributes: string): TextFormatType[] {
	const formats = new Set<TextFormatType>();
	const own = tagFormats[name];
	if (own !== undefined) formats.add(own);
	const match = /\bstyle\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes);
	const style = (match?.[1] ?? match?.[2] ?? '').toLowerCase().replace(/\s+/g, '');
	// The underline of a link is not emphasis.
	for (const [says, type, isOn] of name === 'a' ? [] : styles) {
		if (!says.test(style)) continue;
		if (isOn) formats.add(type);
		else formats.delete(type);
	}
	return [...formats];
}

function hrefOf(attributes: string): string | undefined {
	const match = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))/i.exec(attributes);
	return match?.[1] ?? match?.[2] ?? match?.[3];
}
