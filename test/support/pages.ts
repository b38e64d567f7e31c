import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');

/** One page of the documentation. */
export interface Page {
	/** From the root of the checkout, with `/`. */
	readonly file: string;
	readonly text: string;
	/** Relative links and pictures, as they are written. */
	readonly links: readonly string[];
}

/** Every page that is published with the package, the README first. */
export function pages(): Page[] {
	const { files } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { files: string[] };
	const docs = readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`);
	const published = ['README.md', ...files, ...docs, 'examples/README.md'].filter((name) => name.endsWith('.md'));
	return published.map((file) => {
		const text = readFileSync(path.join(root, file), 'utf8');
		// Markdown's own, and pictures for each theme, which need HTML.
		const links = text.matchAll(/(?:\]\(|\bsrc(?:set)?=")(?!https?:)([^)"]+)[)"]/g);
		return { file, text, links: [...links].map((match) => match[1] ?? '') };
	});
}

/** The file that a link of a page means, from the root; that page itself for a link to one of its headings. */
export function targetOf(file: string, link: string): string {
	const [name = ''] = link.split('#');
	return name === '' ? file : path.posix.join(path.posix.dirname(file), name);
}

/** The names of a page's headings in links, as GitHub makes them. */
export function headingsOf({ text }: Pick<Page, 'text'>): string[] {
	const headings = [...text.replace(/^```[^]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? '');
	return headings.map((heading) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);
}
