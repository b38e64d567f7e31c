import { ada, bob, CampaignStage, eve, lineOne, lineTwo } from '../../support/campaignHost';

const day = 24 * 60 * 60_000;
let stage: CampaignStage;
const people = [
	{ name: 'Ada', phone: ada },
	{ name: 'Bob', phone: bob },
	{ name: 'Eve', phone: eve },
];
const writes = () => stage.spectrum.calls.filter(({ method }) => /Send|Create/.test(method));

afterEach(async () => {
	await stage.stop();
});

describe('Preview', () => {
	test('says what a run would do, and does nothing', async () => {
		stage = await CampaignStage.start();
		stage.spectrum.receive({ from: eve, text: 'STOP', line: lineOne });
		stage.spectrum.phone(bob).imessage = false;
		const strangers = Array.from({ length: 9 }, (_, index) => ({ name: 'P', phone: `+1212555${String(2_000 + index)}` }));
		const run = await stage.run([...people, { phone: 'x' }, ...strangers], { operation: 'preview', newPerDay: 2 });
		const text = 'Today 4 on 2 lines, 6 later (6 lines full), 3 skipped: 1 without iMessage, 1 opted out, 1 invalid; done on 9 January';
		expect(run.sent).toEqual([
			{
				campaign: {
					name: 'spring menu',
					status: 'summary',
					text,
					sent: 4,
					later: 6,
					skipped: 3,
					lines: expect.any(Array) as unknown,
					laterReasons: [{ reason: 'linesFull', count: 6 }],
					skippedReasons: expect.any(Array) as unknown,
					doneAt: '2026-01-09T15:00:00.000Z',
				},
			},
		]);
		expect(run.hints).toEqual([`${text}. Nothing was sent.`]);
		expect(writes()).toEqual([]);
	});

	test('comes to the same verdicts as a run', async () => {
		stage = await CampaignStage.start();
		stage.spectrum.receive({ from: eve, text: 'STOP', line: lineOne });
		stage.spectrum.receive({ from: ada, text: 'Hi', line: lineTwo });
		const list = [...people, ...people.slice(0, 1)];
		const seen = await stage.run(list, { operation: 'preview', options: { eachPerson: true }, newPerDay: 0 });
		const run = await stage.run(list, { newPerDay: 0 });
		const verdicts = (items: ReadonlyArray<{ campaign?: unknown }>) =>
			items.map(({ campaign }) => {
				const { status, reason } = campaign as { status: string; reason?: string };
				return `${status} ${reason ?? ''}`;
			});
		expect(verdicts(seen.sent.slice(1)).sort()).toEqual(verdicts([...run.sent, ...run.later, ...run.skipped]).sort());
		expect(seen.sent[1]).toMatchObject({ name: 'Ada', phone: ada });
	});

	const strangers = (count: number) =>
		Array.from({ length: count }, (_, index) => ({ name: 'P', phone: `+1212555${String(2_000 + index)}` }));

	test('counts the days for new people who wait for the morning', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] }, { start: Date.parse('2026-01-07T05:00:00Z') });
		const run = await stage.run(strangers(20), { operation: 'preview', newPerDay: 2 });
		// Two at nine in New York, and two on each of nine days after it.
		expect(run.sent[0]?.campaign).toMatchObject({ later: 20, doneAt: '2026-01-16T14:00:00.000Z' });
	});

	test('says that a list with new people is never done without new conversations', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		const run = await stage.run(strangers(3), { operation: 'preview', newPerDay: 0 });
		expect(run.hints).toEqual(['Today 0, 3 later (3 lines full), 0 skipped; never done without new conversations. Nothing was sent.']);
		expect(run.sent[0]?.campaign).not.toHaveProperty('doneAt');
	});

	test('goes on after a person whose look-up the server refuses, as a run does', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		const refuse = () => stage.spectrum.faults.add('GetIMessageAvailability', { type: 'error', code: 'addressNotFound' });
		refuse();
		const run = await stage.run(people, { operation: 'preview' });
		expect(run.sent[0]?.campaign).toMatchObject({ sent: 2, skipped: 1, skippedReasons: [{ reason: 'refused', count: 1 }] });
		refuse();
		expect((await stage.run(people)).account).toEqual({ error: undefined, sent: 2, later: [], skipped: ['refused'] });
	});

	test('looks up no more people than the user allows', async () => {
		stage = await CampaignStage.start();
		await stage.run(people, { operation: 'preview', options: { mostReads: 2 } });
		expect(stage.spectrum.calls.filter(({ method }) => /Availability/.test(method))).toHaveLength(2);
	});
});

