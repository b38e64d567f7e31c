/**
 * Ends with an error when the tag that started this workflow must not be published, and says why.
 * Used by .github/workflows/release.yml: `npm run check:release`.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { problemsOf, type Manifest } from './release';

const root = process.cwd();

function read(name: string): string {
	return readFileSync(path.join(root, name), 'utf8');
}

const problems = problemsOf({
	tag: process.env.GITHUB_REF_NAME ?? '',
	runsIn: process.env.GITHUB_REPOSITORY ?? '',
	manifest: JSON.parse(read('package.json')) as Manifest,
	lockedVersion: (JSON.parse(read('package-lock.json')) as { version?: unknown }).version,
	changelog: read('CHANGELOG.md'),
});

for (const problem of problems) console.error(`- ${problem}`);
console.log(problems.length === 0 ? 'This release may be published.' : 'This release must not be published.');
process.exitCode = problems.length === 0 ? 0 : 1;
