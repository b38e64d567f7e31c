import { Gateway } from '../../../../nodes/shared/spectrum/gateway/Gateway';
import { keptMilliseconds } from '../../../../nodes/shared/spectrum/gateway/pool/keptCampaigns';
import { createPool, poolTimes, type ConnectionPool } from '../../../../nodes/shared/spectrum/gateway/pool/pool';
import { toCloudConnection } from '../../../../nodes/shared/n8n/credentials/credentials';
import { Simulator } from '../../../../simulator/src';
import { FakeClock } from '../../../support/fakeClock';
import { nodeHttp } from '../../../support/httpPort';
import { threeLines } from './gatewaySupport';

const limits = { newPerDay: 40, gapMilliseconds: 3_000 };
let spectrum: Simulator;
let clock: FakeClock;
let pool: ConnectionPool;

beforeEach(async () => {
	spectrum = await Simulator.start({ plan: 'dedicated', lines: threeLines });
	clock = new FakeClock();
	pool = createPool({ clock });
});

afterEach(async () => {
	pool.close();
	await spectrum.stop();
});

const gatewayOf = (webhookSecret: string) =>
	new Gateway({ ...toCloudConnection(spectrum.cloudCredential()), webhookSecret }, { http: nodeHttp }, pool);

/** The credential is used, as at the beginning of a run. */
async function use(account: string) {
	const gateway = gatewayOf(account);
	await gateway.lines();
	return gateway.memory.campaigns;
}

test('a line that called itself full is left alone by a run that comes an hour later', async () => {
	(await use('one')).line('line').closeForNew(clock.now());
	await clock.advance(60 * 60_000);
	const later = await use('one');
	expect(later.line('line').room(limits, clock.now())).toBe(0);
	// A run once a day finds the same books.
	const { book } = later.line('line');
	await clock.advance(24 * 60 * 60_000);
	expect((await use('one')).line('line').book).toBe(book);
});

test('another account knows nothing of it', async () => {
	(await use('one')).line('line').closeForNew(clock.now());
	await use('another');
	await clock.advance(60 * 60_000);
	expect((await use('another')).line('line').room(limits, clock.now())).toBe(40);
});

test('it goes after a day without a run, and with it the last timer', async () => {
	const { book } = (await use('one')).line('line');
	await clock.advance(poolTimes.forget + keptMilliseconds);
	expect(clock.pending).toBe(0);
	expect((await use('one')).line('line').book).not.toBe(book);
});

test('nothing is kept where no campaign ran', async () => {
	await use('one');
	await clock.advance(poolTimes.forget);
	expect(clock.pending).toBe(0);
});
