import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownRow } from '../../../scripts/ports';
import { Simulator, type SimulatorOptions } from '../../src';
import { MovableClock } from '../../src/movableClock';
import type { Snapshot } from '../../src/snapshot/snapshot';
import { SnapshotFile } from '../../src/snapshot/snapshotFile';
import { rawClient } from '../rawCall';
import { ada, busyWorld, film, line, picture, repeatable } from './busyWorld';

let folder: string;
const running: Simulator[] = [];

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'snapshot-'));
});

afterEach(async () => {
	for (const spectrum of running.splice(0)) await spectrum.stop({ disconnectClients: true });
	rmSync(folder, { recursive: true, force: true });
});

const noProblem = (problem: string): never => {
	throw new Error(problem);
};

const kept = <T extends Simulator>(spectrum: T): T => {
	running.push(spectrum);
	return spectrum;
};

/** A line on a port that is still free when another simulator starts there. */
const ownSeat = async (phone: string) => [{ phone, port: await ownRow() }];

const ownWorld = async () => await busyWorld({ seats: await ownSeat(line) });

/** Saves, stops, and starts another one where the first was. */
async function again(spectrum: Simulator, options: SimulatorOptions = {}): Promise<Simulator> {
	const seats = spectrum.lines.map(({ phone, address, token }) => ({ phone, port: Number(address.split(':')[1]), token }));
	expect(new SnapshotFile(folder).save(spectrum)).toEqual([]);
	await spectrum.stop({ disconnectClients: true });
	const snapshot = new SnapshotFile(folder).load(noProblem);
	return kept(await Simulator.start({ tls: false, plan: spectrum.settings.plan, seats, snapshot, ...options }));
}

/** Time goes on: it is looked at by itself. */
const withoutTime = (snapshot: Snapshot): Partial<Snapshot> => ({ ...snapshot, clock: undefined });

test('everything that a simulator remembers comes back as it was', async () => {
	const first = kept(await ownWorld());
	const before = first.snapshot();
	const second = await again(first);
	expect(withoutTime(second.snapshot())).toEqual(withoutTime(before));
	// The comparison must have something to compare in every list.
	const [store] = before.lines;
	const lists = { ...before, ...store, events: store?.log.events, phone: before.phones[0]?.messages, told: before.phones[0]?.events };
	const sizes = Object.entries(lists).flatMap(([name, list]) =>
		Array.isArray(list) ? [[name, list.length]] : list instanceof Map ? [[name, list.size]] : [],
	);
	expect(sizes.filter(([, size]) => size === 0)).toEqual([]);
});

test('shared parts stay shared, and bytes come back', async () => {
	const second = await again(kept(await ownWorld()));
	const store = second.store();
	const late = store.attachments.all.find(({ fileName }) => fileName === 'late.pdf');
	const photo = store.attachments.all.find(({ fileName }) => fileName === 'IMG_1.HEIC');
	const carrier = [...store.messages.values()].find(({ parts }) => parts.some(({ attachment }) => attachment === late));
	expect(carrier?.sender).toBe(ada);
	store.attachments.finish(late?.guid ?? '');
	expect(carrier?.parts[0]?.attachment?.transfer).toBe('finished');
	expect(Buffer.compare(photo?.data ?? Buffer.alloc(0), picture)).toBe(0);
	expect(Buffer.compare(photo?.companion?.data ?? Buffer.alloc(0), film)).toBe(0);
});

test('a repeated write of the run before gets its answer, and a new event the next number', async () => {
	const first = kept(await ownWorld());
	const sent = [...first.store().messages.values()].find(({ isFromMe }) => isFromMe)?.guid;
	const head = BigInt(first.store().log.head);
	const second = await again(first);
	const client = rawClient(second);
	try {
		const { message } = await client.send(repeatable);
		expect(message.guid).toBe(sent);
		expect(second.store().log.head).toBe(String(head));
		second.receive({ from: ada, text: 'Next' });
		expect(second.store().log.head).toBe(String(head + 1n));
	} finally {
		client.close();
	}
});

test('tokens of the run before open the line, and the line is the same', async () => {
	const first = kept(await ownWorld());
	const [{ id, token } = { id: '', token: '' }] = first.lines;
	const minted = first.tokens.mint(id);
	const second = await again(first);
	expect(second.lines).toEqual([expect.objectContaining({ id, token, phone: line })]);
	expect(second.tokens.state(id, minted)).toBe('live');
	expect(second.tokens.state(id, token)).toBe('live');
});

test('a message of the run before can be delivered again', async () => {
	const first = kept(await ownWorld());
	const { messageId } = first.receive({ from: ada, text: 'Once more' });
	const second = await again(first);
	second.deleteWebhook(second.webhooks[1]?.id ?? '');
	const [result] = await second.redeliver(messageId, { attempts: 1 });
	expect(result?.attempts[0]?.body).toContain('Once more');
});

describe('the clock', () => {
	test('stays as far ahead as it was', async () => {
		const real = { now: () => 1_000_000, after: () => () => undefined };
		const first = kept(await Simulator.start({ tls: false, seats: await ownSeat('shared'), clock: new MovableClock(real) }));
		(first.clock as MovableClock).advance(3_600_000);
		const second = await again(first, { clock: new MovableClock({ ...real, now: () => 1_005_000 }) });
		expect(second.clock.now()).toBe(1_005_000 + 3_600_000);
	});

	test('stays where it was paused', async () => {
		const first = kept(await Simulator.start({ tls: false, seats: await ownSeat('shared') }));
		(first.clock as MovableClock).pause();
		const now = first.clock.now();
		const second = await again(first);
		expect(second.clock.now()).toBe(now);
		expect((second.clock as MovableClock).state.isPaused).toBe(true);
	});
});

test('a line that the snapshot does not know begins empty', async () => {
	const first = kept(await ownWorld());
	const snapshot = first.snapshot();
	await first.stop({ disconnectClients: true });
	const second = kept(await Simulator.start({ tls: false, plan: 'dedicated', lines: [line, '+15550000002'], snapshot }));
	expect(second.store('+15550000002').messages.size).toBe(0);
	expect(second.store(line).messages.size).toBeGreaterThan(5);
});
