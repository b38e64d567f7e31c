import { readLogSettings } from '../../../nodes/ImessageTrigger/settings';
import { triggerOptionsField } from '../../../nodes/ImessageTrigger/options';

/** The settings of a trigger with these parameters; n8n gives the fallback for every other one. */
const read = (parameters: Readonly<Record<string, unknown>>) =>
	readLogSettings({
		getNodeParameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
		getNode: () => ({ parameters: {} }),
	});

const dispatch = (options: unknown) => read({ options }).dispatch;
const defaults = { acknowledge: 'received', maxParallel: 20, deadline: 60 * 60_000, maxAttempts: 5 };

test.each([
	['no options', {}, defaults],
	['options that an expression replaced with nothing', null, defaults],
	['an option that an expression left empty', { maxParallel: null }, defaults],
	['numbers, also as text', { maxParallel: '3', runDeadlineMinutes: 0.5 }, { ...defaults, maxParallel: 3, deadline: 30_000 }],
	['gathering, which is off unless it was added', { gatherSeconds: 5 }, { ...defaults, gatherWithin: 5_000 }],
	['gathering that was switched off', { gatherSeconds: 0 }, defaults],
	['a choice', { acknowledge: 'succeeded' }, { ...defaults, acknowledge: 'succeeded' }],
])('%s', (_what, options, expected) => {
	expect(dispatch(options)).toEqual(expected);
});

test.each([
	[{ maxParallel: 0 }, 'The option "Max Parallel Runs" is not a number from 1 to 1000; found "0"', '20'],
	[{ maxParallel: '' }, 'The option "Max Parallel Runs" is not a number from 1 to 1000', '20'],
	[{ maxAttempts: 101 }, 'The option "Max Attempts" is not a number from 1 to 100; found "101"', '5'],
	[{ runDeadlineMinutes: 'soon' }, 'The option "Run Deadline (Minutes)" is not a number from 0.1 to 10080; found "soon"', '60'],
	[{ gatherSeconds: -1 }, 'The option "Gather Messages (Seconds)" is not a number from 0 to 600; found "-1"', '0'],
	[{ acknowledge: 'never' }, 'The option "Acknowledge" must be one of received, finished, succeeded; found "never"', 'received'],
])('%j is refused with the option named', (options, message, example) => {
	let thrown: unknown;
	try {
		dispatch(options);
	} catch (caught) {
		thrown = caught;
	}
	expect(thrown).toMatchObject({ kind: 'invalid', message, advice: expect.stringContaining(example) });
});

test.each([
	['includeOwn', (options: object) => read({ options }).filter.includeOwn, 'Include Own Messages'],
	['includeRaw', (options: object) => read({ options }).includeRaw, 'Include Raw Delivery'],
])('the switch %s takes what an expression gives as text, and nothing else', (name, value, shown) => {
	expect([true, 'true', false, 'false', ''].map((given) => value({ [name]: given }))).toEqual([true, true, false, false, false]);
	expect(value({})).toBe(false);
	expect(() => value({ [name]: 'yes' })).toThrow(`The option "${shown}" is neither true nor false; found "yes"`);
});

test('the first activation is one of two', () => {
	expect(read({ startAt: 'everything' }).startAt).toBe('everything');
	expect(() => read({ startAt: 'yesterday' })).toThrow('The field "First Activation" must be one of now, everything; found "yesterday"');
});

test('every number of the panel has limits, which the reader takes from there', () => {
	const numbers = (triggerOptionsField.options ?? []).filter((option) => 'type' in option && option.type === 'number');
	expect(numbers).not.toHaveLength(0);
	for (const option of numbers) {
		expect(option).toHaveProperty('typeOptions.minValue', expect.any(Number));
		expect(option).toHaveProperty('typeOptions.maxValue', expect.any(Number));
	}
});
