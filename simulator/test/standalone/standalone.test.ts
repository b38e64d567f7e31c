import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PortInUse } from '../../src/net/listen';
import { makeCertificates } from '../../src/net/certificates';
import { encodeSnapshot } from '../../src/snapshot/format';
import type { Snapshot } from '../../src/snapshot/snapshot';
import { parseIdentity } from '../../src/standalone/identity';
import { startStandalone, type Standalone, type StandaloneOptions } from '../../src/standalone/start';
import { ownRow } from '../../../scripts/ports';
import { StateFolder } from '../../src/standalone/stateFolder';

let folder: string;
let problems: string[];
const running: Standalone[] = [];

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'standalone-'));
	problems = [];
});

afterEach(async () => {
	for (const standalone of running.splice(0)) await standalone.stop();
	rmSync(folder, { recursive: true, force: true });
});

async function start(options: Partial<StandaloneOptions> = {}): Promise<Standalone> {
	const report = (problem: string): void => void problems.push(problem);
	const usual = { plan: 'shared', host: '127.0.0.1', port: 0, state: new StateFolder(folder), report } as const;
	const standalone = await startStandalone({ ...usual, ...options });
	running.push(standalone);
	return standalone;
}

const close = async (server: Server) => await new Promise((resolve) => server.close(resolve));

/** Another program on a port. */
async function occupy(port: number): Promise<Server> {
	const server = createServer();
	await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
	return server;
}

const file = (name: string) => path.join(folder, name);
const write = (standalone: Standalone, text: string) => standalone.simulator.receive({ from: '+15551234567', text });
const texts = ({ simulator }: Standalone) => [...simulator.store().messages.values()].map(({ parts }) => parts[0]?.text);

test('the phone page answers, and after the end nothing listens', async () => {
	const standalone = await start();
	expect((await fetch(standalone.phoneUrl)).headers.get('content-type')).toMatch(/^text\/html/);
	await standalone.stop();
	await expect(fetch(standalone.phoneUrl)).rejects.toThrow();
});

test('on every address of this machine, the page has one that a browser opens', async () => {
	const standalone = await start({ host: '0.0.0.0' });
	expect(standalone.phoneUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
	expect((await fetch(standalone.phoneUrl)).status).toBe(200);
});

test('a second run has the same project, lines, certificates and conversations', async () => {
	const first = await start({ port: await ownRow() });
	write(first, 'Hi');
	const before = { credential: first.simulator.cloudCredential(), lines: first.simulator.lines };
	await first.stop();
	const second = await start({ port: undefined });
	expect(second.simulator.lines).toEqual(before.lines);
	expect(second.simulator.cloudCredential()).toEqual(before.credential);
	expect(texts(second)).toEqual(['Hi']);
	expect(problems).toEqual([]);
});

test('a line that a person adds has the next port of the row, also in the next run', async () => {
	const base = await ownRow();
	const first = await start({ plan: 'dedicated', port: base });
	const added = await first.simulator.addLine('+15550000002');
	expect(added.id).toBe(String(base + 3));
	await first.stop();
	const second = await start({ plan: 'dedicated', port: undefined });
	expect(second.simulator.lines[1]).toEqual(added);
});

test('a line that is added passes over a port of another program, and ports of lines end below the HTTP face', async () => {
	const base = await ownRow();
	const other = await occupy(base + 4);
	const { simulator } = await start({ plan: 'dedicated', port: base });
	const added: number[] = [];
	for (let index = 2; index < 6; index++) added.push(Number((await simulator.addLine(`+1555000000${index}`)).id) - base);
	expect(added.slice(0, 3)).toEqual([3, 5, 6]);
	// None of the row is left, so the system chooses.
	expect(added[3]).not.toBe(7);
	await close(other);
});

test('with a port of its own, the HTTP face has the seventh after it, whatever lines there are', async () => {
	const first = await start({ plan: 'dedicated' });
	for (let index = 2; index < 9; index++) await first.simulator.addLine(`+1555000000${index}`);
	await first.stop();
	const base = await ownRow();
	const { simulator } = await start({ plan: 'dedicated', port: base });
	expect(new URL(simulator.httpUrl).port).toBe(String(base + 7));
	expect(simulator.lines.slice(0, 5).map(({ id }) => Number(id) - base)).toEqual([2, 3, 4, 5, 6]);
	expect(simulator.lines).toHaveLength(8);
});

test('names of people, and what they have read, are there in the next run', async () => {
	const act = async ({ phoneUrl }: Standalone, action: string, body: object) =>
		await fetch(new URL(`/phone/${action}`, phoneUrl), {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: new URL(phoneUrl).origin },
			body: JSON.stringify({ phone: '+15551234567', line: 'shared', ...body }),
		});
	const unread = async (standalone: Standalone) => {
		const response = await fetch(new URL('/events?phone=%2B15551234567', standalone.phoneUrl));
		const reader = (response.body as ReadableStream<Uint8Array>).getReader();
		let text = '';
		while (!/"unread":\d+/.test(text)) text += Buffer.from((await reader.read()).value ?? []).toString();
		await reader.cancel();
		return [/"unread":(\d+)/.exec(text)?.[1], text.includes('Cleo')];
	};
	const first = await start();
	expect((await act(first, 'person', { address: '+15551112222', name: 'Cleo' })).status).toBe(200);
	write(first, 'Hi');
	first.simulator.ownDevice().send('any;-;+15551234567', 'Hello');
	expect(await unread(first)).toEqual(['1', true]);
	expect((await act(first, 'read', { space: 'any;-;+15551234567' })).status).toBe(204);
	await first.stop();
	expect(await unread(await start())).toEqual(['0', true]);
});

