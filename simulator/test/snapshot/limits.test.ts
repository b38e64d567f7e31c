import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Simulator } from '../../src';
import type { MovableClock } from '../../src/movableClock';
import { readGraph, writeGraph, type ByteStore } from '../../src/snapshot/graph';
import { SnapshotKeeper } from '../../src/snapshot/keeper';
import { SnapshotFile } from '../../src/snapshot/snapshotFile';
import { FakeClock } from '../../../test/support/fakeClock';
import { ada } from './busyWorld';

let folder: string;
let spectrum: Simulator;

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'snapshot-'));
	spectrum = await Simulator.start({ tls: false });
});

afterEach(async () => {
	await spectrum.stop();
	rmSync(folder, { recursive: true, force: true });
});

const file = () => path.join(folder, 'snapshot');
const filesKept = () => readdirSync(path.join(folder, 'files'));
const attach = (name: string, size: number, fill: number) =>
	spectrum.receive({ from: ada, content: { type: 'attachment', name, mimeType: 'image/png', bytes: Buffer.alloc(size, fill) } });

describe('a snapshot that cannot be used', () => {
	const loaded = () => {
		const problems: string[] = [];
		return { snapshot: new SnapshotFile(folder).load((problem) => problems.push(problem)), problems };
	};
	const damage = (change: (bytes: Buffer) => Buffer) => writeFileSync(file(), change(readFileSync(file())));

	beforeEach(() => {
		spectrum.receive({ from: ada, text: 'Hi' });
		new SnapshotFile(folder).save(spectrum);
	});

	test.each<[string, (bytes: Buffer) => Buffer, RegExp]>([
		['cut off', (bytes) => bytes.subarray(0, bytes.length - 10), /it is damaged/],
		['changed', (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([1])]), /it is damaged/],
		['empty', () => Buffer.alloc(0), /it is not a snapshot/],
		['something else', () => Buffer.from('{"format":"other"}\n'), /it is not a snapshot/],
		['without an end to its first line', () => Buffer.alloc(5_000, 'x'), /it is not a snapshot/],
		['older', (bytes) => Buffer.from(bytes.toString('latin1').replace('"version":1', '"version":0'), 'latin1'), /version is 0/],
	])('is reported and put aside: %s', (_name, change, reason) => {
		damage(change);
		const { snapshot, problems } = loaded();
		expect(snapshot).toBeUndefined();
		expect(problems).toEqual([expect.stringMatching(reason)]);
		expect(existsSync(`${file()}.unreadable`)).toBe(true);
		expect(loaded()).toEqual({ snapshot: undefined, problems: [] });
	});

	test('is refused before it is read when it is too large', () => {
		const problems: string[] = [];
		const small = new SnapshotFile(folder, { bytes: 100 });
		expect(small.load((problem) => problems.push(problem))).toBeUndefined();
		expect(problems).toEqual([expect.stringContaining('it is too large')]);
	});

	test('is none when nothing was saved', () => {
		rmSync(file());
		expect(loaded()).toEqual({ snapshot: undefined, problems: [] });
	});
});

test('a snapshot has a largest size: the newest messages are kept, and the log says what is missing', async () => {
	for (let index = 0; index < 400; index++) spectrum.receive({ from: ada, text: `${index} ${'x'.repeat(500)}` });
	const limited = new SnapshotFile(folder, { bytes: 200_000 });
	expect(limited.save(spectrum)).toEqual([expect.stringContaining('only the newest messages are kept')]);
	expect(statSync(file()).size).toBeLessThanOrEqual(200_000);
	// The bounds of rows are far away here: a snapshot that is still too large is not written.
	expect(new SnapshotFile(folder, { bytes: 1_000 }).save(spectrum)).toEqual(['The conversations are too large to be kept.']);
	const seats = [{ phone: 'shared' }];
	const other = await Simulator.start({ tls: false, seats, snapshot: limited.load(String) });
	const texts = [...other.store().messages.values()].map(({ parts }) => parts[0]?.text);
	expect(texts.at(-1)).toMatch(/^399 /);
	expect(texts.length).toBeLessThan(400);
	expect(other.store().log.cursorState(1n)).toBe('dropped');
	expect(other.store().log.head).toBe(spectrum.store().log.head);
	await other.stop();
});

test('files have a largest size together: the newest are kept, the others cannot be downloaded any more', async () => {
	attach('old.png', 60_000, 1);
	attach('new.png', 60_000, 2);
	const limited = new SnapshotFile(folder, { fileBytes: 100_000 });
	expect(limited.save(spectrum)).toEqual([expect.stringContaining('only the newest ones are kept')]);
	const other = await Simulator.start({ tls: false, snapshot: limited.load(String) });
	const files = other.store().attachments.all.map(({ fileName, transfer, data }) => [fileName, transfer, data?.length]);
	expect(files).toEqual([
		['old.png', 'unavailable', undefined],
		['new.png', 'finished', 60_000],
	]);
	await other.stop();
});

