import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { compilePack, placePack } from '../../../scripts/dev/n8n/pack';

const root = path.resolve('.');
const { n8n } = JSON.parse(readFileSync('package.json', 'utf8')) as { n8n: { nodes: string[]; credentials: string[] } };

test('what npm run dev gives n8n can be loaded: every node and credential, with all that they read', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'imessage-dev-pack-'));
	try {
		placePack(root, await compilePack(root), folder, path.join(root, 'node_modules'));
		const pack = path.join(folder, 'node_modules', 'n8n-nodes-spectrum-imessage');
		const files = [...n8n.nodes, ...n8n.credentials].map((file) => path.join(pack, file));
		const names = 'files.map((file) => Object.keys(require(file))[0])';
		// A node loads some of its files with its first run only, so every file is loaded here.
		const every = `require('node:fs').readdirSync('dist/nodes', { recursive: true })
			.filter((name) => name.endsWith('.js')).map((name) => Object.keys(require(process.cwd() + '/dist/nodes/' + name))).length`;
		const code = `const files = ${JSON.stringify(files)}; console.log(JSON.stringify([${names}, ${every}]))`;
		const { stdout } = await promisify(execFile)(process.execPath, ['-e', code], { cwd: pack });
		const [classes, loaded] = JSON.parse(stdout) as [string[], number];
		expect(classes).toEqual([...n8n.nodes, ...n8n.credentials].map((file) => path.basename(file).split('.')[0]));
		expect(loaded).toBeGreaterThan(classes.length);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
