import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
	scripts: Record<string, string>;
	dependencies: Record<string, string>;
};

/** What a page puts between backquotes, on one line. */
function quotedIn(page: string): string[] {
	return [...page.matchAll(/`([^`\n]+)`/g)].map(([, quoted]) => quoted ?? '');
}

describe.each(['CONTRIBUTING.md', 'SECURITY.md', '.github/pull_request_template.md'])('%s', (name) => {
	const page = readFileSync(path.join(root, name), 'utf8');

	test('names files and folders that exist', () => {
		const paths = quotedIn(page).filter((quoted) => /^(?:nodes|test|proto|scripts|examples|docs)\/\S+$/.test(quoted));
		if (name === 'CONTRIBUTING.md') expect(paths.length).toBeGreaterThan(20);
		expect(paths.filter((file) => !file.includes('generated/') && !existsSync(path.join(root, file)))).toEqual([]);
	});

	test('names scripts that exist', () => {
		const scripts = [...page.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, script]) => script ?? '');
		expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);
	});
});

test('CONTRIBUTING.md gives a reason for each dependency that users install', () => {
	const page = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8');
	expect(Object.keys(manifest.dependencies).filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
});
