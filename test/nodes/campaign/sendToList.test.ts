import { optOutLanguages } from '../../../nodes/shared/spectrum/optOut/words';
import { ada, bob, CampaignStage, eve, lineOne, lineTwo } from '../../support/campaignHost';

let stage: CampaignStage;
const people = [
	{ name: 'Ada', phone: ada },
	{ name: 'Bob', phone: bob },
	{ name: 'Eve', phone: eve },
];

beforeEach(async () => {
	stage = await CampaignStage.start();
});
afterEach(async () => {
	await stage.stop();
});

test('each person gets the message, and each item says so and keeps its fields', async () => {
	const run = await stage.run(people);
	expect(run.account).toEqual({ error: undefined, sent: 3, later: [], skipped: [] });
	expect(stage.texts(ada)).toEqual(['Hi Ada, spring is here']);
	expect(run.sent[0]).toEqual({
		name: 'Ada',
		phone: ada,
		campaign: {
			name: 'spring menu',
			status: 'sent',
			line: expect.stringMatching(/^\+1555000000[12]$/) as unknown,
			newConversation: true,
			service: 'iMessage',
			messageId: stage.spectrum.phone(ada).messages[0]?.id,
		},
	});
	expect(run.hints).toEqual([expect.stringMatching(/^Sent 3 on 2 lines, 0 later, 0 skipped\.$/)]);
});

test('new people are spread over the lines', async () => {
	await stage.run(people);
	const lines = [ada, bob, eve].map((address) => stage.spectrum.phone(address).messages[0]?.line);
	expect(new Set(lines)).toEqual(new Set([lineOne, lineTwo]));
});

test('a person stays on the line that knows them', async () => {
	stage.spectrum.receive({ from: ada, text: 'Hi', line: lineTwo });
	stage.spectrum.receive({ from: bob, text: 'Hi', line: lineTwo });
	const run = await stage.run(people.slice(0, 2));
	expect(run.sent.map(({ campaign }) => campaign)).toMatchObject([
		{ line: lineTwo, newConversation: false },
		{ line: lineTwo, newConversation: false },
	]);
});

test('nobody gets a campaign twice: not in the next run, not after a restart, not after days', async () => {
	await stage.run(people);
	expect((await stage.run(people)).account.skipped).toEqual(['alreadySent', 'alreadySent', 'alreadySent']);
	await stage.restart();
	stage.time.at += 3 * 24 * 60 * 60_000;
	expect((await stage.run(people)).account.skipped).toEqual(['alreadySent', 'alreadySent', 'alreadySent']);
	expect(stage.texts(ada)).toHaveLength(1);
	// Another campaign is another message.
	expect((await stage.run(people, { campaign: 'summer menu', text: 'Summer!' })).account.sent).toBe(3);
});

test('duplicates and wrong numbers are skipped, with the reason in words', async () => {
	const run = await stage.run([
		...people.slice(0, 1),
		{ name: 'Ada', phone: '+1 (212) 555-0101' },
		{ name: 'X', phone: '12345' },
		{ name: 'Y' },
	]);
	expect(run.account).toMatchObject({ sent: 1, skipped: ['duplicate', 'invalid', 'invalid'] });
	expect(run.skipped[1]?.campaign).toMatchObject({ detail: expect.stringMatching(/"To" is a short code/) as unknown });
	expect(stage.texts(ada)).toHaveLength(1);
});

test('numbers as sheets give them need the country', async () => {
	expect((await stage.run([{ phone: 2125550101 }])).account.skipped).toEqual(['invalid']);
	expect((await stage.run([{ phone: 2125550101 }], { options: { defaultCountry: 'US' } })).account.sent).toBe(1);
});

test('a STOP to any line counts for all lines, also while the run goes on', async () => {
	stage.spectrum.receive({ from: ada, text: 'Arrêt!', line: lineOne });
	stage.spectrum.receive({ from: bob, text: 'yes', line: lineOne });
	stage.spectrum.receive({ from: bob, text: 'unstop', line: lineTwo });
	const hold = stage.spectrum.faults.add('SendTextMessage', { type: 'hold' });
	const running = stage.start(people);
	await hold.struck;
	stage.spectrum.receive({ from: eve, text: 'STOP', line: lineOne });
	hold.release();
	const execution = await running;
	const names = (output: number) => execution.json('Campaign', output).map(({ name }) => name);
	expect([names(0), names(2)]).toEqual([['Bob'], ['Ada', 'Eve']]);
});

test('each of ten languages has its words, and an ordinary answer is none of them', async () => {
	const words = [
		'unsubscribe',
		'Abmelden',
		'Désabonner !',
		'DARME DE BAJA',
		'Basta!',
		'sair',
		'Uitschrijven.',
		'Avregistrera',
		'rezygnuje',
		'配信停止',
	];
	const answers = ['yes', 'ja', 'oui', 'sí', 'no', 'não', 'nee', 'nej', 'tak', 'はい'];
	expect(words).toHaveLength(optOutLanguages.length);
	const list = [...words, ...answers].map((text, index) => ({ text, phone: `+1212555${String(3_000 + index)}` }));
	for (const { text, phone: from } of list) stage.spectrum.receive({ from, text, line: lineOne });
	const run = await stage.run(list, { text: 'Hi' });
	expect(run.skipped.map(({ text }) => text)).toEqual(words);
	expect(run.sent.map(({ text }) => text)).toEqual(answers);
});

