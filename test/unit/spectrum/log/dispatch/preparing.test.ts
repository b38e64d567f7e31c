import type { Change } from '../../../../../nodes/shared/spectrum/model/event/change';
import type { DispatchSettings } from '../../../../../nodes/shared/spectrum/log/dispatch/dispatcher';
import { maxRefusals } from '../../../../../nodes/shared/spectrum/log/dispatch/preparing';
import { setting as settingOf } from './dispatcherSetting';
import { failure } from '../fakeSession';

const space = 'any;-;+15551230001';
const facts = { spaceId: space, isFromMe: false };
const voteIn = (pollId: string): Change => ({ ...facts, type: 'poll.voted', pollId });
const receiptOf = (messageId: string): Change => ({ ...facts, type: 'message.read', messageId });

/** Longer than all attempts of one event take with the whole of every pause. */
const longEnough = 5 * 60_000;
const day = 24 * 3_600_000;

/** No run is overdue in a test. */
const setting = (settings: Partial<DispatchSettings> = {}) => settingOf({ deadline: 100 * day, ...settings });

describe('what nobody answers', () => {
	it.each(['unavailable', 'timeout', 'cancelled', 'quota', 'authentication'] as const)(
		'is waited for, however long, in order (%s)',
		async (kind) => {
			const { accept, clock, host, ended } = setting();
			host.prepareFailure = failure(kind, 'SOME_STATUS');
			host.prepareFailures.set('1', 3_000);
			accept(1, space, voteIn('poll'));
			accept(2, space);
			await clock.advance(day);
			expect([host.names, ended, new Set(host.prepared)]).toEqual([[], [], new Set(['1'])]);
			await clock.advance(day);
			expect(host.names).toEqual(['1/1']);
		},
	);

	it.each(['permission', 'notFound', 'internal', 'protocol'] as const)('is also what is behind the control plane (%s)', async (kind) => {
		const { accept, clock, host } = setting();
		host.prepareFailure = failure(kind, 'HTTP 500');
		host.prepareFailures.set('1', 1_000);
		accept(1);
		await clock.advance(day);
		expect(host.names).toEqual(['1/1']);
	});

	it('does not count among the refusals of one event', async () => {
		const { accept, clock, host } = setting();
		const errors = ['internal', 'unavailable', 'unavailable'] as const;
		host.prepareFailures.set('1', 3 * maxRefusals - 3);
		let asked = 0;
		Object.defineProperty(host, 'prepareFailure', { get: () => failure(errors[asked++ % 3] ?? 'internal', 'SOME_STATUS') });
		accept(1);
		await clock.advance(day);
		expect(host.names).toEqual(['1/1']);
	});
});

describe('what the server lastingly refuses to tell', () => {
	it.each([
		['permission', 'PERMISSION_DENIED'],
		['internal', 'INTERNAL'],
		['unsupported', 'FAILED_PRECONDITION'],
		['protocol', undefined],
		['invalid', undefined],
		['tooLarge', undefined],
	] as const)('is left out after so many attempts, and what comes after it has its turn (%s)', async (kind, status) => {
		const { accept, clock, host, ended } = setting();
		host.prepareFailure = failure(kind, status);
		host.prepareFailures.set('1', Number.POSITIVE_INFINITY);
		accept(1, space, voteIn('poll'));
		accept(2, space);
		await clock.settle();
		expect(host.names).toEqual([]);
		await clock.advance(longEnough);
		expect([host.prepared.filter((sequence) => sequence === '1').length, host.names]).toEqual([maxRefusals, ['1 unasked/1']]);
		expect(host.warnings).toHaveLength(maxRefusals);
		expect(host.warnings.at(-1)).toBe(
			`Event 1 (poll.voted) of line +15550000001 cannot be read in full, after many attempts, and starts a run without the missing details: a failure of kind ${kind}`,
		);
		host.end('1 unasked/1');
		await clock.settle();
		host.end('2/1');
		await clock.settle();
		expect([ended, clock.pending]).toEqual([['done 1', 'done 2'], 0]);
	});

	it('is told in full when it is to be had by the last attempt', async () => {
		const { accept, clock, host } = setting();
		host.prepareFailure = failure('internal', 'INTERNAL');
		host.prepareFailures.set('1', maxRefusals - 1);
		accept(1, space, voteIn('poll'));
		await clock.advance(longEnough);
		expect(host.names).toEqual(['1/1']);
	});

	it.each([
		['starts no run without them', (host: ReturnType<typeof setting>['host']) => host.unwantedUnasked.add('1')],
		['nor without the missing details', (host: ReturnType<typeof setting>['host']) => (host.unaskedFailure = new Error('no way'))],
	])('is passed over aloud where nothing is left to tell: %s', async (words, arrange) => {
		const { accept, clock, host, ended, progress } = setting();
		host.prepareFailure = failure('unsupported', 'FAILED_PRECONDITION');
		host.prepareFailures.set('1', Number.POSITIVE_INFINITY);
		arrange(host);
		accept(1, space, receiptOf('m'));
		accept(2, space);
		await clock.advance(longEnough);
		expect([host.names, ended, progress.cursor]).toEqual([['2/1'], ['done 1'], '1']);
		expect(host.warnings.at(-1)).toContain(words);
		expect(host.warnings.at(-1)).toMatch(/^Event 1 \(message\.read\) of line \+15550000001 .*a failure of kind unsupported$/);
	});

	it('is given back when the trigger is closed before it is left out', async () => {
		const { accept, clock, host, dispatcher, ended } = setting();
		host.prepareFailure = failure('internal', 'INTERNAL');
		host.prepareFailures.set('1', Number.POSITIVE_INFINITY);
		accept(1, space, voteIn('poll'));
		await clock.advance(10_000);
		dispatcher.close();
		await clock.settle();
		expect([ended, host.names, clock.pending]).toEqual([['given back 1'], [], 0]);
	});
});