describe('Report', () => {
	test('says what became of each message, and sums up', async () => {
		stage = await CampaignStage.start();
		const sent = (await stage.run(people)).sent as unknown as ReadonlyArray<{ campaign: { messageId: string; line: string } }>;
		const [toAda, toBob] = sent.map(({ campaign }) => campaign);
		if (toAda === undefined || toBob === undefined) throw new Error('Nothing was sent');
		stage.time.at += day;
		stage.spectrum.phone(ada).read(toAda.messageId);
		stage.spectrum.receive({ from: ada, text: 'Lovely', line: toAda.line });
		stage.time.at += day;
		stage.spectrum.receive({ from: ada, text: 'See you', line: toAda.line });
		stage.spectrum.receive({ from: bob, text: 'STOP', line: toBob.line });
		const run = await stage.run([...sent, { name: 'Nobody' }], { operation: 'report' });
		expect(run.sent.slice(0, 4).map(({ campaign }) => (campaign as { report?: object }).report)).toMatchObject([
			{ found: true, read: true, readAt: '2026-01-08T15:00:03.375Z', answered: true, answer: 'Lovely', optedOut: false },
			{ read: false, answered: true, answer: 'STOP', optedOut: true, optedOutAt: new Date(stage.time.at).toISOString() },
			{ found: true, read: false, answered: false, optedOut: false },
			{ found: false },
		]);
		expect(run.sent.at(-1)?.campaign).toMatchObject({ status: 'summary', sent: 3, read: 1, answered: 2, optedOut: 1, notFound: 1 });
		expect(run.sent[0]).toMatchObject({ name: 'Ada', phone: ada, campaign: { messageId: toAda.messageId } });
	});

	test('counts an answer to another number of the credential, and takes the first of several', async () => {
		stage = await CampaignStage.start();
		const sent = (await stage.run(people.slice(0, 2))).sent as unknown as ReadonlyArray<{ campaign: { line: string } }>;
		const otherOf = (index: number) => (sent[index]?.campaign.line === lineOne ? lineTwo : lineOne);
		stage.time.at += day;
		stage.spectrum.receive({ from: ada, text: 'Is this yours?', line: otherOf(0) });
		stage.time.at += day;
		stage.spectrum.receive({ from: ada, text: 'Lovely', line: sent[0]?.campaign.line });
		stage.spectrum.receive({ from: bob, text: 'Yes please', line: otherOf(1) });
		const run = await stage.run([...sent], { operation: 'report' });
		expect(run.sent.slice(0, 2).map(({ campaign }) => (campaign as { report?: object }).report)).toMatchObject([
			{ answered: true, answer: 'Is this yours?' },
			{ answered: true, answer: 'Yes please' },
		]);
		expect(run.sent.at(-1)?.campaign).toMatchObject({ answered: 2 });
	});
});

test('Report finds a message whose conversation is gone', async () => {
	stage = await CampaignStage.start();
	const sent = (await stage.run(people.slice(0, 1))).sent;
	stage.spectrum.faults.add('ListChatMessages', { type: 'error', code: 'chatNotFound' });
	const run = await stage.run([...sent], { operation: 'report' });
	expect(run.sent[0]?.campaign).toMatchObject({ report: { found: true, answered: false } });
});

describe('Report on rows of a table', () => {
	test.each(['messageId', 'message_id'])(
		'finds a message by the column %s, beside a column with the name of the campaign',
		async (column) => {
			stage = await CampaignStage.start();
			const [sent] = (await stage.run(people.slice(0, 1))).sent as unknown as ReadonlyArray<{
				campaign: { messageId: string; line: string };
			}>;
			const row = { campaign: 'spring menu', line: sent?.campaign.line, [column]: sent?.campaign.messageId };
			const run = await stage.run([row], { operation: 'report' });
			expect(run.sent[0]).toEqual({
				...row,
				campaign: { name: 'spring menu', report: expect.objectContaining({ found: true }) as unknown },
			});
		},
	);
});

describe('Check Opt-Out', () => {
	test('says whether, since when and on which line', async () => {
		stage = await CampaignStage.start();
		stage.spectrum.receive({ from: ada, text: 'stop', line: lineTwo });
		const check = async (address: string) => (await stage.run([{}], { operation: 'checkOptOut', address })).sent[0];
		expect(await check(ada)).toEqual({ address: ada, optedOut: true, since: '2026-01-07T15:00:00.000Z', line: lineTwo });
		expect(await check(bob)).toEqual({ address: bob, optedOut: false });
		stage.spectrum.receive({ from: ada, text: 'START', line: lineOne, at: stage.time.at + 1 });
		expect(await check(ada)).toMatchObject({ optedOut: false, line: lineOne });
	});

	test('a list is checked with one reading of the last day, and what is new for each further person', async () => {
		// The operation reads the system's clock.
		stage = await CampaignStage.start({ lines: [lineOne] }, { start: Date.now() });
		const chatter = Array.from({ length: 950 }, (_, index) => ({
			from: eve,
			text: `Message ${index}`,
			at: stage.time.at - (950 - index) * 60_000,
		}));
		stage.spectrum.receiveMany([{ from: bob, text: 'STOP', at: stage.time.at - day }, ...chatter]);
		const list = [...people, ...people];
		const run = await stage.run(list, { operation: 'checkOptOut', address: '={{ $json.phone }}' });
		expect(run.sent.map(({ optedOut }) => optedOut)).toEqual([false, true, false, false, true, false]);
		expect(stage.spectrum.calls.filter(({ method }) => method === 'ListRecentMessages').length).toBe(10 + 5);
	});

	test('an address that is none, and none at all', async () => {
		stage = await CampaignStage.start();
		const errorOf = async (address: string) => (await stage.run([{}], { operation: 'checkOptOut', address })).account.error;
		expect(await errorOf('12345')).toMatch(/^The field "Address" is a short code/);
		expect(await errorOf('')).toMatch(/^The field "Address" is empty, and no person started the run/);
	});
});
