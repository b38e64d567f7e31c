import { ImessagePoll } from '../../../nodes/ImessagePoll/ImessagePoll.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const other = '+15557654321';
const space = `any;-;${person}`;
const type = 'n8n-nodes-spectrum-imessage.imessagePoll';
const atAddress = (value: string) => ({ __rl: true, mode: 'address', value });
const poll = (parameters: object, settings?: object) => oneNode(type, parameters, settings);
const fields = (...option: object[]) => ({ operation: 'create', title: 'Where to?', pollOptions: { option } });

const pizza = { text: 'Pizza', value: 'restaurant-12' };
const pasta = { text: 'Pasta' };

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessagePoll() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

/** Creates a poll in the direct space and gives the node's output. */
async function created(parameters: object = fields(pizza, pasta), to: object = atAddress(person)) {
	const run = await host.execute(poll({ ...parameters, to }));
	const [json] = run.json(underTest);
	if (json === undefined) throw run.error ?? run.errorOf(underTest) ?? new Error('No poll');
	return json as { pollId: string; options: Array<{ id: string; text: string; value?: string }> };
}

const methods = () => spectrum.calls.map(({ method }) => method);
const stored = (pollId: string) => spectrum.store().polls.get(pollId);

describe('create', () => {
	test('the poll arrives on the phone, and the output has ids and values', async () => {
		await start();
		const run = await host.execute(poll(fields(pizza, pasta)), { triggerItems: [inbound(space)] });
		const [arrived] = spectrum.phone(person).messages;
		expect(arrived?.poll).toEqual({ title: 'Where to?', options: ['Pizza', 'Pasta'] });
		expect(run.json(underTest)).toEqual([
			{
				pollId: arrived?.id,
				messageId: arrived?.id,
				spaceId: space,
				spaceType: 'dm',
				line: 'shared',
				title: 'Where to?',
				totalVotes: 0,
				options: [
					{ id: expect.any(String), text: 'Pizza', value: 'restaurant-12', votes: 0, voters: [] },
					{ id: expect.any(String), text: 'Pasta', votes: 0, voters: [] },
				],
			},
		]);
	});

	test.each([
		['Pizza, Pasta, Salad', ['Pizza', 'Pasta', 'Salad']],
		['Pizza, with cheese\nPasta', ['Pizza, with cheese', 'Pasta']],
		['={{ ["Pizza", "Pasta"] }}', ['Pizza', 'Pasta']],
		['={{ [{ text: "Pizza", value: 1 }, { text: "Pasta" }] }}', ['Pizza', 'Pasta']],
		['[{"text": "Pizza", "value": "1"}, "Pasta"]', ['Pizza', 'Pasta']],
	])('options as a list: %j', async (optionList, options) => {
		await start();
		await created({ operation: 'create', title: 'Where to?', optionsAs: 'list', optionList });
		expect(spectrum.phone(person).messages[0]?.poll?.options).toEqual(options);
	});

	test('each item has its own poll; a dedicated line asks in a new conversation', async () => {
		await start({ plan: 'dedicated' });
		const run = await host.execute(poll({ ...fields(pizza, pasta), title: '={{ $json.name }}?', to: atAddress('={{ $json.phone }}') }), {
			triggerItems: [{ json: { name: 'A', phone: person } }, { json: { name: 'B', phone: other } }],
		});
		expect(run.json(underTest)).toMatchObject([{ title: 'A?', line: '+15550000001' }, { title: 'B?' }]);
		expect(run.items(underTest).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(spectrum.phone(other).messages[0]?.poll?.title).toBe('B?');
	});

	test('is not done twice by a retry, a lost answer or a repeated key', async () => {
		await start();
		spectrum.faults.add('CreatePoll', { type: 'error', code: 'internalError', afterWrite: true });
		const keyed = { ...fields(pizza, pasta), to: atAddress(person), options: { idempotencyKey: 'lunch-1' } };
		const first = await host.execute(poll(keyed, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }));
		const again = await host.execute(poll(keyed));
		expect(first.status).toBe('success');
		expect(again.json(underTest)).toEqual(first.json(underTest).map((json) => ({ ...json, alreadySent: true })));
		expect(spectrum.phone(person).messages).toHaveLength(1);
	});

	test('a server that only says "duplicate" still leads to the poll', async () => {
		await start({ repeats: 'duplicateMessage' });
		spectrum.faults.add('CreatePoll', { type: 'answerLost' });
		const { pollId, options } = await created();
		expect(stored(pollId)?.options.map(({ id }) => id)).toEqual(options.map(({ id }) => id));
		expect(options[0]).toMatchObject(pizza);
	});
});

