/**
 * What n8n's scanner for verified packages finds here, and in what is left of the package without gRPC. docs/cloud.md says
 * what to make of it. The scanner itself reads published packages only, so its rules get our files:
 *
 *   npm install --prefix FOLDER --ignore-scripts @n8n/scan-community-package
 *   npx gulp build && npx tsx scripts/cloudFindings.ts FOLDER
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ESLint, Linter } from 'eslint';

/** What a package without gRPC begins without. With these goes every file that nothing else needs. */
const onlyWithGrpc = [
	'nodes/shared/spectrum/transport/GrpcTransport.ts',
	...['streamMode', 'pollingMode', 'manualMode'].map((name) => `nodes/ImessageTrigger/log/${name}.ts`),
];

const root = path.resolve(__dirname, '..');

interface Scanner {
	readonly SOURCE_FILE_PATTERNS: string[];
	buildScanConfig(): Promise<Linter.Config[]>;
}

interface Manifest {
	readonly n8n: { readonly nodes: readonly string[]; readonly credentials: readonly string[] };
}

type Lint = (folder: string, patterns: string[]) => Promise<ESLint.LintResult[]>;

async function main(folder: string | undefined): Promise<void> {
	if (folder === undefined) throw new Error('Name the folder into which @n8n/scan-community-package was installed.');
	const file = path.resolve(folder, 'node_modules', '@n8n', 'scan-community-package', 'scanner', 'scanner.mjs');
	const scanner = (await import(pathToFileURL(file).href)) as Scanner;
	const { ESLint: Linting } = createRequire(file)('eslint') as { ESLint: typeof ESLint };
	const overrideConfig = await scanner.buildScanConfig();
	// As the scanner does it: comments that switch rules off do not count.
	const lint: Lint = async (cwd, patterns) =>
		await new Linting({ cwd, allowInlineConfig: false, overrideConfigFile: true, overrideConfig }).lintFiles(patterns);
	const work = mkdtempSync(path.join(tmpdir(), 'cloud-findings-'));
	try {
		await scan(work, lint, scanner.SOURCE_FILE_PATTERNS);
	} finally {
		rmSync(work, { recursive: true });
	}
}

/** The scanner reads both: the sources that a release names, and what npm delivers. */
async function scan(work: string, lint: Lint, sourcePatterns: string[]): Promise<void> {
	const sources = path.join(work, 'sources');
	const tarball = path.join(work, 'package');
	const packed = ['dist/nodes/**/*.js', 'dist/credentials/**/*.js', 'package.json'];
	for (const file of run('git', ['ls-files', 'package.json', 'nodes', 'credentials', 'icons']).split('\n').filter(Boolean))
		copy(file, sources);
	const [delivered] = JSON.parse(run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'])) as { files: { path: string }[] }[];
	for (const { path: file } of delivered?.files ?? []) copy(file, tarball);
	report('The sources', sources, await lint(sources, sourcePatterns));
	report('The package', tarball, await lint(tarball, packed));

	const needed = neededFiles();
	for (const file of run('git', ['ls-files', 'nodes']).split('\n')) {
		if (file.endsWith('.ts') && !needed.has(file)) rmSync(path.join(sources, file));
	}
	for (const { path: file } of delivered?.files ?? []) {
		const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
		if (file.startsWith('dist/nodes/') && file.endsWith('.js') && !needed.has(source)) rmSync(path.join(tarball, file));
		else if (file.endsWith('_service.js')) withoutStubs(path.join(tarball, file));
	}
	report('The sources without gRPC', sources, await lint(sources, sourcePatterns));
	report('The package without gRPC', tarball, await lint(tarball, packed));
}

function run(command: string, args: readonly string[]): string {
	return execFileSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 100_000_000, stdio: ['ignore', 'pipe', 'ignore'] });
}

function copy(file: string, to: string): void {
	cpSync(path.join(root, file), path.join(to, file));
}

/** Generated services end with stubs for gRPC that we never use. */
function withoutStubs(file: string): void {
	writeFileSync(file, readFileSync(file, 'utf8').replace(/^.*require\("@grpc\/grpc-js"\).*$/gm, ''));
}

/** The sources, types included, that nodes and credentials lead to without `onlyWithGrpc`. */
function neededFiles(): ReadonlySet<string> {
	const { n8n } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
	const needed = new Set<string>();
	const waiting = [...n8n.nodes, ...n8n.credentials].map((file) => file.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
	for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
		if (needed.has(file) || onlyWithGrpc.includes(file)) continue;
		needed.add(file);
		const text = readFileSync(path.join(root, file), 'utf8');
		for (const [, target = ''] of text.matchAll(/(?:from |require\()["'](\.[^"']+)["']/g)) {
			const found = `${path.posix.join(path.posix.dirname(file), target)}.ts`;
			if (existsSync(path.join(root, found))) waiting.push(found);
		}
	}
	return needed;
}

function report(title: string, folder: string, results: readonly ESLint.LintResult[]): void {
	const rules = new Map<string, Map<string, number>>();
	for (const { filePath, messages } of results) {
		for (const { ruleId, message } of messages) {
			const files = rules.get(ruleId ?? message) ?? new Map<string, number>();
			const file = path.relative(folder, filePath);
			rules.set(ruleId ?? message, files.set(file, (files.get(file) ?? 0) + 1));
		}
	}
	const sums = [...rules].map(([rule, files]) => ({ rule, files, sum: [...files.values()].reduce((one, other) => one + other, 0) }));
	console.log(`\n${title}: ${sums.reduce((total, { sum }) => total + sum, 0)} findings, ${results.length} files read`);
	for (const { rule, files, sum } of sums.sort((one, other) => other.sum - one.sum)) {
		console.log(`${String(sum).padStart(4)} in ${files.size} files: ${rule}`);
		for (const [file, count] of files) console.log(`       ${count} ${file}`);
	}
}

void main(process.argv[2]);
