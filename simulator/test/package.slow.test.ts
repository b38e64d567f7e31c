import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { openPorts, PhoneOnPage } from '../../test/support/devRun';

const run = promisify(execFile);
const root = path.resolve(__dirname, '..', '..');
const work = mkdtempSync(path.join(tmpdir(), 'simulator-package-'));
const app = path.join(work, 'app');
const installed = path.join(app, 'node_modules', 'spectrum-simulator');

/** What its build reads. */
const sources = ['simulator/src', 'simulator/package.json', 'simulator/tsconfig.json', 'simulator/README.md', 'simulator/LICENSE'];
const shared = ['proto', 'buf.gen.yaml', 'gulpfile.js', 'tsconfig.json', 'package.json'];

/** Built in a copy: a build takes away generated code that the tests beside this one are using. */
async function pack(): Promise<string> {
	const copy = path.join(work, 'source');
	for (const name of [...sources, ...shared]) cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
	symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'dir');
	await run(process.execPath, [path.join('node_modules', 'gulp', 'bin', 'gulp.js'), 'buildSimulator'], { cwd: copy });
	await run('npm', ['pack', '--pack-destination', work], { cwd: path.join(copy, 'simulator') });
	const [tarball] = readdirSync(work).filter((name) => name.endsWith('.tgz'));
	return path.join(work, tarball ?? '');
}

/** As `npx` installs it; the packages that it needs come from npm's cache, or else from the registry. */
async function install(tarball: string): Promise<void> {
	mkdirSync(app);
	writeFileSync(path.join(app, 'package.json'), '{"private":true}');
	const args = ['install', '--prefer-offline', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', tarball];
	await run('npm', args, { cwd: app, timeout: 120_000 }).catch((error: Error & { stderr?: string }) => {
		throw new Error(`npm cannot install the simulator's dependencies; neither its cache nor the registry has them:\n${error.stderr}`);
	});
}

beforeAll(async () => await install(await pack()), 300_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

const files = (folder: string) =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));

const command = path.join(app, 'node_modules', '.bin', 'spectrum-simulator');

interface Running {
	readonly child: ChildProcess;
	readonly output: string;
}

/** Starts it on ports that the system chooses; the answer comes with its last line. */
async function start(): Promise<Running> {
	const child = spawn(command, ['--port', '0', '--state', path.join(work, 'state')], { cwd: app, stdio: 'pipe' });
	let output = '';
	return await new Promise((resolve, reject) => {
		const take = (text: Buffer): void => {
			output += String(text);
			if (/^Stop /m.test(output)) resolve({ child, output });
		};
		child.stdout.on('data', take);
		child.stderr.on('data', take);
		child.once('close', (code) => reject(new Error(`It ended with ${code}: ${output}`)));
	});
}

async function stop({ child }: Running): Promise<number | null> {
	const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
	child.kill('SIGTERM');
	return await ended;
}

const field = ({ output }: Running, label: string) => new RegExp(`^ *${label} +(\\S+)`, 'm').exec(output)?.[1] ?? '';
const certificate = ({ output }: Running) => /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/.exec(output)?.[0] ?? '';

async function controlPlane(running: Running, place: string): Promise<unknown> {
	const auth = `${field(running, 'Project ID')}:${field(running, 'Project Secret')}`;
	const url = `${field(running, 'Control Plane URL')}/projects/${field(running, 'Project ID')}${place}`;
	return await new Promise((resolve, reject) => {
		request(url, { ca: certificate(running), auth }, (response) => {
			let text = '';
			response.on('data', (piece: Buffer) => (text += String(piece)));
			response.on('end', () => resolve(JSON.parse(text)));
		})
			.once('error', reject)
			.end();
	});
}

test('the tarball holds the simulator, the generated code and the page, and nothing else of ours', () => {
	const all = files(installed).filter((name) => !name.startsWith('node_modules'));
	expect(all.filter((name) => !name.startsWith('dist/')).sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
	expect(all.filter((name) => name.startsWith('dist/nodes/') && !name.includes('/codec/generated/'))).toEqual([]);
	const page = files(path.join(root, 'simulator', 'src', 'web', 'page')).sort();
	expect(files(path.join(installed, 'dist', 'simulator', 'src', 'web', 'page')).sort()).toEqual(page);
	expect(all.filter((name) => /\.test\.|(?<!\.d)\.ts$/.test(name))).toEqual([]);
});

test('it starts, its page and its control plane answer, its phone writes, and a second run goes on', async () => {
	const first = await start();
	const phoneUrl = field(first, 'Phone');
	for (const [place, type] of [
		['/', 'text/html'],
		['/page/main.js', 'text/javascript'],
		['/lib/preact.js', 'text/javascript'],
	] as const) {
		const response = await fetch(new URL(place, phoneUrl));
		expect([place, response.status, response.headers.get('content-type')]).toEqual([place, 200, `${type}; charset=utf-8`]);
	}
	expect(await controlPlane(first, '/imessage/')).toEqual({ succeed: true, data: { type: 'shared' } });
	const texts = [{ isOwn: true, text: 'Hi' }];
	await new PhoneOnPage(phoneUrl, '+15551234567').write('Hi');
	expect(await new PhoneOnPage(phoneUrl, '+15551234567').texts()).toEqual(texts);
	expect(await stop(first)).toBe(0);
	expect(await openPorts([Number(new URL(phoneUrl).port), Number(new URL(field(first, 'Control Plane URL')).port)])).toEqual([]);

	const second = await start();
	expect(field(second, 'Project ID')).toBe(field(first, 'Project ID'));
	expect(await new PhoneOnPage(field(second, 'Phone'), '+15551234567').texts()).toEqual(texts);
	expect(await stop(second)).toBe(0);
});

test('npx finds the command, which says what it can do', async () => {
	const { stdout } = await run('npx', ['--no-install', 'spectrum-simulator', '--help'], { cwd: app });
	for (const option of ['--plan', '--port', '--host', '--state', '--help']) expect(stdout).toContain(option);
});

test('an option that is not known ends with its name', async () => {
	await expect(run(command, ['--colour'], { cwd: app })).rejects.toMatchObject({
		code: 1,
		stderr: "Unknown option '--colour'. --help shows the options.\n",
	});
});

test('a program can use it, by HTTP too', async () => {
	const program = `
		const { Simulator } = require('spectrum-simulator');
		Simulator.start({ tls: false }).then(async (simulator) => {
			simulator.receive({ from: '+15551234567', text: 'Hi' });
			const { token } = simulator.lines[0];
			const answer = await fetch(simulator.httpUrl + '/v1/chats:count', { headers: { authorization: 'Bearer ' + token } });
			console.log(simulator.store().messages.size, await answer.text());
			await simulator.stop();
		});`;
	const { stdout } = await run(process.execPath, ['-e', program], { cwd: app });
	expect(stdout).toBe('1 {"count":"1"}\n');
});