describe('what was refused for so long', () => {
	it.each([
		['a poll', voteIn('poll'), voteIn('poll')],
		['the receipts of a conversation', receiptOf('m1'), { ...receiptOf('m2'), spaceId: 'SMS;-;+15551230001' }],
	])('is asked for once by each event after it, until it is told again: %s', async (_what, first, next) => {
		const { accept, clock, host } = setting({ acknowledge: 'received' });
		host.prepareFailure = failure('internal', 'INTERNAL');
		for (const sequence of ['1', '2', '4']) host.prepareFailures.set(sequence, Number.POSITIVE_INFINITY);
		accept(1, space, first);
		await clock.advance(longEnough);
		accept(2, space, next);
		await clock.settle();
		expect(host.names).toEqual(['1 unasked/1', '2 unasked/1']);
		accept(3, space, first);
		accept(4, space, next);
		await clock.settle();
		expect(host.names).toEqual(['1 unasked/1', '2 unasked/1', '3/1']);
		await clock.advance(longEnough);
		expect(host.names).toEqual(['1 unasked/1', '2 unasked/1', '3/1', '4 unasked/1']);
	});

	it.each([
		['another poll', voteIn('poll'), voteIn('other')],
		['messages', voteIn('poll'), receiptOf('m')],
		['the receipts of another conversation', receiptOf('m'), { ...receiptOf('m'), spaceId: 'any;-;+15551230002' }],
	])('does not stand for %s', async (_what, first, next) => {
		const { accept, clock, host } = setting({ acknowledge: 'received' });
		host.prepareFailure = failure('internal', 'INTERNAL');
		host.prepareFailures.set('1', Number.POSITIVE_INFINITY);
		host.prepareFailures.set('2', 1);
		accept(1, space, first);
		await clock.advance(longEnough);
		accept(2, space, next);
		await clock.advance(longEnough);
		expect(host.names).toEqual(['1 unasked/1', '2/1']);
	});

	it('is not forgotten for an event of it that nobody wants', async () => {
		const { accept, clock, host } = setting({ acknowledge: 'received' });
		host.prepareFailure = failure('internal', 'INTERNAL');
		for (const sequence of ['1', '3']) host.prepareFailures.set(sequence, Number.POSITIVE_INFINITY);
		host.unwanted.add('2');
		accept(1, space, voteIn('poll'));
		await clock.advance(longEnough);
		accept(2, space, { ...facts, type: 'poll.unvoted', pollId: 'poll' });
		accept(3, space, voteIn('poll'));
		await clock.settle();
		expect(host.names).toEqual(['1 unasked/1', '3 unasked/1']);
	});

	it('is not left out for an outage', async () => {
		const { accept, clock, host } = setting({ acknowledge: 'received' });
		host.prepareFailure = failure('internal', 'INTERNAL');
		host.prepareFailures.set('1', Number.POSITIVE_INFINITY);
		host.prepareFailures.set('2', 50);
		accept(1, space, voteIn('poll'));
		await clock.advance(longEnough);
		host.prepareFailure = failure('unavailable', 'UNAVAILABLE');
		accept(2, space, voteIn('poll'));
		await clock.advance(day);
		expect(host.names).toEqual(['1 unasked/1', '2/1']);
	});
});
