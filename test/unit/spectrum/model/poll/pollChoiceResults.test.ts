import { countVotes, incomingPollOf, parsePollId } from '../../../../../nodes/shared/spectrum/model/poll/pollChoiceResults';

const by = (address: string) => ({ address, service: 'iMessage' as const });

test('each person counts once for an option, an unnamed voter counts, and a vote for nothing known does not', () => {
	const options = [
		{ id: 'o1', text: 'Pizza', value: 'p' },
		{ id: 'o2', text: 'Pasta' },
	];
	const votes = [
		{ optionId: 'o1', participant: by('+15551234567') },
		{ optionId: 'o1', participant: by('+15551234567') },
		{ optionId: 'o1', participant: by('alice@example.com') },
		{ optionId: 'o1' },
		{ optionId: 'o1' },
		{ optionId: 'o2', participant: by('+15551234567') },
		{ optionId: 'gone', participant: by('+15551234567') },
	];
	expect(countVotes({ votes }, options)).toEqual([
		{ id: 'o1', text: 'Pizza', value: 'p', votes: 4, voters: ['+15551234567', 'alice@example.com'] },
		{ id: 'o2', text: 'Pasta', votes: 1, voters: ['+15551234567'] },
	]);
});

describe('the id of a poll', () => {
	test.each([
		['spc-msg-1', 'spc-msg-1'],
		[' p:0/spc-msg-1 ', 'spc-msg-1'],
		['spc-msg-1:poll:42', 'spc-msg-1'],
	])('%s', (input, id) => {
		expect(parsePollId(input)).toEqual({ ok: true, value: id });
	});

	test.each(['', 'p:x/1'])('%j is refused', (input) => {
		expect(parsePollId(input)).toMatchObject({ ok: false });
	});
});

describe('the poll of an item', () => {
	test.each([
		[{ pollId: 'spc-1' }, 'spc-1'],
		[{ event: 'poll.voted', poll: { id: 'spc-2' } }, 'spc-2'],
		[{ event: 'poll.voted', message: { id: 'spc-3' } }, 'spc-3'],
		[{ event: 'message.received', message: { id: 'spc-3' } }, undefined],
		[{ messageId: 'spc-4' }, undefined],
		[{ pollId: 7 }, undefined],
		[{ pollId: '' }, undefined],
	])('%j', (json, id) => {
		expect(incomingPollOf(json)).toBe(id);
	});
});
