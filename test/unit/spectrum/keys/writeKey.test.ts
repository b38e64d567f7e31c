import { writeKey, type WriteOrigin } from '../../../../nodes/shared/spectrum/keys/writeKey';

const origin: WriteOrigin = {
	workflowId: 'workflow',
	nodeId: 'node',
	operation: 'sendText',
	execution: ['instance', '7'],
	branch: '',
	occurrence: 0,
	target: '+15551234567',
};

describe('writeKey', () => {
	test('is the same for a repeated attempt, whatever an expression gives this time', () => {
		expect(writeKey({ ...origin })('send')).toBe(writeKey({ ...origin })('send'));
		expect(writeKey(origin)('send')).toMatch(/^[0-9a-f]{64}$/);
	});

	const others: Array<Partial<WriteOrigin>> = [
		{ workflowId: 'other' },
		{ nodeId: 'other' },
		{ operation: 'other' },
		{ execution: ['instance', '8'] },
		{ execution: ['other', '7'] },
		{ branch: 'A' },
		{ since: 1 },
		{ occurrence: 1 },
		{ target: '+15557654321' },
		{ resolvedArguments: '{"text":"Hi"}' },
	];
	test.each(others)('differs for another %j', (change) => {
		expect(writeKey({ ...origin, ...change })('send')).not.toBe(writeKey(origin)('send'));
	});

	test('with an event: is the same in another execution, and another for every other event', () => {
		const answer = { ...origin, eventId: 'event-1' };
		expect(writeKey({ ...answer, execution: ['instance', '8'] })('send')).toBe(writeKey(answer)('send'));
		expect(writeKey({ ...answer, eventId: 'event-2' })('send')).not.toBe(writeKey(answer)('send'));
		expect(writeKey({ ...answer, occurrence: 1 })('send')).not.toBe(writeKey(answer)('send'));
		expect(writeKey({ ...origin, eventId: '7' })('send')).not.toBe(writeKey(origin)('send'));
	});

	test('differs for every step of one item', () => {
		const key = writeKey(origin);
		expect(new Set(['open', 'send', 'line'].map(key)).size).toBe(3);
	});

	test('neighbouring parts cannot be shifted into each other', () => {
		const left = writeKey({ ...origin, workflowId: 'a', nodeId: 'bc' })('send');
		expect(left).not.toBe(writeKey({ ...origin, workflowId: 'ab', nodeId: 'c' })('send'));
	});

	describe("with the user's own key", () => {
		const keyed = { ...origin, userKey: 'order-1' };

		test.each<Partial<WriteOrigin>>([
			{ execution: ['instance', '8'] },
			{ branch: 'A' },
			{ since: 4 },
			{ occurrence: 9 },
			{ resolvedArguments: 'x' },
		])('%j no longer matters, so that a workflow run again reaches nobody twice', (change) => {
			expect(writeKey({ ...keyed, ...change })('send')).toBe(writeKey(keyed)('send'));
		});

		test.each<Partial<WriteOrigin>>([{ userKey: 'order-2' }, { target: '+15557654321' }, { nodeId: 'other' }, { workflowId: 'w' }])(
			'%j still does',
			(change) => {
				expect(writeKey({ ...keyed, ...change })('send')).not.toBe(writeKey(keyed)('send'));
			},
		);

		test('a key that looks like an execution is not taken for one', () => {
			expect(writeKey({ ...origin, userKey: '7' })('send')).not.toBe(writeKey(origin)('send'));
		});
	});
});
