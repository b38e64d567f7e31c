import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { quotaCodes } from '../../nodes/shared/spectrum/errors/quotas';
import { errorKinds } from '../../nodes/shared/spectrum/errors/SpectrumError';
import { fourLines } from '../../scripts/dev/greeting';
import { headingsOf, pages, targetOf } from '../support/pages';

const root = path.resolve(__dirname, '..', '..');
const all = pages();
const textOf = (file: string): string => all.find((page) => page.file === file)?.text ?? '';

test('the error tables name every kind and every quota', () => {
	const rows = [...textOf('docs/troubleshooting.md').matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1] ?? '');
	expect(rows.filter((row) => row !== 'kind').sort()).toEqual([...errorKinds, ...quotaCodes].sort());
});

test.each(all.map((page) => [page.file, page] as const))('every file and heading that %s links to is there', (file, { links }) => {
	const missing = links.filter((link) => {
		const target = targetOf(file, link);
		if (!existsSync(path.join(root, target))) return true;
		const [, heading] = link.split('#');
		return heading !== undefined && !headingsOf({ text: textOf(target) }).includes(heading);
	});
	expect(missing).toEqual([]);
});

test('every picture is shown', () => {
	const shown = new Set(all.flatMap(({ file, links }) => links.map((link) => targetOf(file, link))));
	const pictures = readdirSync(path.join(root, 'docs')).filter((name) => /\.(png|gif)$/.test(name));
	expect(pictures.filter((name) => !shown.has(`docs/${name}`))).toEqual([]);
});

test('the README links every other page', () => {
	const linked = new Set(all[0]?.links.map((link) => targetOf('README.md', link)));
	expect(all.filter(({ file }) => file !== 'README.md' && !linked.has(file)).map(({ file }) => file)).toEqual([]);
});

test('every command that a page shows exists', () => {
	const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: object };
	const commands = all.flatMap(({ text }) => [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map((match) => match[1] ?? ''));
	expect(commands.length).toBeGreaterThan(0);
	expect(commands.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

test('the first 100 lines of the README lead from a trial and the installation to a published workflow, on the Free plan too', () => {
	const beginning = textOf('README.md').split('\n').slice(0, 100).join('\n');
	const steps = [
		'## Try it',
		'npm ci && npm run dev',
		'docs/try-it.gif',
		'## Install',
		'npm install',
		'## Your first workflow',
		'**Credential.**',
		'*Recipient* and *Register*',
		'**Trigger.**',
		'**Answer.**',
		'**Publish**',
	];
	const places = steps.map((step) => beginning.indexOf(step));
	expect(places.filter((place) => place < 0)).toEqual([]);
	expect(places).toEqual(places.toSorted((one, other) => one - other));
});

test('the README shows the four lines as `npm run dev` prints them', () => {
	const login = { email: 'you@example.test', password: 'Dev-…' };
	const lines = fourLines({ phone: 'http://127.0.0.1:4600/', n8n: { url: 'http://127.0.0.1:4608', login } });
	expect(textOf('README.md')).toContain(`\n${lines.join('\n')}\n`);
});
