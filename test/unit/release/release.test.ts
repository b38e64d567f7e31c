import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { problemsOf, type Manifest, type Release } from '../../../scripts/release';

const manifest: Manifest = {
	version: '1.2.3',
	repository: { type: 'git', url: 'git+https://github.com/acme/n8n-nodes-spectrum-imessage.git' },
	author: { name: 'Acme GmbH', email: 'nodes@acme.dev' },
};

const good: Release = {
	tag: 'v1.2.3',
	runsIn: 'acme/n8n-nodes-spectrum-imessage',
	manifest,
	lockedVersion: '1.2.3',
	changelog: '# Changelog\n\n## 1.2.3 (2026-12-01)\n\n- Something new.\n\n## 1.2.2 (2026-11-01)\n\n- Older.\n',
};

function withManifest(changed: Manifest): Release {
	return { ...good, manifest: { ...manifest, ...changed } };
}

test('a complete release is permitted', () => {
	expect(problemsOf(good)).toEqual([]);
});

test.each([
	'https://github.com/acme/n8n-nodes-spectrum-imessage',
	'https://github.com/Acme/N8N-nodes-spectrum-imessage.git',
	'git+https://github.com/acme/n8n-nodes-spectrum-imessage',
])('the repository may be written as %s', (url) => {
	expect(problemsOf(withManifest({ repository: { type: 'git', url } }))).toEqual([]);
});

describe('a release is refused', () => {
	const refused: [why: string, release: Release, problem: RegExp][] = [
		['without a repository', withManifest({ repository: undefined }), /"repository" is missing/],
		['with an empty repository', withManifest({ repository: { type: 'git', url: '' } }), /"repository" is missing/],
		['with a repository that is no URL', withManifest({ repository: { url: 'acme/nodes' } }), /"repository" is "acme\/nodes"/],
		['from another repository', { ...good, runsIn: 'stranger/fork' }, /runs in "stranger\/fork"/],
		['outside a workflow', { ...good, runsIn: '' }, /runs in missing/],
		['without an author', withManifest({ author: undefined }), /name is missing/],
		[
			'with an author who stands for no one',
			withManifest({ author: { name: 'nodes contributors', email: 'a@acme.dev' } }),
			/name is "nodes contributors"/,
		],
		['with an email of a reserved domain', withManifest({ author: { name: 'Acme', email: 'a@nodes.example' } }), /"a@nodes\.example"/],
		['with an email of example.com', withManifest({ author: { name: 'Acme', email: 'a@example.com' } }), /"a@example\.com"/],
		['with an email that is none', withManifest({ author: { name: 'Acme', email: 'acme' } }), /"acme"/],
		['with a tag for another version', { ...good, tag: 'v1.2.4' }, /Tag the release v1\.2\.3/],
		['with a tag without v', { ...good, tag: '1.2.3' }, /Tag the release v1\.2\.3/],
		['with a pre-release', withManifest({ version: '1.2.3-rc.1' }), /"version" is "1\.2\.3-rc\.1"/],
		['with a lock file of another version', { ...good, lockedVersion: '1.2.2' }, /package-lock\.json has version "1\.2\.2"/],
		['when it is private', withManifest({ private: true }), /"private" is true/],
		['without a changelog entry', { ...good, changelog: '# Changelog\n\n## 1.2.2 (2026-11-01)\n\n- Older.\n' }, /no heading "## 1\.2\.3/],
		['with an entry of a longer version only', { ...good, changelog: '## 1.2.30 (2026-11-01)\n\n- Later.\n' }, /no heading "## 1\.2\.3/],
		['with an entry that is not released', { ...good, changelog: '## 1.2.3 (unreleased)\n\n- Something.\n' }, /has no date/],
		['with a day that does not exist', { ...good, changelog: '## 1.2.3 (2026-02-30)\n\n- Something.\n' }, /has no date/],
		[
			'with an empty entry',
			{ ...good, changelog: '## 1.2.3 (2026-12-01)\n\n## 1.2.2 (2026-11-01)\n\n- Older.\n' },
			/says nothing under 1\.2\.3/,
		],
	];
	test.each(refused)('%s', (_why, release, problem) => {
		expect(problemsOf(release).join('\n')).toMatch(problem);
	});
});

test('all problems are named at once', () => {
	expect(problemsOf({ ...good, tag: 'v9.9.9', changelog: '', manifest: { version: '1.2.3' } })).toHaveLength(5);
});

describe('the command', () => {
	const root = path.resolve(__dirname, '..', '..', '..');
	const work = mkdtempSync(path.join(tmpdir(), 'imessage-release-'));
	const command = [path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs'), path.join(root, 'scripts', 'checkRelease.ts')];
	const env = { PATH: process.env.PATH, GITHUB_REF_NAME: good.tag, GITHUB_REPOSITORY: good.runsIn };

	beforeAll(() => {
		writeFileSync(path.join(work, 'package.json'), JSON.stringify(manifest));
		writeFileSync(path.join(work, 'package-lock.json'), JSON.stringify({ version: '1.2.3' }));
		writeFileSync(path.join(work, 'CHANGELOG.md'), good.changelog);
	});
	afterAll(() => rmSync(work, { recursive: true, force: true }));

	test('ends well for a complete release', () => {
		expect(execFileSync(process.execPath, command, { cwd: work, env, encoding: 'utf8' })).toBe('This release may be published.\n');
	});

	test('ends with an error and the reason for another tag', () => {
		const { status, stderr } = spawnSync(process.execPath, command, {
			cwd: work,
			env: { ...env, GITHUB_REF_NAME: 'v2.0.0' },
			encoding: 'utf8',
		});
		expect(status).toBe(1);
		expect(stderr).toContain('Tag the release v1.2.3');
	});
});
