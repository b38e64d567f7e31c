import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownRow } from '../../../scripts/ports';
import { DevRun, openPorts, PhoneOnPage } from '../../support/devRun';

const root = path.resolve(__dirname, '..', '..', '..');
const ada = '+15551234567';
/** A busy machine may need it; without other work the four lines come within two seconds. */
const patience = 60_000;

let folder: string;
let base: number;
const runs: DevRun[] = [];

beforeAll(async () => {
	base = await ownRow();
});

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'dev-'));
});

afterEach(() => {
	for (const run of runs.splice(0)) run.kill();
	rmSync(folder, { recursive: true, force: true });
});

function start(...args: string[]): DevRun {
	const run = DevRun.start({ root, by: 'node', args: ['--no-n8n', '--state', folder, ...args] });
	runs.push(run);
	return run;
}

const ports = () => [base, base + 1, base + 2];

/** A field of the credential, as it was printed. */
const field = ({ output }: DevRun, label: string) => new RegExp(`^ +${label} +(\\S+)$`, 'm').exec(output)?.[1] ?? '';
const certificate = ({ output }: DevRun) => /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/.exec(output)?.[0] ?? '';

/** What n8n asks first with that credential. */
async function mint(run: DevRun): Promise<unknown> {
	const [id, secret] = [field(run, 'Project ID'), field(run, 'Project Secret')];
	return await new Promise((resolve, reject) => {
		const url = `${field(run, 'Control Plane URL')}/projects/${id}/imessage/tokens`;
		const call = request(url, { method: 'POST', ca: certificate(run), auth: `${id}:${secret}` }, (response) => {
			let text = '';
			response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
			response.on('end', () => resolve(JSON.parse(text)));
		});
		call.once('error', reject).end();
	});
}

test('the printed credential opens the simulator, the phone writes, and a second run goes on', async () => {
	const first = start('--port', String(base));
	const { n8n, Phone: url } = await first.lines(patience);
	expect(n8n).toMatch(/elsewhere/);
	expect(url).toBe(`http://127.0.0.1:${base}/`);
	expect(await mint(first)).toMatchObject({ succeed: true, data: { type: 'shared' } });
	await new PhoneOnPage(url, ada).write('Hi');
	expect(await first.stop()).toBe(0);
	expect(await openPorts(ports())).toEqual([]);

	const second = start();
	const again = await second.lines(patience);
	expect(again.Phone).toBe(url);
	const labels = ['Project ID', 'Project Secret', 'Control Plane URL', 'Shared Plan Address'];
	expect(labels.map((label) => field(second, label))).toEqual(labels.map((label) => field(first, label)));
	expect(certificate(second)).toBe(certificate(first));
	expect(await new PhoneOnPage(url, ada).texts()).toEqual([{ isOwn: true, text: 'Hi' }]);
	expect(await second.stop('SIGTERM')).toBe(0);

	const third = start('--fresh', '--port', String(base));
	await third.lines(patience);
	expect(field(third, 'Project ID')).not.toBe(field(first, 'Project ID'));
	expect(await new PhoneOnPage(url, ada).texts()).toEqual([]);
	expect(await third.stop('SIGHUP')).toBe(0);
	expect(await openPorts(ports())).toEqual([]);
});

test.each([
	['--plan dedicated', 'Dedicated Line Address Pattern', 'localhost:{instanceId}'],
	['--self-hosted', 'Server Address', ''],
])('%s prints its own fields', async (option, label, value) => {
	const run = start(...option.split(' '), '--port', String(base));
	await run.lines(patience);
	expect(field(run, label)).toBe(value === '' ? `localhost:${base + 2}` : value);
	expect(await run.stop()).toBe(0);
});

describe('a port of another program', () => {
	let other: Server;

	beforeEach(async () => {
		other = createServer();
		await new Promise<void>((resolve) => other.listen(base, '127.0.0.1', resolve));
	});

	afterEach(async () => await new Promise((resolve) => other.close(resolve)));

	test('is said in one sentence, with what to do', async () => {
		const run = start('--port', String(base));
		expect(await run.stopped()).toBe(1);
		expect(run.output.trim()).toBe(
			`The phone page cannot start: port ${base} on 127.0.0.1 is used by another program. ` +
				'If it is another `npm run dev`, stop that one. Otherwise choose other ports: npm run dev -- --port 4700',
		);
	});
});

test('an option that is not known ends with its name', async () => {
	const run = start('--colour');
	expect(await run.stopped()).toBe(1);
	expect(run.output.trim()).toBe("Unknown option '--colour'. --help shows the options.");
});
