import { DataDeduplicationService } from 'n8n-core';
import { ada, bob, type CampaignParameters, CampaignStage, eve, lineOne } from '../../support/campaignHost';

const hour = 60 * 60_000;
let stage: CampaignStage;
const people = [
	{ name: 'Ada', phone: ada },
	{ name: 'Bob', phone: bob },
	{ name: 'Eve', phone: eve },
];

afterEach(async () => {
	await stage.stop();
});

test('who has no iMessage is skipped, or gets an SMS, or the message anyway', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	stage.spectrum.phone(ada).imessage = false;
	expect((await stage.run(people.slice(0, 2))).account).toMatchObject({ sent: 1, skipped: ['withoutImessage'] });
	const sms = await stage.run(people.slice(0, 1), { options: { withoutImessage: 'sms' } });
	expect(sms.sent[0]?.campaign).toMatchObject({ service: 'SMS', newConversation: true });
	expect(stage.texts(ada)).toEqual(['Hi Ada, spring is here']);
});

test('a shared plan has no SMS, which is said before anyone is written to', async () => {
	stage = await CampaignStage.start({ plan: 'shared', lines: undefined });
	const run = await stage.run(people, { options: { withoutImessage: 'sms' } });
	expect(run.account).toMatchObject({ error: 'A shared plan cannot send SMS', sent: 0 });
});

test('on a shared plan, who is not registered is skipped', async () => {
	stage = await CampaignStage.start({ plan: 'shared', lines: undefined, audience: 'users' });
	stage.spectrum.dashboard.addUser(bob);
	stage.spectrum.receive({ from: bob, text: 'Hi' });
	const run = await stage.run(people.slice(0, 2));
	expect(run.account).toMatchObject({ error: undefined, sent: 1, skipped: ['notRegistered'] });
});

test('a refused credential stops the run with an error', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	stage.spectrum.faults.add('mint', { type: 'status', status: 401 }, { times: Number.POSITIVE_INFINITY });
	const run = await stage.run(people);
	expect(run.execution.status).toBe('error');
	expect(run.account).toMatchObject({ error: expect.any(String) as unknown, sent: 0 });
});

test('a message that Apple refuses is skipped, and the others are sent', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	stage.spectrum.phone(ada).sendErrorCode = 22;
	const run = await stage.run(people);
	expect(run.account).toMatchObject({ error: undefined, sent: 2, skipped: ['refused'] });
	expect(run.skipped[0]?.campaign).toMatchObject({ detail: expect.stringContaining('22') as unknown });
});

test('a server that fails makes everyone wait, and asks only a few', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	stage.spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError' }, { times: Number.POSITIVE_INFINITY });
	const list = Array.from({ length: 10 }, (_, index) => ({ phone: `+12125552${String(100 + index)}` }));
	const run = await stage.run(list);
	expect(run.account).toMatchObject({ error: undefined, sent: 0, later: Array(10).fill('unavailable') as unknown });
	expect(stage.spectrum.calls.filter(({ method }) => method === 'SendTextMessage')).toHaveLength(3);
	stage.spectrum.faults.clear();
	stage.time.at += hour;
	expect((await stage.run(list)).account.sent).toBe(10);
});

/** Ada has the message, and nobody has heard of it. */
async function killedAfterMessage(): Promise<void> {
	const hold = stage.spectrum.faults.add('SendTextMessage', { type: 'hold' });
	const running = stage.start(people.slice(0, 1));
	await hold.struck;
	running.cancel();
	await running;
	await stage.restart();
}

describe('a run that was killed', () => {
	test('before the message: the person gets it next time', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		const hold = stage.spectrum.faults.add('SendTextMessage', { type: 'hold', beforeWrite: true });
		const running = stage.start(people.slice(0, 1));
		await hold.struck;
		running.cancel();
		await running;
		await stage.restart();
		stage.time.at += hour;
		const next = await stage.run(people.slice(0, 1));
		expect(next.account).toMatchObject({ sent: 1, skipped: [] });
		expect(stage.texts(ada)).toHaveLength(1);
	});

	test('after the message: the next run finds it, and sends nothing', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		await killedAfterMessage();
		stage.time.at += 25 * hour;
		const before = stage.spectrum.calls.filter(({ method }) => method === 'SendTextMessage').length;
		const next = await stage.run(people.slice(0, 1));
		expect(next.sent[0]?.campaign).toMatchObject({ messageId: stage.spectrum.phone(ada).messages[0]?.id });
		expect(stage.spectrum.calls.filter(({ method }) => method === 'SendTextMessage')).toHaveLength(before);
		expect(stage.texts(ada)).toHaveLength(1);
	});
});

test('the store keeps who has the message, however often n8n starts again', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	await stage.run(people.slice(0, 1));
	for (let round = 0; round < 3; round++) {
		await stage.restart();
		stage.time.at += 25 * hour;
		expect((await stage.run(people.slice(0, 1))).account).toMatchObject({ sent: 0, skipped: ['alreadySent'] });
	}
	expect(stage.spectrum.calls.filter(({ method }) => method === 'SendTextMessage')).toHaveLength(1);
});