test('a STOP in a group counts for its writer', async () => {
	const space = stage.spectrum.createGroup({ line: lineOne, members: [ada, bob] });
	stage.spectrum.receive({ from: ada, text: 'Stop', space, line: lineOne });
	expect((await stage.run(people)).account).toMatchObject({ sent: 2, skipped: ['optedOut'] });
});

test('a STOP counts for its writer in whatever form the server gives the address', async () => {
	const from = 'Ada@Example.com';
	const space = stage.spectrum.createGroup({ line: lineOne, members: [from, bob] });
	stage.spectrum.receive({ from, text: 'Stop', space, line: lineOne });
	expect((await stage.run([{ phone: 'ada@example.com' }])).account).toMatchObject({ sent: 0, skipped: ['optedOut'] });
});

test('a STOP counts that was written before the newest message and came after it', async () => {
	const hour = 60 * 60_000;
	stage.spectrum.receive({ from: bob, text: 'Hi', line: lineOne });
	await stage.run(people.slice(1, 2));
	stage.spectrum.receive({ from: ada, text: 'STOP', line: lineOne, at: stage.time.at - 6 * hour });
	expect((await stage.run(people.slice(0, 1))).account).toMatchObject({ sent: 0, skipped: ['optedOut'] });
});

test('lists, fields and words of the user count as opt-outs', async () => {
	stage.spectrum.receive({ from: eve, text: 'Lopeta', line: lineOne });
	const items = people.map((person) => ({ ...person, gone: person.name === 'Ada' }));
	const options = { optedOut: '={{ $json.gone }}', optOutList: bob, optOutWords: 'lopeta, slut' };
	expect((await stage.run(items, { options })).account.skipped).toEqual(['optedOut', 'optedOut', 'optedOut']);
});

test('after two messages without an answer a person has to write first', async () => {
	const day = 24 * 60 * 60_000;
	await stage.run(people.slice(0, 1), { campaign: 'one' });
	stage.time.at += day;
	await stage.run(people.slice(0, 1), { campaign: 'two' });
	stage.time.at += day;
	const third = await stage.run(people.slice(0, 1), { campaign: 'three' });
	expect(third.later[0]?.campaign).toEqual({ name: 'three', status: 'later', reason: 'unanswered' });
	stage.spectrum.receive({ from: ada, text: 'Nice!', line: String((third.later[0]?.campaign as { line?: string }).line ?? lineOne) });
	expect((await stage.run(people.slice(0, 1), { campaign: 'three' })).account.sent).toBe(1);
});

test('a second campaign waits for the pause, unless it is urgent', async () => {
	await stage.run(people.slice(0, 1));
	const run = await stage.run(people.slice(0, 1), { campaign: 'two' });
	expect(run.later[0]?.campaign).toMatchObject({ reason: 'pause', retryAt: '2026-01-08T15:00:00.000Z' });
	expect((await stage.run(people.slice(0, 1), { campaign: 'two', options: { urgent: true } })).account.sent).toBe(1);
});

test('it is held back at night where the person is', async () => {
	const tokyo = { name: 'Yui', phone: '+81901234567' };
	const run = await stage.run([...people.slice(0, 1), tokyo, { ...tokyo, phone: '+81901234568', zone: 'America/New_York' }], {
		options: { timeZone: '={{ $json.zone }}' },
	});
	expect(run.account).toMatchObject({ sent: 2, later: ['window'] });
	expect(run.later[0]?.campaign).toMatchObject({ retryAt: '2026-01-08T00:00:00.000Z' });
});

test('a first message with a link or a file is not sent unless it is allowed', async () => {
	stage.spectrum.receive({ from: bob, text: 'Hi', line: lineOne });
	const text = 'See https://example.com/menu';
	expect((await stage.run(people.slice(0, 2), { text })).account).toMatchObject({ sent: 1, skipped: ['linkInFirstMessage'] });
	expect((await stage.run(people.slice(0, 1), { text, options: { allowInFirst: 'links' } })).account.sent).toBe(1);
});

test.each([
	['See bit.ly/3xYz', true],
	['our menu is at menu.example.swiss/spring', true],
	['[Menu](https://example.com/menu)', true],
	['Book at menu.at', true],
	['Mo./Tu. from 9.30/10.30, red and/or white, for Mr.Smith: 12.50', false],
] as const)('%s: is it a link? %p', async (text, isLink) => {
	const run = await stage.run(people.slice(0, 1), { text });
	expect(run.account).toMatchObject(isLink ? { sent: 0, skipped: ['linkInFirstMessage'] } : { sent: 1, skipped: [] });
});

test('an empty list sends nothing', async () => {
	expect((await stage.run([])).account).toMatchObject({ error: undefined, sent: 0 });
});
