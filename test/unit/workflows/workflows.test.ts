import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';

interface Step {
	readonly uses?: string;
	readonly run?: string;
	readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
	readonly needs?: string;
	readonly 'timeout-minutes'?: number;
	readonly permissions?: Readonly<Record<string, string>>;
	readonly environment?: string;
	readonly strategy?: { readonly matrix: { readonly node: readonly number[] } };
	readonly env?: Readonly<Record<string, string>>;
	readonly steps: readonly Step[];
}
interface Workflow {
	readonly on: Readonly<Record<string, unknown>>;
	readonly permissions: Readonly<Record<string, string>>;
	readonly jobs: Readonly<Record<string, Job>>;
}

const root = path.resolve(__dirname, '..', '..', '..');
const github = path.join(root, '.github');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

const yamlFiles = readdirSync(github, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yml'));
const names = readdirSync(path.join(github, 'workflows'));

function workflow(name: string): Workflow {
	return load(readFileSync(path.join(github, 'workflows', name), 'utf8')) as Workflow;
}

function stepsOf(name: string): Step[] {
	return Object.values(workflow(name).jobs).flatMap((job) => job.steps);
}

/** Each script of ours that a line of shell runs: npm's by name, a file by its path. */
function calledBy(line: string): { scripts: string[]; files: string[] } {
	const scripts = [...line.matchAll(/\bnpm (?:run (?:-s )?([\w:.-]+)|(test)\b)/g)].map(([, script, test]) => script ?? test ?? '');
	return { scripts, files: [...line.matchAll(/\bbash (\S+)/g)].map(([, file]) => file ?? '') };
}

test.each(yamlFiles)('%s is YAML with something in it', (name) => {
	expect(load(readFileSync(path.join(github, name), 'utf8'))).toEqual(expect.any(Object));
});

describe.each(names)('%s', (name) => {
	test('runs scripts that exist, without shell of its own', () => {
		const lines = stepsOf(name).flatMap(({ run }) => run ?? []);
		expect(lines).not.toEqual([]);
		for (const line of lines) {
			expect(line.trim()).not.toMatch(/[\n|;&]/);
			const { scripts, files } = calledBy(line);
			expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);
			expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
		}
	});

	test('may only read, ends what hangs, and needs jobs that exist', () => {
		const { permissions, jobs } = workflow(name);
		expect(permissions).toEqual({ contents: 'read' });
		for (const job of Object.values(jobs)) {
			expect(job['timeout-minutes']).toBeGreaterThan(0);
			if (job.needs !== undefined) expect(Object.keys(jobs)).toContain(job.needs);
		}
	});

	test('uses no action of strangers, and leaves no credential in the checkout', () => {
		const actions = stepsOf(name).filter(({ uses }) => uses !== undefined);
		expect(actions.map(({ uses }) => uses).filter((uses) => !/^actions\/[\w-]+@v\d+$/.test(uses ?? ''))).toEqual([]);
		const checkouts = actions.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
		expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual(checkouts.map(() => false));
	});
});

test('the gate runs on every Node that is supported, for each change and for each release', () => {
	for (const name of ['ci.yml', 'release.yml']) {
		const gate = workflow(name).jobs.gate;
		expect(gate?.strategy?.matrix.node).toEqual([20, 22, 24]);
		expect(gate?.steps.map(({ run }) => run)).toContain('bash .ci/run');
	}
});

test('the scripts of the gate exist', () => {
	const { scripts } = calledBy(readFileSync(path.join(root, '.ci', 'run'), 'utf8').replaceAll(/^#.*$/gm, ''));
	expect(scripts).toContain('test');
	expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);
});

describe('a release', () => {
	const { on, jobs } = workflow('release.yml');

	test('starts with a tag and with nothing else', () => {
		expect(on).toEqual({ push: { tags: ['v*'] } });
	});

	test('is checked before it is packed, and packed before it is tested and published', () => {
		expect(jobs.package?.steps.flatMap(({ run }) => run ?? [])).toEqual([
			'npm ci',
			'npm run check:release',
			'npm run build',
			'npm run pack:release',
		]);
		expect(jobs.gate?.needs).toBe('package');
		expect(jobs.publish?.needs).toBe('gate');
	});

	test('publishes the tarball that was tested, with provenance and without a token', () => {
		expect(jobs.gate?.env?.IMESSAGE_E2E_TARBALL).toBe('${{ github.workspace }}/release/package.tgz');
		expect(jobs.publish?.steps.at(-1)?.run).toMatch(/^npm publish release\/package\.tgz .*--provenance/);
		expect(readFileSync(path.join(github, 'workflows', 'release.yml'), 'utf8')).not.toMatch(/secrets\.|NPM_TOKEN|NODE_AUTH_TOKEN|registry/);
	});

	test('only the job that publishes can identify itself to npm, and a maintainer lets it run', () => {
		expect(jobs.publish).toMatchObject({ environment: 'npm', permissions: { contents: 'read', 'id-token': 'write' } });
		const others = Object.entries(jobs).filter(([name]) => name !== 'publish');
		expect(others.map(([, job]) => job.permissions)).toEqual([undefined, undefined]);
	});
});