test('a message that the server knows only as a repeat counts once', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	stage.spectrum.settings.repeats = 'duplicateMessage';
	await killedAfterMessage();
	stage.time.at += 25 * hour;
	// With another text, the message of the killed run is not found, and the server recognises the key.
	expect((await stage.run(people.slice(0, 1), { text: 'Spring!' })).account.sent).toBe(1);
	stage.time.at += hour;
	expect((await stage.run(people.slice(0, 1), { campaign: 'two' })).account).toMatchObject({ sent: 1, later: [] });
	expect(stage.texts(ada)).toHaveLength(2);
});

test('a look-up that fails makes one person wait, and the others get the message', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	await killedAfterMessage();
	stage.time.at += 25 * hour;
	stage.spectrum.faults.add('ListChatMessages', { type: 'error', code: 'internalError' }, { times: Number.POSITIVE_INFINITY });
	expect((await stage.run(people)).account).toEqual({ error: undefined, sent: 2, later: ['unavailable'], skipped: [] });
	stage.spectrum.faults.clear();
	expect((await stage.run(people.slice(0, 1))).sent[0]?.campaign).toMatchObject({ messageId: stage.spectrum.phone(ada).messages[0]?.id });
	expect(stage.texts(ada)).toHaveLength(1);
});

test('a message is sent although n8n’s store fails after it, and is not sent again', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	const fails = jest
		.spyOn(DataDeduplicationService.getInstance(), 'removeProcessed')
		.mockRejectedValueOnce(new Error('database is locked'));
	expect((await stage.run(people.slice(0, 1))).account).toEqual({ error: undefined, sent: 1, later: [], skipped: [] });
	expect(fails).toHaveBeenCalled();
	await stage.restart();
	stage.time.at += 25 * hour;
	expect((await stage.run(people.slice(0, 1))).sent[0]?.campaign).toMatchObject({ messageId: stage.spectrum.phone(ada).messages[0]?.id });
	expect(stage.spectrum.calls.filter(({ method }) => method === 'SendTextMessage')).toHaveLength(1);
});

test('n8n’s store is asked once about a person who waits, and not in each run', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	await stage.run(people);
	const second = async () => (await stage.run(people, { campaign: 'two' })).account.later;
	const asked = jest.spyOn(DataDeduplicationService.getInstance(), 'checkProcessedAndRecord');
	for (let round = 0; round < 3; round++) expect(await second()).toEqual(['pause', 'pause', 'pause']);
	expect(asked).toHaveBeenCalledTimes(3);
	asked.mockRestore();
});

test('what must be right for everyone stops the run before any call', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	const wrong: ReadonlyArray<readonly [CampaignParameters, RegExp]> = [
		[{ campaign: ' ' }, /^(Item 1: t|T)he field "Campaign" is empty/],
		[{ newPerDay: 51 }, /"New Conversations per Line and Day" is not a whole number from 0 to 50/],
		[{ perMinute: 0 }, /"Messages per Minute and Line" is not a whole number from 1 to 60/],
		[{ options: { sendingHours: '20:00-09:00' } }, /"Sending Hours" must be two times of day, the later one second/],
		[{ options: { days: [] } }, /"Sending Days" names no day/],
		[{ options: { optOutWords: 'lopeta, 🛑' } }, /"More Opt-Out Words" has the entry "🛑", which has neither letters nor digits/],
		[{ options: { optOutWords: 'a'.repeat(101) } }, /"More Opt-Out Words" has the entry "a{99}…", which is too long/],
		[{ options: { withoutImessage: 'maybe' } }, /"Without iMessage" is not one of its choices/],
		[{ options: { optOutList: '123' } }, /"Do-Not-Contact List" has the entry "123"/],
	];
	for (const [parameters, message] of wrong) {
		const { account } = await stage.run(people.slice(0, 1), parameters);
		expect(account.error).toMatch(message);
	}
	expect(stage.spectrum.calls).toEqual([]);
});

test('the summary is one more item', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	stage.spectrum.receive({ from: ada, text: 'STOP' });
	const run = await stage.run([...people, { phone: '1' }], { options: { summary: true } });
	expect(run.sent.at(-1)).toEqual({
		campaign: {
			name: 'spring menu',
			status: 'summary',
			text: 'Sent 2 on 1 line, 0 later, 2 skipped: 1 opted out, 1 invalid',
			sent: 2,
			later: 0,
			skipped: 2,
			lines: [{ line: lineOne, sent: 2 }],
			laterReasons: [],
			skippedReasons: [
				{ reason: 'optedOut', count: 1 },
				{ reason: 'invalid', count: 1 },
			],
		},
	});
});

test('a history of 10,000 messages is read once, in a hundred pages, and afterwards only what is new', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	stage.spectrum.receiveMany(
		Array.from({ length: 10_000 }, (_, index) => ({
			from: ada,
			text: index === 0 ? 'STOP' : `Message ${index}`,
			at: stage.time.at - 60_000 * (20_000 - index),
		})),
	);
	const reads = () => stage.spectrum.calls.filter(({ method }) => method === 'ListRecentMessages').length;
	expect((await stage.run(people.slice(0, 1))).account.skipped).toEqual(['optedOut']);
	expect(reads()).toBe(100);
	expect((await stage.run(people.slice(0, 1))).account.skipped).toEqual(['optedOut']);
	expect(reads()).toBe(101);
});
