import type { Simulator } from '../../../simulator/src';
import { person } from './triggerWorkflow';

export const friend = '+15557654321';
const newcomer = 'carol@example.com';

/** The events of {@link happen}: what a workflow chooses that wants them all. */
export const happenings = [
	'message.received',
	'message.reactionAdded',
	'message.reactionRemoved',
	'message.edited',
	'message.read',
	'chat.markedRead',
	'group.displayNameChanged',
	'group.participantAdded',
	'group.participantLeft',
	'poll.created',
	'poll.voted',
	'poll.unvoted',
] as const;

/** One of each kind, in the order of {@link happenings}; the answer is what their runs must say. */
export function happen(spectrum: Simulator): object[] {
	const phone = spectrum.phone(person);
	const direct = `any;-;${person}`;
	const { messageId } = spectrum.receive({ from: person, text: 'Hi' });
	const own = spectrum.ownDevice().send(direct, 'Hello');
	phone.react(own, 'love');
	phone.react(own, 'love', { isSet: false });
	phone.edit(messageId, 'Hi there');
	phone.read(own);
	spectrum.ownDevice().markRead(direct);
	const space = spectrum.createGroup({ members: [person, friend] });
	phone.renameGroup(space, 'Friends');
	phone.addMember(space, newcomer);
	spectrum.phone(friend).leave(space);
	const poll = phone.createPoll(space, 'Lunch?', ['Pizza', 'Soup']).guid;
	phone.vote(poll, 'Pizza');
	phone.unvote(poll);
	const asked = { id: poll, title: 'Lunch?' };
	return [
		{ event: 'message.received', id: messageId, message: { text: 'Hi' }, sender: { address: person }, space: { id: direct, type: 'dm' } },
		{ event: 'message.reactionAdded', message: { id: own }, content: { kind: 'love' } },
		{ event: 'message.reactionRemoved', message: { id: own } },
		{ event: 'message.edited', message: { id: messageId, text: 'Hi there' } },
		{ event: 'message.read', message: { text: 'Hello' }, sender: { address: person } },
		{ event: 'chat.markedRead', isFromMe: true },
		{ event: 'group.displayNameChanged', space: { id: space, type: 'group' }, group: { name: 'Friends' } },
		{ event: 'group.participantAdded', member: { address: newcomer } },
		{ event: 'group.participantLeft', member: { address: friend } },
		{ event: 'poll.created', poll: asked },
		{ event: 'poll.voted', poll: { ...asked, option: { text: 'Pizza' } } },
		{ event: 'poll.unvoted', poll: { ...asked, option: { text: 'Pizza' } } },
	];
}
