import { ada, bob, CampaignStage, eve, lineOne, lineTwo } from '../../support/campaignHost';

const minute = 60_000;
const hour = 60 * minute;
const always = { times: Number.POSITIVE_INFINITY };
let stage: CampaignStage;
const people = [
	{ name: 'Ada', phone: ada },
	{ name: 'Bob', phone: bob },
	{ name: 'Eve', phone: eve },
];
const onlyAda = people.slice(0, 1);
const strangers = (count: number, from = 0) =>
	Array.from({ length: count }, (_, index) => ({ phone: `+1212555${String(1_000 + from + index)}` }));
const refusals = (code: string) => stage.spectrum.calls.filter(({ outcome }) => outcome?.type === 'refused' && outcome.code === code);

afterEach(async () => {
	await stage.stop();
});

test('a message of a killed run is found although the person has written to another line since', async () => {
	stage = await CampaignStage.start();
	const hold = stage.spectrum.faults.add('SendTextMessage', { type: 'hold' });
	const running = stage.start(onlyAda);
	await hold.struck;
	running.cancel();
	await running;
	await stage.restart();
	const [{ id, line } = { id: '', line: '' }] = stage.spectrum.phone(ada).messages;
	stage.time.at += 25 * hour;
	stage.spectrum.receive({ from: ada, text: 'Hi', line: line === lineOne ? lineTwo : lineOne });
	const next = await stage.run(onlyAda);
	expect(stage.texts(ada)).toHaveLength(1);
	expect(next.sent[0]?.campaign).toMatchObject({ messageId: id, line });
});

describe('a line that cannot be read in the middle of a run', () => {
	const codes = ['invalidArgument', 'chatNotFound', 'operationNotSupported', 'burstRateExceeded', 'contentDuplicateExceeded'];

	// Skipped is final: a list that leaves out finished people never contains them again.
	test.each(codes)('%s: skips nobody, and the next run sends', async (code) => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		stage.spectrum.faults.add('ListRecentMessages', { type: 'error', code }, { after: 1 });
		expect((await stage.run(people)).account).toEqual({ error: undefined, sent: 2, later: ['unavailable'], skipped: [] });
		expect((await stage.run(onlyAda)).account.sent).toBe(1);
		expect(stage.texts(ada)).toHaveLength(1);
	});

	test('before a confirmation: the others get their message', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		stage.spectrum.receive({ from: ada, text: 'STOP' });
		stage.spectrum.faults.add('ListRecentMessages', { type: 'error', code: 'invalidArgument' }, { after: 1 });
		const run = await stage.run(people, { options: { confirmation: 'You get no more messages.' } });
		expect(run.account).toEqual({ error: undefined, sent: 2, later: [], skipped: ['optedOut'] });
	});
});

describe('two executions on one line', () => {
	test('a rest that one of them causes does not keep the other beyond its end', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		const end = stage.time.at + minute;
		const hold = stage.spectrum.faults.add('GetIMessageAvailability', { type: 'hold' });
		const running = stage.start(strangers(1, 50), { campaign: 'two', options: { longestRun: 1 } });
		await hold.struck;
		stage.spectrum.faults.add('SendTextMessage', { type: 'error', code: 'uploadRateExceeded' });
		await stage.run(strangers(1), { options: { withoutImessage: 'send' } });
		hold.release();
		expect((await running).json('Campaign', 1)).toMatchObject([{ campaign: { reason: 'runEnded' } }]);
		expect(stage.time.at).toBeLessThan(end);
	});

	test.each([
		['dailyLimitExceeded', 'lineClosed', 0],
		['burstRateExceeded', undefined, 1],
	] as const)('%s to one of them: the other, which has its slot already, does not try', async (code, reason, sent) => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		for (const { phone: from } of people) stage.spectrum.receive({ from, text: 'Hi' });
		stage.spectrum.faults.add('SendTextMessage', { type: 'error', code }, code === 'dailyLimitExceeded' ? always : {});
		const began = stage.time.at;
		const [one, two] = await Promise.all([stage.run(people.slice(0, 1)), stage.run(people.slice(1, 2))]);
		expect([...one.account.later, ...two.account.later]).toEqual(['lineClosed', ...(reason === undefined ? [] : [reason])]);
		expect(one.account.sent + two.account.sent).toBe(sent);
		expect(refusals(code)).toHaveLength(1);
		if (sent > 0) expect(stage.time.at - began).toBeGreaterThanOrEqual(minute);
	});

	test('one of them takes the last room for a new conversation', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		const runs = await Promise.all([
			stage.run(strangers(3), { newPerDay: 1 }),
			stage.run(strangers(3, 50), { newPerDay: 1, campaign: 'two' }),
		]);
		expect(runs.map(({ account }) => account.sent).sort()).toEqual([0, 1]);
		expect(runs.flatMap(({ account }) => account.later)).toEqual(Array(5).fill('linesFull'));
	});
});

test('a person whom a line knows, and whom the server counts as new, is tried once', async () => {
	stage = await CampaignStage.start();
	stage.spectrum.receive({ from: ada, text: 'Hi', line: lineOne });
	stage.spectrum.faults.add('SendTextMessage', { type: 'error', code: 'newContactThrottled' }, always);
	const run = await stage.run(onlyAda);
	expect(run.account).toEqual({ error: undefined, sent: 0, later: ['lineClosed'], skipped: [] });
	const { line, retryAt } = run.later[0]?.campaign as { line: string; retryAt: string };
	expect(line).toBe(lineOne);
	expect(Date.parse(retryAt)).toBeGreaterThan(stage.time.at + hour);
	expect(refusals('newContactThrottled')).toHaveLength(1);
});

test('a workflow in a time zone that does not exist skips who has no zone of their own, and says so', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	const run = await stage.run([{ phone: 'ada@example.com' }, ...onlyAda], {}, { timezone: 'Europe/Nowhere' });
	expect(run.account).toEqual({ error: undefined, sent: 1, later: [], skipped: ['invalid'] });
	expect(run.skipped[0]?.campaign).toMatchObject({ detail: expect.stringContaining('found "Europe/Nowhere"') as unknown });
});