test('without a folder nothing is written, and another run is another project', async () => {
	const first = await start({ state: undefined });
	const { projectId } = first.simulator;
	await first.stop();
	expect(readdirSync(folder)).toEqual([]);
	expect((await start({ state: undefined })).simulator.projectId).not.toBe(projectId);
});

test('what is written is for its owner alone', async () => {
	const standalone = await start();
	standalone.simulator.receive({
		from: '+15551234567',
		content: { type: 'attachment', name: 'a.png', mimeType: 'image/png', bytes: Buffer.alloc(9_000, 1) },
	});
	await standalone.stop();
	const files = readdirSync(folder, { recursive: true, withFileTypes: true });
	const modes = files.map((entry) => statSync(path.join(entry.parentPath, entry.name)).mode & 0o077);
	expect(files.filter((entry) => entry.isFile())).toHaveLength(4);
	expect(modes.every((others) => others === 0)).toBe(true);
});

describe('what cannot be read is reported, and a run begins all the same', () => {
	test('an identity', async () => {
		writeFileSync(file('identity.json'), '{"version":1');
		const standalone = await start();
		expect(problems).toEqual([expect.stringMatching(/identity\.json cannot be read .*The credential has new values/)]);
		expect(readFileSync(file('identity.json.unreadable'), 'utf8')).toBe('{"version":1');
		expect(standalone.simulator.lines).toHaveLength(1);
	});

	test.each(['{"people":[]}', '{"people":[1],"seen":[],"silent":[]}', 'nothing'])('what the phones know: %s', async (text) => {
		writeFileSync(file('phones.json'), text);
		await start();
		expect(problems).toEqual([expect.stringMatching(/phones\.json cannot be read .*kept as phones\.json\.unreadable/)]);
	});

	test('a snapshot that is damaged', async () => {
		const first = await start();
		write(first, 'Hi');
		await first.stop();
		writeFileSync(file('snapshot'), readFileSync(file('snapshot')).subarray(0, 300));
		expect(texts(await start())).toEqual([]);
		expect(problems).toEqual([expect.stringMatching(/cannot be read: it is damaged/)]);
	});

	test('a snapshot of another shape', async () => {
		writeFileSync(file('snapshot'), encodeSnapshot({} as Snapshot, { keep: () => undefined, find: () => undefined }));
		expect(texts(await start())).toEqual([]);
		expect(problems).toEqual([expect.stringMatching(/^The conversations of the previous run cannot be read/)]);
	});
});

test.each<[string, object, RegExp]>([
	['another version', { version: 2 }, /version is 2/],
	['no secret', { projectSecret: '' }, /projectSecret is missing/],
	['no key', { certificates: { caPem: 'a', certPem: 'b' } }, /keyPem is missing/],
	['no line', { seats: [] }, /the lines are missing/],
	['a wrong port', { port: 70_000 }, /the ports/],
	['a line without a token', { seats: [{ phone: 'shared', port: 1 }] }, /token of a line is missing/],
])('an identity with %s is refused', (_name, change, reason) => {
	const whole = { version: 1, projectId: 'a', projectSecret: 'b', port: 1, seats: [{ token: 'c' }] };
	const certificates = { caPem: 'a', certPem: 'b', keyPem: 'c' };
	expect(parseIdentity(JSON.stringify({ ...whole, certificates }))).toMatchObject(whole);
	expect(() => parseIdentity(JSON.stringify({ ...whole, certificates, ...change }))).toThrow(reason);
});

test('a certificate that ends soon is replaced, and the person is told', async () => {
	const first = await start();
	await first.stop();
	const identity = parseIdentity(readFileSync(file('identity.json'), 'utf8'));
	const certificates = await makeCertificates('localhost', { days: 3 });
	new StateFolder(folder).writeIdentity({ ...identity, certificates });
	const second = await start();
	expect(second.simulator.caPem).not.toBe(certificates.caPem);
	expect(problems).toEqual([expect.stringContaining('Enter the new one in the credential')]);
});

describe('a port of another program', () => {
	test.each([
		['The phone page', 0],
		['The control plane', 1],
		['The server of a line', 2],
	])('is said: %s', async (what, offset) => {
		const port = await ownRow();
		const other = await occupy(port + offset);
		const error = (await start({ port }).catch((reason: unknown) => reason)) as PortInUse;
		expect(error.constructor).toBe(PortInUse);
		expect(error.message).toBe(`${what} cannot start: port ${port + offset} on 127.0.0.1 is used by another program`);
		await close(other);
		// Nothing of the failed start is left.
		await start({ port });
	});
});
