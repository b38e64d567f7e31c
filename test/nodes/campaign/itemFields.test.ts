import { ada, bob, CampaignStage, eve } from '../../support/campaignHost';
import { campaignItemFields } from '../../support/campaignItems';

let stage: CampaignStage;

beforeEach(async () => {
	stage = await CampaignStage.start();
});
afterEach(async () => await stage.stop());

/** The name on the panel of each field that belongs to one person. */
const names: Readonly<Record<(typeof campaignItemFields)[number], string>> = {
	recipient: 'To',
	text: 'Text',
	binaryPropertyName: 'Attachments',
	'options.timeZone': 'Time Zone',
};

/** Values that no text field takes, as JSON. */
const wrongValues = ['{"a":1}', '["a","b"]', '[]'];

/** The value of the field for Bob, in an expression that gives everyone else what is right. */
function parametersWith(path: string, value: string) {
	const right: Readonly<Record<string, string>> = {
		recipient: '$json.phone',
		text: "'Hi ' + $json.name",
		binaryPropertyName: "''",
		'options.timeZone': "'America/New_York'",
	};
	const expression = `={{ $json.name === 'Bob' ? (${value}) : ${right[path]} }}`;
	const [outer = '', inner] = path.split('.');
	return inner === undefined ? { [outer]: expression } : { [outer]: { [inner]: expression } };
}

const people = [
	{ name: 'Ada', phone: ada },
	{ name: 'Bob', phone: bob },
	{ name: 'Eve', phone: eve },
];

const cases = campaignItemFields.flatMap((path) => wrongValues.map((value) => [path, value] as const));

test.each(cases)('%s: %s of one person skips that person with the reason, and nobody else', async (path, value) => {
	const run = await stage.run(people, parametersWith(path, value));
	expect(run.account).toEqual({ error: undefined, sent: 2, later: [], skipped: ['invalid'] });
	const [{ name, campaign } = { name: '' }] = run.skipped;
	expect(name).toBe('Bob');
	const { detail } = campaign as { detail: string };
	expect(detail).toContain(`"${names[path]}" has a value that is not text`);
	expect(detail).toContain(`found "${value}"`);
	expect([ada, bob, eve].map((address) => stage.texts(address).length)).toEqual([1, 0, 1]);
});

test.each([
	['recipient', "''", /"To" is empty/],
	['recipient', 'undefined', /"To" is empty/],
	['recipient', '17', /"To"/],
	['text', "''", /"Text" is empty/],
	['text', "'   '", /"Text" is empty/],
	['options.timeZone', "'Berlin'", /"Time Zone" is not the name of a time zone; found "Berlin"/],
	['options.timeZone', '17', /"Time Zone" is not the name of a time zone/],
	['binaryPropertyName', "'none'", /"Attachments"|none/],
] as const)('%s: %s of one person is said in words', async (path, value, detail) => {
	const run = await stage.run(people, parametersWith(path, value));
	expect(run.account).toEqual({ error: undefined, sent: 2, later: [], skipped: ['invalid'] });
	expect(run.skipped[0]?.campaign).toMatchObject({ detail: expect.stringMatching(detail) as unknown });
});

test.each(['optedOut', 'urgent'])('%s: what is neither true nor false is not taken for either', async (option) => {
	const options = { [option]: "={{ $json.name === 'Bob' ? 'perhaps' : '' }}" };
	const run = await stage.run(people, { options });
	expect(run.account).toEqual({ error: undefined, sent: 2, later: [], skipped: ['invalid'] });
	expect(run.skipped[0]?.campaign).toMatchObject({ detail: expect.stringContaining('is neither true nor false') as unknown });
});

test.each(campaignItemFields)('%s: Preview comes to the same', async (path) => {
	const run = await stage.run(people, { ...parametersWith(path, '{"a":1}'), operation: 'preview' });
	expect(run.sent[0]?.campaign).toMatchObject({ sent: 2, skipped: 1, skippedReasons: [{ reason: 'invalid', count: 1 }] });
});

test('a person of another campaign than the first one is skipped: their message would be noted under the wrong name', async () => {
	const list = people.map((person, index) => ({ ...person, campaign: index === 1 ? 'summer' : 'spring' }));
	const parameters = { campaign: '={{ $json.campaign }}' };
	const run = await stage.run(list, parameters);
	expect(run.account).toEqual({ error: undefined, sent: 2, later: [], skipped: ['invalid'] });
	expect(run.skipped[0]?.campaign).toMatchObject({
		detail: expect.stringContaining('"Campaign" is not that of the first item; found "summer"') as unknown,
	});
	expect((await stage.run(list.slice(1), parameters)).account).toMatchObject({ sent: 1, skipped: ['invalid'] });
	expect([ada, bob, eve].map((address) => stage.texts(address).length)).toEqual([1, 1, 1]);
});
