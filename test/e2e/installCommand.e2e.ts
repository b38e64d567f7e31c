import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { broughtInto, installCommand } from '../support/installCommand';
import { run } from '../../scripts/n8n/command';
import { installNode } from '../../scripts/n8n/programs';
import { workFolder } from './support/workFolder';

let nodes: string;

/** As the README makes it: `<user folder>/nodes`. */
beforeEach(() => {
	nodes = path.join(mkdtempSync(path.join(workFolder(), 'user-')), 'nodes');
	mkdirSync(nodes);
});

afterEach(() => rmSync(path.dirname(nodes), { recursive: true, force: true }));

function ourTarball(): string {
	const given = process.env.IMESSAGE_E2E_TARBALL;
	if (given !== undefined) return path.resolve(given);
	const [packed] = readdirSync(workFolder()).filter((name) => name.endsWith('.tgz'));
	if (packed === undefined) throw new Error('The setup of the suite has left no tarball');
	return path.join(workFolder(), packed);
}

// With the peer n8n-workflow, Node 20 would start a compiler, and fail.
test.each(['20', '24'] as const)(
	"the README's line installs the package on Node %s, without n8n's libraries and without a compiler",
	async (major) => {
		const home = await installNode(major);
		const { program, args, env } = installCommand(ourTarball());
		const PATH = `${path.join(home, 'bin')}${path.delimiter}${process.env.PATH ?? ''}`;
		const version = await run('node', ['--version'], { cwd: nodes, env: { ...env, PATH } });
		expect(version.trim()).toMatch(new RegExp(`^v${major}\\.`));
		await run(program, args, { cwd: nodes, env: { ...env, PATH }, timeoutMilliseconds: 300_000 });
		const brought = broughtInto(nodes);
		expect(brought).toContain('n8n-nodes-spectrum-imessage');
		expect(brought).not.toContain('n8n-workflow');
		expect(brought).not.toContain('isolated-vm');
		// Besides the package itself. n8n's libraries would be some hundred more.
		expect(brought.length - 1).toBeLessThan(70);
	},
);
