import { CampaignStage, lineOne } from '../../support/campaignHost';

const minute = 60_000;
const hour = 60 * minute;
let stage: CampaignStage;

afterEach(async () => {
	await stage.stop();
});

const person = (index: number) => ({ name: `P${index}`, phone: `+1212555${String(1_000 + index)}` });
const people = Array.from({ length: 24 }, (_, index) => person(index));
const pages = () => stage.spectrum.calls.filter(({ method }) => method === 'ListRecentMessages').length;

/** A line on which some wrote, some opted out, one of them in a group, and some were written to. */
function live(): void {
	const { spectrum, time } = stage;
	const ago = (index: number) => time.at - (100 - index) * hour;
	for (const [index, { phone: from }] of people.entries()) {
		if (index % 6 === 5) continue;
		const text = index % 3 === 0 ? 'STOP' : index === 7 ? 'Lopeta' : 'Hi';
		spectrum.receive({ from, text, line: lineOne, at: ago(index), webhooks: false });
	}
	const space = spectrum.createGroup({ line: lineOne, members: [person(5).phone, person(11).phone] });
	spectrum.receive({ from: person(5).phone, text: 'Stop', space, line: lineOne, at: ago(50), webhooks: false });
}

const wanted = ['sent', 'later', 'skipped'] as const;
const optedOut = people.filter((_, index) => index % 3 === 0 || index === 5 || index === 7).map(({ phone }) => phone);

test.each([
	['everyone', undefined],
	['eight people', 8],
	['two people', 2],
])('every opt-out counts in a process that remembers %s', async (_name, mostPeople) => {
	stage = await CampaignStage.start({ lines: [lineOne] }, { mostPeople });
	live();
	const options = { optOutWords: 'lopeta' };
	const seen = await stage.run(people, { operation: 'preview', options: { ...options, eachPerson: true } });
	const verdicts = seen.sent.slice(1).map(({ phone, campaign }) => [phone, (campaign as { reason?: string }).reason]);
	expect(verdicts.filter(([, reason]) => reason === 'optedOut').map(([phone]) => phone)).toEqual(optedOut);
	const run = await stage.run(people, { options });
	const phones = wanted.map((name) => run[name].map(({ phone }) => phone));
	expect(phones).toEqual([people.map(({ phone }) => phone).filter((phone) => !optedOut.includes(phone)), [], optedOut]);
	for (const phone of optedOut) expect(stage.texts(phone)).toEqual([]);
	const check = await stage.run([{}], { operation: 'checkOptOut', address: person(5).phone, options });
	expect(check.sent).toMatchObject([{ optedOut: true, line: lineOne }]);
});

test('people whom the process has let go are read together, half a book at a time', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] }, { mostPeople: 8 });
	live();
	await stage.run(people, { operation: 'preview', options: { withoutImessage: 'send' } });
	// The first reading, and one for each four of those who were not in the book then.
	expect(pages()).toBeLessThanOrEqual(1 + 6);
});

test('a reading that fails in the middle loses no opt-out', async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
	await stage.run(people.slice(0, 1));
	stage.time.at += hour;
	stage.spectrum.receive({ from: person(1).phone, text: 'STOP', line: lineOne, webhooks: false });
	// More news than a page holds, and the second page is refused.
	stage.spectrum.receiveMany(
		Array.from({ length: 150 }, (_, index) => ({
			from: person(2).phone,
			text: `Message ${index}`,
			at: stage.time.at + (index + 1) * 3_000,
		})),
	);
	stage.time.at += hour;
	stage.spectrum.faults.add('ListRecentMessages', { type: 'error', code: 'invalidArgument' }, { after: 1 });
	expect((await stage.run(people.slice(0, 2))).account.error).toBeDefined();
	const run = await stage.run(people.slice(0, 2));
	expect(run.account.skipped).toContain('optedOut');
	expect(stage.texts(person(1).phone)).toEqual([]);
});

const texts = () => people.map(({ phone }) => stage.texts(phone).length);

describe('two executions in one process at the same time', () => {
	test('with the same list write to each person once, and one of them says so', async () => {
		stage = await CampaignStage.start();
		const runs = await Promise.all([stage.run(people), stage.run(people)]);
		expect(runs.map(({ account }) => account.error)).toEqual([undefined, undefined]);
		expect(texts()).toEqual(people.map(() => 1));
		const reports = runs.flatMap(({ sent }) => sent.map(({ phone }) => phone));
		expect(reports.sort()).toEqual(people.map(({ phone }) => phone).sort());
		expect(runs.flatMap(({ account }) => account.skipped)).toEqual(people.map(() => 'alreadySent'));
	});

	test('with two campaigns keep the pause of a person whom no line knew', async () => {
		stage = await CampaignStage.start();
		const runs = await Promise.all([stage.run(people), stage.run(people, { campaign: 'summer menu' })]);
		expect(texts()).toEqual(people.map(() => 1));
		expect(runs.flatMap(({ account }) => account.later)).toEqual(people.map(() => 'pause'));
	});
});

describe('two processes with the same list at the same time', () => {
	test('write to each person once: both choose the same line, whose server recognises the repeat', async () => {
		stage = await CampaignStage.start();
		const twin = await stage.twin();
		const options = { workers: 2 };
		const [one, other] = await Promise.all([stage.run(people, { options }), twin.run(people, { options })]);
		expect([one.account.error, other.account.error]).toEqual([undefined, undefined]);
		expect(texts()).toEqual(people.map(() => 1));
		// Whichever of them sent it, both know, and so does everyone after them.
		for (const { later } of [one.account, other.account]) expect(later).toEqual([]);
		stage.time.at += 3 * 24 * hour;
		for (const process of [stage, twin]) expect((await process.run(people, { options })).account).toMatchObject({ sent: 0, later: [] });
		expect(texts()).toEqual(people.map(() => 1));
	});

	test('keep to the pace of each line together', async () => {
		stage = await CampaignStage.start({ lines: [lineOne] });
		const twin = await stage.twin();
		const options = { workers: 2 };
		await Promise.all([stage.run(people.slice(0, 12), { options }), twin.run(people.slice(12), { options })]);
		expect(texts()).toEqual(people.map(() => 1));
		const times = [...stage.spectrum.store(lineOne).messages.values()].filter(({ isFromMe }) => isFromMe).map(({ createdAt }) => createdAt);
		for (const at of times) expect(times.filter((each) => each >= at && each < at + minute).length).toBeLessThanOrEqual(20);
	});
});
