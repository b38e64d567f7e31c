import { ada, bob, CampaignStage, lineOne } from '../../support/campaignHost';

const people = [
	{ name: 'Ada', phone: ada },
	{ name: 'Bob', phone: bob },
];
const jpeg = Buffer.from('/9j/4AAQSkZJRgABAQAAAQABAAD/2Q==', 'base64').toString('base64');
const files = { data: { data: jpeg, mimeType: 'image/jpeg', fileName: 'menu.jpg', fileExtension: 'jpg' } };
let stage: CampaignStage;

beforeEach(async () => {
	stage = await CampaignStage.start({ lines: [lineOne] });
});
afterEach(async () => {
	await stage.stop();
});

const received = (address: string) => stage.spectrum.phone(address).messages;

test('the text is Markdown with the fields of the item, or plain', async () => {
	const text = '=**{{ $json.name }}**, spring is *here*';
	await stage.run(people.slice(0, 1), { text });
	await stage.run(people.slice(1), { text, format: 'plain' });
	expect([ada, bob].map((address) => stage.texts(address))).toEqual([['Ada, spring is here'], ['**Bob**, spring is *here*']]);
});

test('a file goes with the text to who knows the line; to others only if it is allowed', async () => {
	stage.spectrum.receive({ from: bob, text: 'Hi', line: lineOne });
	const run = await stage.runWith(files, people, { binaryPropertyName: 'data' });
	expect(run.account).toEqual({ error: undefined, sent: 1, later: [], skipped: ['fileInFirstMessage'] });
	expect(run.skipped[0]?.campaign).toMatchObject({ detail: 'Allow files in a first message, or write without one first.' });
	expect(received(ada)).toEqual([]);
	expect(received(bob).flatMap(({ attachments = [] }) => attachments)).toHaveLength(1);
	expect(stage.texts(bob).join(' ')).toContain('Hi Bob, spring is here');
	for (const [allowInFirst, sent] of [
		['links', 0],
		['files', 1],
	] as const) {
		const { account } = await stage.runWith(files, people.slice(0, 1), { binaryPropertyName: 'data', options: { allowInFirst } });
		expect([allowInFirst, account.sent]).toEqual([allowInFirst, sent]);
	}
	expect(received(ada)).not.toEqual([]);
});

test('a day that was not chosen waits for one that was', async () => {
	// It is a Wednesday.
	const { account, later } = await stage.run(people, { options: { days: [5] } });
	expect(account.later).toEqual(['window', 'window']);
	expect(later[0]?.campaign).toMatchObject({ retryAt: '2026-01-09T14:00:00.000Z' });
});

test('a number whose zones are never open together is skipped, unless the item says where the person is', async () => {
	// Anywhere in Australia: it is never noon to one in both Perth and Sydney.
	const list = [{ name: 'Ada', phone: '+61412345678' }];
	const options = { sendingHours: '12:00-13:00' };
	const { account, skipped } = await stage.run(list, { options });
	expect(account.skipped).toEqual(['noCommonHour']);
	expect(skipped[0]?.campaign).toMatchObject({ detail: expect.stringContaining('Give the item a time zone') as unknown });
	expect((await stage.run(list, { options: { ...options, timeZone: 'Australia/Sydney' } })).account.later).toEqual(['window']);
});
