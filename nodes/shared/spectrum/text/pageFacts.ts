import { asLabel } from '../values/label';
import { withoutEntities } from './markdown/html';

/** What a page says about itself. Everything is a stranger's text: one line of limited length, without controls and direction marks. */
export interface PageFacts {
	readonly title?: string;
	readonly description?: string;
	/** Name of the site. */
	readonly site?: string;
	/** URLs of pictures as the page writes them, the best first. They may be relative, or no URLs at all. */
	readonly pictures: readonly string[];
}

/** UTF-16 code units of one value that are read. */
const longestValue = 4_000;

/** The names of Open Graph, of Twitter cards, and of HTML itself. The first of a list that the page has is taken. */
const names = {
	title: ['og:title', 'twitter:title'],
	description: ['og:description', 'twitter:description', 'description'],
	site: ['og:site_name'],
	pictures: ['og:image:secure_url', 'og:image:url', 'og:image', 'twitter:image', 'twitter:image:src'],
} as const;

const wanted: ReadonlySet<string> = new Set(Object.values(names).flat());

/** Reads the metadata of a page. The time it takes grows with the length of the page alone, whatever is in it. */
export function pageFactsOf(html: string): PageFacts {
	const found = new Map<string, string>();
	let ownTitle: string | undefined;
	for (const tag of tagsOf(html)) {
		if (tag.name === 'body') break;
		if (tag.name === 'title') ownTitle ??= nonBlank(tag.text);
		if (tag.name !== 'meta') continue;
		const name = (tag.attributes.get('property') ?? tag.attributes.get('name') ?? '').trim().toLowerCase();
		const content = nonBlank(tag.attributes.get('content'));
		if (content !== undefined && wanted.has(name) && !found.has(name)) found.set(name, content);
	}
	const first = (candidates: readonly string[]): string | undefined => candidates.map((name) => found.get(name)).find(isFilled);
	const [title, description, site] = [first(names.title) ?? ownTitle, first(names.description), first(names.site)];
	return {
		...labelled('title', title),
		...labelled('description', description),
		...labelled('site', site),
		pictures: [...new Set(names.pictures.map((name) => found.get(name)?.trim()).filter(isFilled))],
	};
}

function labelled<Name extends string>(name: Name, text: string | undefined): Partial<Record<Name, string>> {
	const label = text === undefined ? '' : asLabel(text);
	return label === '' ? {} : ({ [name]: label } as Record<Name, string>);
}

function nonBlank(raw: string | undefined): string | undefined {
	const text = raw === undefined ? '' : withoutEntities(raw.slice(0, longestValue));
	return text.trim() === '' ? undefined : text;
}

function isFilled(text: string | undefined): text is string {
	return text !== undefined;
}

interface Tag {
	/** In lower case. */
	readonly name: string;
	/** Names in lower case; values as they stand in the page. */
	readonly attributes: ReadonlyMap<string, string>;
	/** The content, for elements that hold no tags. */
	readonly text?: string;
}

/** Elements whose content is text, although it may look like tags. */
const textElements: ReadonlySet<string> = new Set(['title', 'script', 'style', 'textarea', 'noscript', 'template', 'svg']);

const tagName = /[a-z][a-z0-9:-]*/iy;
// A quote without an end is no value. The last one of a page is looked for once, so this costs nothing.
const attribute = /[\s/]*([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+)))?/y;

/** The opening tags of a page, in their order, without those in comments and scripts. */
function* tagsOf(html: string): Generator<Tag, void, undefined> {
	for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
		if (html.startsWith('<!--', at)) {
			const end = html.indexOf('-->', at + 4);
			if (end < 0) return;
			at = end + 3;
			continue;
		}
		tagName.lastIndex = at + 1;
		const name = tagName.exec(html)?.[0].toLowerCase();
		if (name === undefined) {
			at += 1;
			continue;
		}
		const { attributes, end } = attributesAt(html, tagName.lastIndex);
		at = end;
		if (!textElements.has(name)) {
			yield { name, attributes };
			continue;
		}
		const closing = new RegExp(`</${name}`, 'gi');
		closing.lastIndex = end;
		const close = closing.exec(html);
		if (close === null) return;
		yield { name, attributes, text: html[end] === '>' ? html.slice(end + 1, close.index) : '' };
		at = closing.lastIndex;
	}
}

/** The attributes up to the end of the tag, or up to something that is none. */
function attributesAt(html: string, from: number): { attributes: ReadonlyMap<string, string>; end: number } {
	const attributes = new Map<string, string>();
	let end = from;
	attribute.lastIndex = from;
	for (let match = attribute.exec(html); match !== null; match = attribute.exec(html)) {
		const [, name = '', double, single, bare] = match;
		if (!attributes.has(name.toLowerCase())) attributes.set(name.toLowerCase(), double ?? single ?? bare ?? '');
		end = attribute.lastIndex;
	}
	return { attributes, end };
}
