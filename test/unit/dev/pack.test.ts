import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compilePack, placePack } from '../../../scripts/dev/n8n/pack';

const root = path.resolve(__dirname, '..', '..', '..');
const { n8n, dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
	n8n: { nodes: string[]; credentials: string[] };
	dependencies: Record<string, string>;
};

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'dev-pack-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Stands for the modules of n8n. */
function modulesOfN8n(): string {
	const modules = path.join(folder, 'n8n', 'node_modules');
	mkdirSync(path.join(modules, 'n8n-workflow'), { recursive: true });
	return modules;
}

test('n8n finds every node and credential, their icons and outputs, and its own n8n-workflow', async () => {
	const modules = modulesOfN8n();
	placePack(root, await compilePack(root), path.join(folder, 'nodes'), modules);
	const pack = path.join(folder, 'nodes', 'node_modules', 'n8n-nodes-spectrum-imessage');
	const missing = [...n8n.nodes, ...n8n.credentials].filter((name) => !existsSync(path.join(pack, name)));
	expect(missing).toEqual([]);
	for (const node of n8n.nodes) {
		expect(existsSync(path.join(pack, node.replace(/\.js$/, '.json')))).toBe(true);
		const outputs = path.join(path.dirname(node), '__schema__');
		expect(existsSync(path.join(pack, outputs))).toBe(existsSync(path.join(root, path.relative('dist', outputs))));
		// The icon stands in the code as a path from the node's file.
		const icons = [...readFileSync(path.join(pack, node), 'utf8').matchAll(/file:([^'"]+\.svg)/g)].map(([, icon = '']) => icon);
		expect(icons.filter((icon) => !existsSync(path.resolve(pack, path.dirname(node), icon)))).toEqual([]);
	}
	for (const name of Object.keys(dependencies)) {
		expect(realpathSync(path.join(pack, 'node_modules', name))).toBe(realpathSync(path.join(root, 'node_modules', name)));
	}
	expect(realpathSync(path.join(pack, 'node_modules', 'n8n-workflow'))).toBe(realpathSync(path.join(modules, 'n8n-workflow')));
});

test('a file that is gone from the sources is gone from the pack', async () => {
	const modules = modulesOfN8n();
	const pack = await compilePack(root);
	placePack(root, new Map([...pack, ['dist/nodes/Old.node.js', '']]), path.join(folder, 'nodes'), modules);
	placePack(root, pack, path.join(folder, 'nodes'), modules);
	expect(existsSync(path.join(folder, 'nodes', 'node_modules', 'n8n-nodes-spectrum-imessage', 'dist', 'nodes', 'Old.node.js'))).toBe(false);
});

test('a source that cannot be compiled is named', async () => {
	for (const name of ['nodes', 'credentials']) mkdirSync(path.join(folder, name));
	writeFileSync(path.join(folder, 'nodes', 'Broken.node.ts'), 'export const one: number = ;');
	await expect(compilePack(folder)).rejects.toThrow(/Broken\.node\.ts/);
});
