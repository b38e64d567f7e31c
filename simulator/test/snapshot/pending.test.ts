import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FakeClock } from '../../../test/support/fakeClock';
import { Simulator } from '../../src';
import { SnapshotFile } from '../../src/snapshot/snapshotFile';
import { Receiver } from '../receiver';
import { ada } from './busyWorld';

const host = 'n8n.example.test';
const other = 'other.example.test';

describe('deliveries that a run leaves to the next one', () => {
	let folder: string;
	let clock: FakeClock;
	let receiver: Receiver;
	let running: Simulator;

	const start = async (): Promise<Simulator> => {
		const snapshot = new SnapshotFile(folder).load((problem) => {
			throw new Error(problem);
		});
		running = await Simulator.start({ tls: false, clock, hosts: { [host]: receiver.port, [other]: receiver.port }, snapshot });
		return running;
	};
	const again = async (): Promise<Simulator> => {
		expect(new SnapshotFile(folder).save(running)).toEqual([]);
		await running.stop();
		return await start();
	};
	const idOf = (spectrum: Simulator, url: string) => spectrum.webhooks.find(({ webhookUrl }) => webhookUrl === url)?.id;

	beforeEach(async () => {
		folder = mkdtempSync(path.join(tmpdir(), 'pending-'));
		clock = new FakeClock();
		receiver = await Receiver.start();
	});

	afterEach(async () => {
		await running.stop();
		await receiver.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	test('go on with the attempt that was next, when it is due, with the same body', async () => {
		const first = await start();
		first.registerWebhook(`https://${host}/a`);
		receiver.reactions = [500, 500, 200];
		const { messageId } = first.receive({ from: ada, text: 'Hello' });
		await first.nextDelivery();
		await clock.advance(300);
		await first.nextDelivery();
		const [left] = first.pendingDeliveries;
		expect(left).toMatchObject({ messageId, attempt: 3 });
		const second = await again();
		expect(second.pendingDeliveries).toEqual([left]);
		await clock.advance(60_000);
		expect(receiver.posts).toHaveLength(2);
		second.resumeDeliveries();
		expect(await second.nextDelivery()).toMatchObject({ messageId, attempt: 3, status: 200 });
		expect(receiver.posts[2]?.raw).toEqual(receiver.posts[0]?.raw);
		expect(second.pendingDeliveries).toEqual([]);
	});

	test('wait for what is left of their pause', async () => {
		const first = await start();
		first.registerWebhook(`https://${host}/a`);
		receiver.reactions = [500, 200];
		first.receive({ from: ada, text: 'Hello' });
		await first.nextDelivery();
		const due = first.pendingDeliveries[0]?.due ?? 0;
		const second = await again();
		second.resumeDeliveries();
		expect(clock.waits).toEqual([due - clock.now()]);
		await clock.advance(due - clock.now());
		expect(await second.nextDelivery()).toMatchObject({ attempt: 2, status: 200 });
	});

	test('are those that had no answer when the run ended, too', async () => {
		const first = await start();
		first.registerWebhook(`https://${host}/a`);
		receiver.reactions = ['hang'];
		first.receive({ from: ada, text: 'Hello' });
		await receiver.next();
		expect(first.pendingDeliveries).toMatchObject([{ attempt: 1 }]);
		const second = await again();
		second.resumeDeliveries();
		expect(await second.nextDelivery()).toMatchObject({ attempt: 1, status: 200 });
	});

	test('go to webhooks alone that are still registered, and none of them twice', async () => {
		const first = await start();
		for (const name of [host, other]) first.registerWebhook(`https://${name}/a`);
		receiver.reactions = [500, 500];
		first.receive({ from: ada, text: 'Hello' });
		await first.nextDelivery();
		await first.nextDelivery();
		expect(first.pendingDeliveries).toHaveLength(2);
		const second = await again();
		second.deleteWebhook(idOf(second, `https://${other}/a`) ?? '');
		await clock.advance(60_000);
		second.resumeDeliveries();
		second.resumeDeliveries();
		expect(await second.nextDelivery()).toMatchObject({ webhookUrl: `https://${host}/a`, attempt: 2 });
		expect(second.pendingDeliveries).toEqual([]);
		expect(receiver.posts).toHaveLength(3);
	});

	test('are not those that a person has tampered with', async () => {
		const first = await start();
		first.registerWebhook(`https://${host}/a`);
		const { messageId, delivered } = first.receive({ from: ada, text: 'Hello' });
		await delivered;
		receiver.reactions = [500];
		void first.redeliver(messageId, { timestampOffsetSeconds: -600 });
		await first.nextDelivery();
		await first.nextDelivery();
		expect(first.pendingDeliveries).toEqual([]);
	});
});
