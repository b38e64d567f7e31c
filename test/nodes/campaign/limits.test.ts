import { quotaCodes, type QuotaCode } from '../../../nodes/shared/spectrum/errors/quotas';
import { ada, bob, CampaignStage, lineOne, lineTwo } from '../../support/campaignHost';

const minute = 60_000;
const hour = 60 * minute;
let stage: CampaignStage;

afterEach(async () => {
	await stage.stop();
});

const refusals = (code: string) => stage.spectrum.calls.filter(({ outcome }) => outcome?.type === 'refused' && outcome.code === code);
const stranger = (index: number) => ({ name: `P${index}`, phone: `+1212555${String(1_000 + index)}` });
const strangers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => stranger(from + index));

describe('new conversations', () => {
	test('each line begins so many in 24 hours; the rest waits until there is room', async () => {
		stage = await CampaignStage.start();
		const began = stage.time.at;
		const list = strangers(8);
		const first = await stage.run(list, { newPerDay: 3 });
		expect(first.account).toMatchObject({ sent: 6, later: ['linesFull', 'linesFull'] });
		const retryAt = Date.parse((first.later[0]?.campaign as { retryAt: string }).retryAt);
		expect(retryAt - began).toBeGreaterThan(24 * hour - 1);
		expect(retryAt - began).toBeLessThan(24 * hour + minute);
		stage.time.at = began + 23 * hour;
		expect((await stage.run(list, { newPerDay: 3 })).account.later).toEqual(['linesFull', 'linesFull']);
		await stage.restart();
		stage.time.at = retryAt;
		expect((await stage.run(list, { newPerDay: 3 })).account).toMatchObject({ sent: 2, later: [] });
		expect(refusals('newContactThrottled')).toEqual([]);
	});

	test('what other devices and workflows begin counts, answers do not', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		const { spectrum } = stage;
		for (const [index, from] of [ada, bob].entries()) {
			spectrum.receive({ from, text: 'Hi', line: lineOne });
			spectrum.ownDevice(lineOne).send(`any;-;${from}`, 'Hello');
			spectrum.store(lineOne).directChat(stranger(90 + index).phone);
			spectrum.ownDevice(lineOne).send(`any;-;${stranger(90 + index).phone}`, 'Hello');
		}
		stage.time.at += minute;
		expect((await stage.run(strangers(3), { newPerDay: 3 })).account).toMatchObject({ sent: 1, later: ['linesFull', 'linesFull'] });
	});

	test('people whom a line knows get the message although the line is full', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		stage.spectrum.receive({ from: ada, text: 'Hi' });
		const run = await stage.run([...strangers(2), { name: 'Ada', phone: ada }], { newPerDay: 1 });
		expect(run.account).toMatchObject({ sent: 2, later: ['linesFull'] });
		expect(stage.texts(ada)).toHaveLength(1);
	});

	test('a line that the server calls full is left alone, and everyone goes to another line', async () => {
		stage = await CampaignStage.start();
		stage.spectrum.faults.add('SendTextMessage', { type: 'error', code: 'newContactThrottled' }, { line: lineOne });
		const run = await stage.run(strangers(5), { newPerDay: 50 });
		expect(run.account).toMatchObject({ sent: 5, later: [], skipped: [] });
		expect(run.sent.map(({ campaign }) => (campaign as { line: string }).line)).toEqual(Array(5).fill(lineTwo));
		expect(refusals('newContactThrottled')).toHaveLength(1);
	});

	test('only the lines that were chosen send', async () => {
		stage = await CampaignStage.start();
		const run = await stage.run(strangers(3), { options: { lines: '+1 555 000 0002' } });
		expect(new Set(run.sent.map(({ campaign }) => (campaign as { line: string }).line))).toEqual(new Set([lineTwo]));
		const wrong = await stage.run(strangers(1), { options: { lines: '+15559999999' } });
		expect(wrong.account.error).toBe('The field "Lines" names a line that the credential does not have; found "+15559999999"');
	});
});

