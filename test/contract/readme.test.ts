import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { quotaCodes } from '../../nodes/shared/spectrum/errors/quotas';
import { errorKinds } from '../../nodes/shared/spectrum/errors/SpectrumError';

const root = path.resolve(__dirname, '..', '..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

test('the error tables name every kind and every quota', () => {
	const rows = [...readme.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
	expect(rows).toEqual(expect.arrayContaining([...errorKinds, ...quotaCodes]));
});

test('every file that it links to is there', () => {
	const links = [...readme.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map((match) => match[1] ?? '');
	expect(links.length).toBeGreaterThan(0);
	expect(links.filter((link) => !existsSync(path.join(root, link)))).toEqual([]);
});

test('every command that it shows exists', () => {
	const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: object };
	const commands = [...readme.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? '');
	expect(commands.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});