describe('get', () => {
	test('counts the votes of each option and names the voters', async () => {
		await start();
		spectrum.settings.pollChoices = 'several';
		const group = spectrum.createGroup({ members: [person, other] });
		const { pollId } = await created(fields(pizza, pasta), { __rl: true, mode: 'space', value: group });
		spectrum.phone(person).vote(pollId, 'Pizza');
		spectrum.phone(other).vote(pollId, 'Pizza');
		spectrum.phone(other).vote(pollId, 'Pasta');
		const run = await host.execute(poll({ operation: 'get', pollId }));
		expect(run.json(underTest)).toMatchObject([
			{
				pollId,
				spaceId: group,
				spaceType: 'group',
				title: 'Where to?',
				totalVotes: 3,
				options: [
					{ text: 'Pizza', value: 'restaurant-12', votes: 2, voters: [person, other] },
					{ text: 'Pasta', votes: 1, voters: [other] },
				],
			},
		]);
		expect(run.json(underTest)[0]).not.toHaveProperty('poll');
	});

	test('whole on request: everything the server said stands beside it', async () => {
		await start();
		const { pollId } = await created();
		spectrum.phone(person).vote(pollId, 'Pasta');
		const run = await host.execute(poll({ operation: 'get', simplify: false }), { triggerItems: [{ json: { pollId } }] });
		expect(run.json(underTest)).toMatchObject([
			{
				totalVotes: 1,
				poll: {
					id: pollId,
					options: [{ text: 'Pizza', createdBy: expect.any(String) }, { text: 'Pasta' }],
					votes: [{ participant: { address: person, service: 'iMessage' } }],
				},
			},
		]);
	});

	test('a poll whose title the server lost keeps the one that this workflow gave, and works for others without', async () => {
		await start();
		spectrum.settings.emptyPollTitles = true;
		const { pollId } = await created();
		const own = await host.execute(poll({ operation: 'get', pollId }));
		expect(own.json(underTest)).toMatchObject([{ title: 'Where to?' }]);
		const workflow = { ...poll({ operation: 'vote', option: 'Pizza', pollId }), id: 'another' };
		const [voted] = (await host.execute(workflow)).json(underTest);
		expect(voted).toMatchObject({ votedFor: { text: 'Pizza' }, totalVotes: 1 });
		expect(voted).not.toHaveProperty('title');
	});

	test('among several lines, the one that has the poll is found', async () => {
		const lines = ['+15550000001', '+15550000002', '+15550000003'];
		await start({ plan: 'dedicated', lines });
		for (const line of lines) {
			const run = await host.execute(poll({ ...fields(pizza, pasta), to: atAddress(person), options: { line } }));
			const pollId = run.json(underTest)[0]?.pollId as string;
			const got = await host.execute(poll({ operation: 'get', pollId }));
			expect(got.json(underTest)).toMatchObject([{ pollId, line }]);
			const behind = await host.execute(poll({ operation: 'get' }), { triggerItems: [{ json: run.json(underTest)[0] ?? {} }] });
			expect(behind.json(underTest)).toMatchObject([{ pollId, line }]);
			const elsewhere = await host.execute(poll({ operation: 'get', pollId, options: { line: lines.find((phone) => phone !== line) } }));
			expect(elsewhere.errorOf(underTest)?.message).toMatch(/poll does not exist/);
		}
		const gone = await host.execute(poll({ operation: 'get', pollId: 'spc-msg-gone' }, { onError: 'continueErrorOutput' }));
		expect(gone.json('Failed')).toMatchObject([{ error: { kind: 'notFound', code: 'pollNotFound' } }]);
	});

	test('a line that fails is not taken for one that does not know the poll', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		spectrum.faults.add('GetPoll', { type: 'error', code: 'unauthorized' });
		const run = await host.execute(poll({ operation: 'get', pollId: 'spc-msg-1' }));
		expect(run.errorOf(underTest)?.message).toMatch(/may not do this/);
		expect(methods()).toEqual(['GetPoll']);
	});
});

describe('vote', () => {
	test.each([
		['its text', 'pizza'],
		['its value', 'restaurant-12'],
		['its id', '={{ $json.options[0].id }}'],
	])('by %s; the output returns the value', async (_, option) => {
		await start();
		const json = await created();
		const run = await host.execute(poll({ operation: 'vote', option }), { triggerItems: [{ json }] });
		expect(run.json(underTest)).toMatchObject([
			{ pollId: json.pollId, totalVotes: 1, votedFor: { id: json.options[0]?.id, ...pizza }, options: [{ votes: 1 }, { votes: 0 }] },
		]);
		expect(spectrum.phone(person).eventsOf('vote')).toMatchObject([{ pollId: json.pollId, optionId: json.options[0]?.id, isSet: true }]);
	});

	test("withdrawing takes all votes of the line away, and nobody else's", async () => {
		await start();
		const { pollId } = await created();
		spectrum.phone(person).vote(pollId, 'Pasta');
		await host.execute(poll({ operation: 'vote', option: 'Pizza', pollId }));
		await host.execute(poll({ operation: 'vote', option: 'Pasta', pollId }));
		const run = await host.execute(poll({ operation: 'unvote', pollId }));
		expect(run.json(underTest)).toMatchObject([{ totalVotes: 1, options: [{ votes: 0 }, { votes: 1, voters: [person] }] }]);
	});

	test('an option that is not there is refused with those that are, before the vote', async () => {
		await start();
		const { pollId } = await created();
		const run = await host.execute(poll({ operation: 'vote', option: 'Soup', pollId }));
		expect(run.errorOf(underTest)?.message).toMatch(
			/The field "Option" is not an option of this poll, which has "Pizza" \(value restaurant-12, ID .*\), "Pasta" \(ID .*\); found "Soup"/,
		);
		expect(run.errorOf(underTest)?.description).toContain('Pizza');
		expect(methods()).not.toContain('VotePoll');
	});
});