describe('the pace', () => {
	const timesOf = (line?: string) =>
		[...stage.spectrum.store(line).messages.values()].filter(({ isFromMe }) => isFromMe).map(({ createdAt }) => createdAt);
	const shortestGap = (times: readonly number[]) => Math.min(...times.slice(1).map((at, index) => at - (times[index] ?? 0)));

	test('a line never sends faster than it may', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		await stage.run(strangers(12), { perMinute: 20 });
		expect(timesOf()).toHaveLength(12);
		expect(shortestGap(timesOf())).toBeGreaterThanOrEqual(3_000);
		expect(stage.time.at - (timesOf()[0] ?? 0)).toBeLessThan(12 * 4_000);
	});

	test('two executions share the pace, and a restart keeps it', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		await Promise.all([stage.start(strangers(4), { campaign: 'one' }), stage.start(strangers(4, 50), { campaign: 'two' })]);
		await stage.restart();
		await stage.run(strangers(2, 20));
		expect(timesOf()).toHaveLength(10);
		expect(shortestGap(timesOf())).toBeGreaterThanOrEqual(3_000);
	});

	test('each of several workers takes its share', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		await stage.run(strangers(4), { options: { workers: 4 } });
		expect(shortestGap(timesOf())).toBeGreaterThanOrEqual(12_000);
	});

	test('a run ends in time, and the rest is sent by the next', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		const list = strangers(30);
		const run = await stage.run(list, { options: { longestRun: 1 } });
		expect(run.account.sent).toBeGreaterThanOrEqual(16);
		expect(run.account.sent).toBeLessThanOrEqual(21);
		expect(new Set(run.account.later)).toEqual(new Set(['runEnded']));
		expect(Date.parse((run.later[0]?.campaign as { retryAt: string }).retryAt)).toBeGreaterThanOrEqual(stage.time.at);
		expect((await stage.run(list, {})).account).toMatchObject({ sent: 30 - run.account.sent, later: [] });
	});

	test('a shorter timeout of the workflow counts', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		const run = await stage.run(strangers(30), {}, { executionTimeout: 60 });
		expect(run.account.sent).toBeLessThan(18);
		expect(run.account.error).toBeUndefined();
	});
});

/** What the first of three strangers meets, and what becomes of all, on one line. */
const afterRefusal: Readonly<Record<QuotaCode, { readonly sent: number; readonly later: string[]; readonly skipped: string[] }>> = {
	newContactThrottled: { sent: 0, later: ['linesFull', 'linesFull', 'linesFull'], skipped: [] },
	dailyLimitExceeded: { sent: 0, later: ['linesFull', 'linesFull', 'linesFull'], skipped: [] },
	sendReceiveRatioExceeded: { sent: 0, later: ['linesFull', 'linesFull', 'linesFull'], skipped: [] },
	burstRateExceeded: { sent: 2, later: ['lineClosed'], skipped: [] },
	uploadRateExceeded: { sent: 2, later: ['lineClosed'], skipped: [] },
	recipientCoolingDown: { sent: 2, later: ['recipientLimit'], skipped: [] },
	recipientLimitExceeded: { sent: 2, later: ['recipientLimit'], skipped: [] },
	recipientLocked: { sent: 2, later: [], skipped: ['recipientLocked'] },
	contentDuplicateExceeded: { sent: 0, later: ['sameText', 'sameText', 'sameText'], skipped: [] },
};

test.each(quotaCodes)('what %s does', async (code) => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	stage.spectrum.faults.add('SendTextMessage', { type: 'error', code });
	expect((await stage.run(strangers(3))).account).toEqual({ error: undefined, ...afterRefusal[code] });
	expect(refusals(code)).toHaveLength(1);
	// Nobody is lost: a refused message may be sent later.
	stage.time.at += 25 * hour;
	const next = await stage.run(strangers(3));
	expect(next.account.sent + afterRefusal[code].sent).toBe(3);
});
