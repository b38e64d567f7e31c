import type { Poll } from '../../../../../nodes/shared/spectrum/model/poll/poll';
import { noLookups, callNeededBy } from '../../../../../nodes/shared/spectrum/log/project/ports';
import { eventNames } from '../../../../../nodes/shared/spectrum/model/event/eventNames';
import { alice, change, direct, failure, fromAlice, line, occurredAt, ports, projected, sequence, us } from './projectSupport';

const bob = { address: 'bob@example.com', service: 'iMessage' } as const;
const options = [
	{ id: 'o1', text: 'Pizza', createdBy: '+15551234567' },
	{ id: 'o2', text: 'Soup', createdBy: '+15551234567' },
];
const poll: Poll = {
	id: 'poll',
	spaceId: direct,
	title: 'Lunch?',
	options,
	votes: [
		{ optionId: 'o1', participant: alice },
		{ optionId: 'o1', participant: bob },
		{ optionId: 'o1', participant: bob },
		{ optionId: 'o2' },
	],
};
const values = [{ id: 'o1', text: 'Pizza', value: 'pizza-1' }];
const recall = (pollId: string) => (pollId === 'poll' ? { title: 'As it was called', values } : { title: '', values: [] });
const voted = change({ type: 'poll.voted', pollId: 'poll', optionId: 'o1' });

test('only votes and receipts cost a call', () => {
	const costly = eventNames.flatMap((name) => callNeededBy(name) ?? []);
	expect(costly).toEqual(['message', 'poll', 'poll']);
	expect([callNeededBy('message.read'), callNeededBy('poll.voted'), callNeededBy('poll.unvoted')]).toEqual(['message', 'poll', 'poll']);
});

test('a new poll, without a call', async () => {
	const created = change({ type: 'poll.created', pollId: 'poll', title: '', options });
	expect(await projected(created, { ports: ports({ recall }) })).toEqual({
		event: 'poll.created',
		id: `poll:poll:${sequence}`,
		sequence,
		timestamp: occurredAt,
		space: { id: direct, type: 'dm', phone: '+15550000001' },
		sender: fromAlice,
		message: { id: 'poll' },
		poll: {
			id: 'poll',
			title: 'As it was called',
			options: [
				{ id: 'o1', text: 'Pizza', value: 'pizza-1', createdBy: '+15551234567' },
				{ id: 'o2', text: 'Soup', createdBy: '+15551234567' },
			],
		},
	});
	expect((await projected(change({ type: 'poll.created', pollId: 'other', title: '', options: [] })))?.poll).toEqual({
		id: 'other',
		options: [],
	});
});

describe('a new option', () => {
	const added = async (createdBy: string | undefined, actor: typeof alice | undefined) => {
		const salad = { id: 'o3', text: 'Salad', ...(createdBy === undefined ? {} : { createdBy }) };
		const event = change({ type: 'poll.optionAdded', pollId: 'other', title: 'Lunch?', options: [...options, salad], actor });
		return (await projected(event))?.poll?.option;
	};

	test('is the last one', async () => {
		expect(await added('+15551234567', alice)).toEqual({ id: 'o3', text: 'Salad', createdBy: '+15551234567' });
		expect(await added(undefined, bob)).toEqual({ id: 'o3', text: 'Salad' });
		expect(await added('bob@example.com', undefined)).toMatchObject({ id: 'o3' });
	});

	test('is the last one that its actor made', async () => {
		expect(await added('bob@example.com', alice)).toMatchObject({ id: 'o2' });
		expect(await added('carol@example.com', bob)).toBeUndefined();
	});
});

describe('a vote', () => {
	test('is told with text, value, title and how the poll stands', async () => {
		const asked: string[][] = [];
		const event = await projected(voted, {
			ports: ports({
				recall,
				poll: (...call) => {
					asked.push(call);
					return Promise.resolve(poll);
				},
			}),
		});
		expect(asked).toEqual([[line.id, 'poll']]);
		expect(event).toMatchObject({ event: 'poll.voted', id: `poll:poll:${sequence}`, sender: fromAlice, message: { id: 'poll' } });
		expect(event?.poll).toEqual({
			id: 'poll',
			title: 'Lunch?',
			option: { id: 'o1', text: 'Pizza', value: 'pizza-1', createdBy: '+15551234567' },
			options: [
				{ id: 'o1', text: 'Pizza', value: 'pizza-1', createdBy: '+15551234567' },
				{ id: 'o2', text: 'Soup', createdBy: '+15551234567' },
			],
			tally: [
				{ id: 'o1', text: 'Pizza', value: 'pizza-1', votes: 2, voters: ['+15551234567', 'bob@example.com'] },
				{ id: 'o2', text: 'Soup', votes: 1, voters: [] },
			],
			totalVotes: 3,
		});
	});

	test('of a poll whose title the server has lost has the one that the workflow gave it', async () => {
		const lost = ports({ recall, poll: () => Promise.resolve({ ...poll, title: '' }) });
		expect((await projected(voted, { ports: lost }))?.poll).toMatchObject({ title: 'As it was called' });
	});

	test('that is withdrawn without naming an option has none', async () => {
		const unvoted = change({ type: 'poll.unvoted', pollId: 'poll', actor: us, isFromMe: true });
		const event = await projected(unvoted, { ports: ports({ poll: () => Promise.resolve(poll) }) });
		expect(event).toMatchObject({ event: 'poll.unvoted', isFromMe: true, poll: { title: 'Lunch?', totalVotes: 3 } });
		expect(event?.poll).not.toHaveProperty('option');
	});

	test.each([
		['notFound', 'NOT_FOUND'],
		['invalid', 'INVALID_ARGUMENT'],
	] as const)('of a poll that cannot be had (%s) tells what is known', async (kind, status) => {
		const gone = ports({ recall, poll: () => Promise.reject(failure(kind, status)) });
		expect((await projected(voted, { ports: gone }))?.poll).toEqual({
			id: 'poll',
			title: 'As it was called',
			option: { id: 'o1', text: 'Pizza', value: 'pizza-1' },
		});
		const other = change({ type: 'poll.voted', pollId: 'other', optionId: 'o9' });
		expect((await projected(other, { ports: gone }))?.poll).toEqual({ id: 'other', option: { id: 'o9' } });
	});

	test('without asking for the poll tells what is known', async () => {
		const event = await projected(voted, { ports: { ...noLookups, recall } });
		expect(event?.poll).toEqual({ id: 'poll', title: 'As it was called', option: { id: 'o1', text: 'Pizza', value: 'pizza-1' } });
	});

	test.each([
		['unavailable', 'UNAVAILABLE'],
		['quota', 'RESOURCE_EXHAUSTED'],
		['authentication', 'UNAUTHENTICATED'],
		['permission', 'PERMISSION_DENIED'],
		['unsupported', 'FAILED_PRECONDITION'],
		['internal', 'INTERNAL'],
		['protocol', undefined],
		['invalid', undefined],
		['notFound', 'HTTP 404'],
	] as const)('waits for a poll that can be had later (%s, %s)', async (kind, status) => {
		const failing = ports({ recall, poll: () => Promise.reject(failure(kind, status)) });
		await expect(projected(voted, { ports: failing })).rejects.toMatchObject({ kind });
	});
});
