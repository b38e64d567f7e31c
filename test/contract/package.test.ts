import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
	name: string;
	version: string;
	scripts: Record<string, string>;
	dependencies: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
};

const work = mkdtempSync(path.join(tmpdir(), 'imessage-package-'));
const installed = path.join(work, 'node_modules', manifest.name);

function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv = process.env): string {
	return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The package as it is published, installed as n8n installs it: production dependencies alone, no scripts. */
beforeAll(() => {
	// Built by `npm test` before: a build here would take the generated code away from the tests beside this one.
	if (!existsSync(path.join(root, 'dist', 'nodes'))) throw new Error('Run `npm run build` first');
	run('npm', ['pack', '--pack-destination', work], root);
	const tarball = path.join(work, `${manifest.name}-${manifest.version}.tgz`);
	writeFileSync(path.join(work, 'package.json'), JSON.stringify({ name: 'host', version: '1.0.0', private: true }));
	const omit = ['--omit=dev', '--omit=peer', '--omit=optional', '--legacy-peer-deps', '--ignore-scripts'];
	run('npm', ['install', tarball, ...omit, '--prefer-offline', '--no-audit', '--no-fund'], work);
}, 180_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

function filesOf(directory: string): string[] {
	return readdirSync(directory, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
		.filter((name) => !name.startsWith('node_modules'))
		.sort();
}

test('the tarball holds dist and what npm always adds, and nothing else', () => {
	const others = filesOf(installed).filter((name) => !name.startsWith('dist/'));
	expect(others).toEqual(['LICENSE', 'README.md', 'package.json']);
	const kinds = new Set(filesOf(installed).map((name) => path.extname(name)));
	expect([...kinds].sort()).toEqual(['', '.js', '.json', '.md', '.svg']);
	expect(filesOf(installed).filter((name) => /test|simulator|\.proto$|\.ts$/.test(name))).toEqual([]);
});

test('every node and credential that n8n is told of is there, with its icon and codex file', () => {
	const files = new Set(filesOf(installed));
	for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) expect(files).toContain(file);
	for (const file of manifest.n8n.nodes) expect(files).toContain(file.replace(/\.js$/, '.json'));
	for (const icon of readdirSync(path.join(root, 'icons'))) expect(files).toContain(`dist/icons/${icon}`);
});

test('it loads with its production dependencies alone, and icons point at files', () => {
	// n8n itself offers n8n-workflow to the packages it loads; nothing else of this checkout may be reached.
	const host = path.join(work, 'host');
	mkdirSync(host);
	symlinkSync(path.join(root, 'node_modules', 'n8n-workflow'), path.join(host, 'n8n-workflow'), 'dir');
	const script = `
		const fs = require('node:fs'), path = require('node:path');
		const names = {};
		for (const file of ${JSON.stringify([...manifest.n8n.nodes, ...manifest.n8n.credentials])}) {
			const full = path.join(${JSON.stringify(installed)}, file);
			const className = path.basename(file).split('.')[0];
			const instance = new (require(full)[className])();
			const icon = instance.description?.icon ?? instance.icon;
			for (const theme of ['light', 'dark']) {
				fs.accessSync(path.resolve(path.dirname(full), icon[theme].replace('file:', '')));
			}
			names[className] = instance.description?.name ?? instance.name;
		}
		console.log(JSON.stringify(names));
	`;
	const output = run(process.execPath, ['-e', script], work, { PATH: process.env.PATH, NODE_PATH: host });
	const classes = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map((file) => path.basename(file).split('.')[0] ?? '');
	const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
	expect(JSON.parse(output)).toEqual(Object.fromEntries(classes.map((name) => [name, lowerFirst(name)])));
});

test('no script runs when somebody installs it', () => {
	const forbidden = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'prepack', 'postpack'];
	expect(Object.keys(manifest.scripts).filter((name) => forbidden.includes(name))).toEqual([]);
});

test('it brings the libraries of the wire, of the text filter and of phone numbers, and no development tool', () => {
	expect(Object.keys(manifest.dependencies).sort()).toEqual(['@grpc/grpc-js', '@noble/hashes', 'google-protobuf', 'libphonenumber-js', 're2js']);
	const brought = readdirSync(path.join(work, 'node_modules'));
	expect(brought).not.toContain('n8n-workflow');
	expect(brought).not.toContain('n8n-core');
	expect(brought).not.toContain('@photon-ai');
});