describe('add option', () => {
	test('with a value, which votes return from then on', async () => {
		await start();
		const { pollId } = await created();
		const run = await host.execute(poll({ operation: 'addOption', text: ' Sushi ', value: 'restaurant-31', pollId }));
		expect(run.json(underTest)).toMatchObject([
			{ added: { text: 'Sushi', value: 'restaurant-31' }, options: [pizza, pasta, { text: 'Sushi', value: 'restaurant-31', votes: 0 }] },
		]);
		expect(spectrum.phone(person).eventsOf('pollOption')).toMatchObject([{ pollId, text: 'Sushi' }]);
		const voted = await host.execute(poll({ operation: 'vote', option: 'restaurant-31', pollId }));
		expect(voted.json(underTest)).toMatchObject([{ votedFor: { text: 'Sushi', value: 'restaurant-31' } }]);
	});

	test('one that is there is not added again, but may get a value', async () => {
		await start();
		const { pollId } = await created();
		const run = await host.execute(poll({ operation: 'addOption', text: 'pasta', value: 'restaurant-7', pollId }));
		expect(run.json(underTest)).toMatchObject([{ alreadyThere: true, added: { text: 'Pasta', value: 'restaurant-7' } }]);
		expect(methods()).not.toContain('AddPollOption');
		const voted = await host.execute(poll({ operation: 'vote', option: 'restaurant-7', pollId }));
		expect(voted.json(underTest)).toMatchObject([{ votedFor: { text: 'Pasta' } }]);
	});

	test('a retry after a failure does not add it twice', async () => {
		await start();
		const { pollId } = await created();
		spectrum.faults.add('AddPollOption', { type: 'error', code: 'internalError', afterWrite: true });
		const retry = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const run = await host.execute(poll({ operation: 'addOption', text: 'Sushi', pollId }, retry));
		expect(run.status).toBe('success');
		expect(stored(pollId)?.options.map(({ text }) => text)).toEqual(['Pizza', 'Pasta', 'Sushi']);
	});

	test.each([
		[{ text: 'restaurant-12' }, /The field "Text" already names the option "Pizza"; found "restaurant-12"/],
		[{ text: 'Sushi', value: 'Pasta' }, /The field "Value" already names the option "Pasta"/],
	])('%j would make votes unclear', async (parameters, message) => {
		await start();
		const { pollId } = await created();
		const run = await host.execute(poll({ operation: 'addOption', pollId, ...parameters }));
		expect(run.errorOf(underTest)?.message).toMatch(message);
		expect(methods()).not.toContain('AddPollOption');
	});
});

describe('what is refused before any call', () => {
	const many = Array.from({ length: 11 }, (_, index) => ({ text: `Option ${index}` }));

	test.each([
		[{ ...fields(pizza, pasta), title: ' ' }, /The field "Title" is empty/],
		[fields(pizza), /"Poll Options" has 1 options, but a poll has 2 to 10; found "Pizza \(restaurant-12\)"/],
		[fields(...many), /"Poll Options" has 11 options/],
		[fields(pizza, { text: ' ' }), /"Poll Options" has no text in option 2/],
		[fields(pizza, { text: 'PIZZA' }), /gives options 1 and 2 the same name/],
		[fields(pizza, { text: 'Pasta', value: 'Pizza' }), /gives options 1 and 2 the same name/],
		[{ operation: 'create', title: 'T', optionsAs: 'list', optionList: '' }, /"Poll Options" has 0 options/],
		[{ operation: 'create', title: 'T', optionsAs: 'list', optionList: 'Only one' }, /"Poll Options" has 1 options/],
		[{ ...fields(pizza, pasta), to: atAddress('12345') }, /short code/],
		[{ operation: 'get', pollId: 'p:x/1' }, /"Poll ID" starts like a part/],
		[{ operation: 'get' }, /"Poll ID" is empty, and the item does not come from a poll/],
		[{ operation: 'vote', pollId: 'spc-1', option: ' ' }, /"Option" is empty/],
		[
			{ operation: 'vote', pollId: 'spc-1', option: 'a', options: { values: '[1]' } },
			/"Values" is a list with entries that are not options/,
		],
		[{ operation: 'addOption', pollId: 'spc-1', text: ' ' }, /"Text" is empty/],
	])('%j', async (parameters, message) => {
		await start();
		const run = await host.execute(poll({ to: atAddress(person), ...parameters }));
		expect(run.errorOf(underTest)).toMatchObject({ name: 'NodeApiError', message: expect.stringMatching(message) });
		expect(run.errorOf(underTest)?.description).not.toBe('');
		expect(spectrum.calls).toHaveLength(0);
		expect(spectrum.requests).toHaveLength(0);
	});
});