test('a file is written once, and goes with the last message that has it', () => {
	attach('one.png', 10_000, 1);
	attach('same.png', 10_000, 1);
	const kept = new SnapshotFile(folder);
	kept.save(spectrum);
	const [name] = filesKept();
	const before = statSync(path.join(folder, 'files', name ?? '')).mtimeMs;
	kept.save(spectrum);
	expect(filesKept()).toEqual([name]);
	expect(statSync(path.join(folder, 'files', name ?? '')).mtimeMs).toBe(before);
	writeFileSync(path.join(folder, 'files', 'left over'), '');
	kept.save(spectrum);
	expect(filesKept()).toEqual([name]);
});

describe('the graph of a snapshot', () => {
	const none: ByteStore = { keep: () => undefined, find: () => undefined };

	test.each<[string, unknown]>([
		['a function', { act: () => undefined }],
		['numbers in an array of their own', { list: new Float64Array(2) }],
	])('refuses %s', (_name, value) => {
		expect(() => writeGraph(value, none)).toThrow();
	});

	test('keeps what JSON would lose', () => {
		const shared = { bytes: Buffer.from('few') };
		const graph = { many: Infinity, large: 2n ** 70n, map: new Map([['a', shared]]), set: new Set([1]), nothing: undefined, shared };
		const found = readGraph(writeGraph(graph, none), none) as typeof graph;
		expect(found).toEqual(graph);
		expect(found.map.get('a')).toBe(found.shared);
		expect('nothing' in found).toBe(true);
	});
});

describe('the keeper', () => {
	const keeperOf = (clock: FakeClock) => {
		const target = new SnapshotFile(folder);
		return new SnapshotKeeper(spectrum, { save: () => target.save(spectrum), report: String, clock });
	};

	test('saves once for the changes of a second, and when it stops', async () => {
		const clock = new FakeClock();
		const keeper = keeperOf(clock);
		spectrum.receive({ from: ada, text: 'One' });
		spectrum.receive({ from: ada, text: 'Two' });
		await clock.advance(999);
		expect(existsSync(file())).toBe(false);
		await clock.advance(1);
		const { mtimeMs, size } = statSync(file());
		await clock.advance(60_000);
		expect(statSync(file()).mtimeMs).toBe(mtimeMs);
		spectrum.receive({ from: ada, text: 'Three' });
		keeper.stop();
		expect(statSync(file()).size).toBeGreaterThan(size);
		expect(clock.pending).toBe(0);
	});

	test.each<[string, () => unknown]>([
		['a setting', () => (spectrum.settings.messagesPerDay = Infinity)],
		['a person', () => spectrum.dashboard.addUser(ada)],
		['a webhook', () => spectrum.registerWebhook('https://n8n.example.test/webhook/1')],
		['a platform', () => spectrum.dashboard.platforms.set('imessage', false)],
		['a profile', () => (spectrum.dashboard.profile.fields = { ...spectrum.dashboard.profile.fields, firstName: 'Bakery' })],
		['a line', () => spectrum.dashboard.setLineStatus('shared', 'unavailable')],
		['the clock', () => (spectrum.clock as MovableClock).advance(1_000)],
		['a clock that stops', () => (spectrum.clock as MovableClock).pause()],
	])('sees by itself that %s has changed', async (_name, change) => {
		const clock = new FakeClock();
		const keeper = keeperOf(clock);
		await clock.advance(60_000);
		expect(existsSync(file())).toBe(false);
		change();
		await clock.advance(3_000);
		expect(existsSync(file())).toBe(true);
		const { mtimeMs } = statSync(file());
		await clock.advance(60_000);
		expect(statSync(file()).mtimeMs).toBe(mtimeMs);
		keeper.stop();
	});

	test('says once that nothing can be written, and goes on', async () => {
		const clock = new FakeClock();
		const problems: string[] = [];
		const target = new SnapshotFile(folder);
		rmSync(folder, { recursive: true });
		const keeper = new SnapshotKeeper(spectrum, { save: () => target.save(spectrum), report: (problem) => problems.push(problem), clock });
		for (const text of ['One', 'Two']) {
			spectrum.receive({ from: ada, text });
			await clock.advance(60_000);
		}
		keeper.stop();
		expect(problems).toEqual([expect.stringMatching(/^The conversations cannot be kept: .*ENOENT/)]);
	});
});
