import { ada, CampaignStage, lineOne, lineTwo } from '../../support/campaignHost';

const minute = 60_000;
const options = { confirmation: 'You get no more messages.' };
let stage: CampaignStage;

afterEach(async () => {
	await stage.stop();
});

const people = Array.from({ length: 24 }, (_, index) => ({ phone: `+1212555${String(1_000 + index)}` }));
const sent = () => [...stage.spectrum.store(lineOne).messages.values()].filter(({ isFromMe }) => isFromMe);

/** A line to which everyone has just written STOP. */
async function afterStops(): Promise<void> {
	stage = await CampaignStage.start({ lines: [lineOne] });
	for (const { phone: from } of people) stage.spectrum.receive({ from, text: 'STOP', webhooks: false });
	stage.time.at += minute;
}

test('an opt-out is confirmed once', async () => {
	stage = await CampaignStage.start();
	stage.spectrum.receive({ from: ada, text: 'STOP', line: lineTwo });
	stage.time.at += minute;
	for (let round = 0; round < 2; round++) await stage.run([{ phone: ada }], { options });
	expect(stage.texts(ada)).toEqual([options.confirmation]);
});

test('confirmations keep to the pace of the line', async () => {
	await afterStops();
	expect((await stage.run(people, { options })).account.skipped).toHaveLength(people.length);
	const times = sent().map(({ createdAt }) => createdAt);
	expect(times).toHaveLength(people.length);
	for (const at of times) expect(times.filter((each) => each >= at && each < at + minute).length).toBeLessThanOrEqual(20);
});

test('a run that has no time left leaves the others to the next run', async () => {
	await afterStops();
	const first = await stage.run(people, { options: { ...options, longestRun: 1 } });
	expect(first.account).toMatchObject({ error: undefined, skipped: people.map(() => 'optedOut') });
	const count = sent().length;
	expect(count).toBeGreaterThan(10);
	expect(count).toBeLessThan(people.length);
	await stage.run(people, { options });
	expect(people.map(({ phone }) => stage.texts(phone).length)).toEqual(people.map(() => 1));
});

test('a line that rests confirms nothing', async () => {
	await afterStops();
	stage.spectrum.faults.add('SendTextMessage', { type: 'error', code: 'dailyLimitExceeded' }, { times: Number.POSITIVE_INFINITY });
	await stage.run(people, { options });
	expect(stage.spectrum.calls.filter(({ method }) => method === 'SendTextMessage')).toHaveLength(1);
});

test('who takes the STOP back while it waits gets none', async () => {
	await afterStops();
	const [first = '', second = ''] = people.map(({ phone }) => phone);
	const hold = stage.spectrum.faults.add('SendTextMessage', { type: 'hold' });
	const running = stage.start(people.slice(0, 2), { options });
	await hold.struck;
	stage.spectrum.receive({ from: second, text: 'START', webhooks: false });
	hold.release();
	await running;
	expect([first, second].map((phone) => stage.texts(phone).length)).toEqual([1, 0]);
});
