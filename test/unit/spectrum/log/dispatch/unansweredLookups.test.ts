import { UnansweredLookups } from '../../../../../nodes/shared/spectrum/log/dispatch/unansweredLookups';
import type { LogEntry } from '../../../../../nodes/shared/spectrum/log/entry';
import { line } from '../fakeSession';

const nothing = (): void => {};

function voteIn(pollId: string): LogEntry {
	const change = { spaceId: 'any;-;+15551230001', isFromMe: false, type: 'poll.voted', pollId } as const;
	return { line, sequence: '1', log: 0, change, earlierAttempt: undefined, sending: nothing, done: nothing, release: nothing };
}

test('what was given up is remembered, and of very much the newest', () => {
	const givenUp = new UnansweredLookups();
	for (let poll = 0; poll <= 1_000; poll++) givenUp.add(voteIn(String(poll)));
	expect([0, 1, 1_000].map((poll) => givenUp.has(voteIn(String(poll))))).toEqual([false, true, true]);
	givenUp.delete(voteIn('1'));
	expect(givenUp.has(voteIn('1'))).toBe(false);
});

test('an event that needs no call has nothing that could be given up', () => {
	const entry = { ...voteIn('1'), change: { spaceId: 'any;-;+15551230001', isFromMe: false, type: 'chat.archived' } as const };
	const givenUp = new UnansweredLookups();
	givenUp.add(entry);
	expect(givenUp.has(entry)).toBe(false);
	givenUp.delete(entry);
});
