import { ConsumedAnswers } from '../../../nodes/shared/n8n/asking/consumedAnswers';
import { OpenQuestions } from '../../../nodes/shared/n8n/asking/openQuestions';
import { askingPorts } from '../../../nodes/shared/n8n/asking/ports';
import { Watch, type WatchOptions } from '../../../nodes/shared/n8n/asking/watch';
import type { Question } from '../../../nodes/shared/spectrum/answers/question';
import { SpectrumError } from '../../../nodes/shared/spectrum/errors/SpectrumError';
import type { EventStreams } from '../../../nodes/shared/spectrum/gateway/eventStreams';
import type { Gateway } from '../../../nodes/shared/spectrum/gateway/Gateway';
import type { Feeds } from '../../../nodes/shared/spectrum/log/line/feeds';
import type { Message } from '../../../nodes/shared/spectrum/model/message';
import { FakeClock } from '../../support/fakeClock';

const second = 1_000;
const minute = 60 * second;

/** A question with a poll over HTTP, and the conversation that it was asked in. */
function asked({ random = () => 1, minutes = 60 }: { random?: () => number; minutes?: number } = {}) {
	const clock = new FakeClock();
	const askedAt = clock.now();
	const question: Question = {
		id: 'question',
		type: 'approval',
		space: { id: 'any;-;+15551234567', type: 'dm' },
		lineId: 'shared',
		messageId: 'message',
		poll: { id: 'poll', optionIds: ['yes', 'no'] },
		choices: [{ text: 'Approve' }, { text: 'Decline' }],
		takesWords: true,
		takesReasons: false,
		onlyReplies: false,
		mayAnswer: { who: 'anyone' },
		askedAt,
		deadline: askedAt + minutes * minute,
	};
	const votes: Array<{ optionId: string; participant: { address: string; service: string } }> = [];
	const readings: number[] = [];
	const told: unknown[] = [];
	const warnings: string[] = [];
	let isDown = false;
	const gateway = {
		messages: {
			async *listInSpace(): AsyncGenerator<Message> {
				readings.push(clock.now() - askedAt);
				await Promise.resolve();
				if (isDown) throw new SpectrumError({ kind: 'unavailable', message: 'down', advice: 'wait' });
				yield* [];
			},
			get: async () => await Promise.resolve({ reactions: [] }),
		},
		lines: async () => await Promise.resolve([{ id: 'shared', phone: 'shared' }]),
		polls: { get: async () => await Promise.resolve({ votes: [...votes] }) },
	};
	const never = (): never => {
		throw new Error('There are no streams over HTTP');
	};
	const options: WatchOptions = {
		order: { question, acknowledges: false },
		account: 'account',
		consumed: new ConsumedAnswers(),
		ports: { ...askingPorts, clock, random },
		gateway: gateway as unknown as Gateway,
		streams: { hasStreams: false, connect: never } as unknown as EventStreams,
		feeds: { subscribe: never } as unknown as Feeds,
		questions: new OpenQuestions(),
		tell: async (data) => {
			told.push(data);
			return await Promise.resolve('taken');
		},
		onWarning: (message) => warnings.push(message),
		onEnd: () => {},
	};
	const watch = new Watch(options);
	watch.start();
	const vote = (optionId: string, address: string) => votes.push({ optionId, participant: { address, service: 'iMessage' } });
	return { clock, watch, votes, vote, readings, told, warnings, goDown: (down: boolean) => (isDown = down) };
}

const alice = '+15551234567';

test('reads the conversation every 5 s, then ever more rarely, at last once a minute, without a warning', async () => {
	const { clock, watch, readings, warnings } = asked({ minutes: 120 });
	await clock.advance(100 * minute);
	const pauses = readings.map((at, index) => at - (readings[index - 1] ?? 0));
	expect(pauses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 5 * second));
	expect(pauses.at(-1)).toBe(minute);
	expect(pauses).toEqual([...pauses].sort((left, right) => left - right));
	// Once each 5 s would be 1,200 readings.
	expect(readings.length).toBeLessThan(150);
	expect(warnings).toEqual([]);
	watch.close();
	expect(clock.pending).toBe(0);
});

test('questions that were asked together are not read together', async () => {
	const [early, late] = [asked({ random: () => 0 }), asked({ random: () => 0.9 })];
	for (const { clock } of [early, late]) await clock.advance(5 * second);
	expect([early.readings, late.readings]).toEqual([[2.5 * second, 5 * second], [4.75 * second]]);
	for (const { watch } of [early, late]) watch.close();
});

test('an answer that comes in the last minute counts, also a vote, whose time nobody knows', async () => {
	const { clock, told, vote } = asked({ minutes: 60 });
	await clock.advance(60 * minute - 3 * second);
	vote('yes', alice);
	// Timers are late, so a reading at the limit would come after it.
	await clock.advance(1 * second);
	expect(told).toMatchObject([{ approved: true, responder: { address: alice } }]);
});

test('a vote that nobody saw before the limit does not count', async () => {
	const { clock, told, vote } = asked({ minutes: 60 });
	await clock.advance(60 * minute - 1);
	vote('yes', alice);
	clock.jumpTo(clock.now() + minute);
	await clock.advance(0);
	expect(told).toEqual([{ timedOut: true }]);
});

test('a vote has the time at which it was first seen, and a new one if it was taken back meanwhile', async () => {
	const { clock, told, vote, votes } = asked();
	const began = clock.now();
	vote('yes', alice);
	vote('no', alice);
	await clock.advance(5 * second);
	votes.splice(0);
	vote('yes', alice);
	vote('no', alice);
	await clock.advance(5 * second);
	expect(told).toEqual([]);
	votes.splice(0, 1);
	await clock.advance(5 * second);
	expect(told).toMatchObject([{ approved: false, respondedAt: new Date(began + 5 * second).toISOString() }]);
	const other = asked();
	other.vote('yes', alice);
	other.vote('no', alice);
	await other.clock.advance(5 * second);
	other.votes.splice(0);
	await other.clock.advance(5 * second);
	other.vote('no', alice);
	await other.clock.advance(5 * second);
	expect(other.told).toMatchObject([{ approved: false, respondedAt: new Date(began + 15 * second).toISOString() }]);
});

test('a server that is down is asked ever more rarely, and the question is read as before when it is back', async () => {
	const { clock, watch, readings, warnings, told, vote, goDown } = asked();
	goDown(true);
	await clock.advance(10 * minute);
	expect(readings.length).toBeLessThan(25);
	expect(warnings).toHaveLength(readings.length);
	goDown(false);
	vote('no', alice);
	await clock.advance(minute);
	expect(told).toMatchObject([{ approved: false }]);
	watch.close();
});
