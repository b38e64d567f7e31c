import type { ImessageEvent } from '../../../../nodes/shared/spectrum/model/event/event';
import { eventNames } from '../../../../nodes/shared/spectrum/model/event/eventNames';
import { picture } from '../../../contract/pictures';
import type { Simulator } from '../../../../simulator/src';
import { logWorkflow, nextEvents, useLogStage, type LogStage, type LogStageOptions } from '../../../support/logHost';

const alice = '+15551230001';
const bob = '+15551230002';
const carol = 'carol@example.com';
const direct = `any;-;${alice}`;

const startStage = useLogStage();
let stage: LogStage | undefined;
const start = async (options: LogStageOptions = {}) => (stage = await startStage(options));
afterEach(() => {
	stage = undefined;
});

/** Everything that people can do, once. */
function everything(spectrum: Simulator): { readonly group: string; readonly poll: string } {
	const phone = spectrum.phone(alice);
	const { messageId: theirs } = spectrum.receive({ from: alice, text: 'Hi' });
	const own = spectrum.ownDevice().send(direct, 'Hello');
	phone.react(own, 'love');
	phone.react(own, 'love', { isSet: false });
	phone.placeSticker(own, { bytes: picture('png') }, { x: 0.25, y: 0.75 });
	phone.edit(theirs, 'Hi there');
	phone.read(own);
	spectrum.ownDevice().markRead(direct);
	phone.unsend(theirs);
	spectrum.ownDevice().archive(direct);
	spectrum.ownDevice().unarchive(direct);
	phone.setBackground(direct, picture('jpeg'));
	phone.setBackground(direct);
	const group = spectrum.createGroup({ members: [alice, bob] });
	phone.renameGroup(group, 'Friends');
	phone.addMember(group, carol);
	phone.removeMember(group, carol);
	phone.setGroupIcon(group, picture('png'));
	phone.setGroupIcon(group);
	const poll = phone.createPoll(group, 'Lunch?', ['Pizza', 'Soup']).guid;
	phone.vote(poll, 'Pizza');
	phone.addPollOption(poll, 'Salad');
	phone.unvote(poll);
	spectrum.phone(bob).leave(group);
	return { group, poll };
}

/** Every event that the log tells: neither the one that tells of the log itself, nor the one that is in no log. */
const logEvents = eventNames.filter((name) => name !== 'line.gap' && name !== 'location.updated');

async function eventsUntil(count: number): Promise<ImessageEvent[]> {
	if (stage === undefined) throw new Error('Nothing has been started');
	const events = await nextEvents(stage.host, count);
	return events.sort((left, right) => (BigInt(left.sequence ?? 0) < BigInt(right.sequence ?? 0) ? -1 : 1));
}

describe('every event of the log starts a run', () => {
	it.each(['stream', 'polling'])('by %s', async (receiveBy) => {
		const { spectrum, host } = await start();
		await host.activate(logWorkflow({ receiveBy, events: logEvents, pollEvery: 'custom', cronExpression: '* * * * * *' }));
		const { group, poll } = everything(spectrum);
		const events = await eventsUntil(logEvents.length);
		expect(new Set(events.map(({ event }) => event))).toEqual(new Set(logEvents));
		expect(events).toMatchObject([
			{ event: 'message.received', message: { text: 'Hi' }, sender: { address: alice }, space: { id: direct, phone: '+15550000001' } },
			{ event: 'message.reactionAdded', content: { kind: 'love' } },
			{ event: 'message.reactionRemoved' },
			{ event: 'message.stickerPlaced' },
			{ event: 'message.edited', message: { text: 'Hi there' } },
			// Our own line did it on the wire; the reader is the other side.
			{ event: 'message.read', sender: { address: alice }, message: { text: 'Hello' } },
			{ event: 'chat.markedRead', isFromMe: true },
			{ event: 'message.unsent' },
			{ event: 'chat.archived' },
			{ event: 'chat.unarchived' },
			{ event: 'chat.backgroundChanged' },
			{ event: 'chat.backgroundRemoved' },
			{ event: 'group.displayNameChanged', space: { id: group, type: 'group' }, group: { name: 'Friends' } },
			{ event: 'group.participantAdded', member: { address: carol } },
			{ event: 'group.participantRemoved', member: { address: carol } },
			{ event: 'group.iconChanged' },
			{ event: 'group.iconRemoved' },
			{ event: 'poll.created', poll: { id: poll, title: 'Lunch?' } },
			{ event: 'poll.voted', poll: { title: 'Lunch?', option: { text: 'Pizza' } } },
			{ event: 'poll.optionAdded', poll: { option: { text: 'Salad' } } },
			{ event: 'poll.unvoted', poll: { option: { text: 'Pizza' } } },
			{ event: 'group.participantLeft', member: { address: bob } },
		]);
	});

	it('by default messages of others alone', async () => {
		const { spectrum, host } = await start();
		await host.activate(logWorkflow());
		everything(spectrum);
		spectrum.receive({ from: bob, text: 'Last' });
		expect((await eventsUntil(2)).map(({ event, message }) => [event, message?.text])).toEqual([
			['message.received', 'Hi'],
			['message.received', 'Last'],
		]);
		expect(host.executions).toHaveLength(2);
	});

	it('what nobody chose costs no call', async () => {
		const { spectrum, host } = await start();
		await host.activate(logWorkflow());
		everything(spectrum);
		spectrum.receive({ from: bob, text: 'Last' });
		await eventsUntil(2);
		expect(spectrum.calls.map(({ method }) => method).filter((method) => method.startsWith('Get'))).toEqual([]);
	});

	it('own messages on request', async () => {
		const { spectrum, host } = await start();
		await host.activate(logWorkflow({ options: { includeOwn: true } }));
		spectrum.receive({ from: alice, text: 'Hi' });
		spectrum.ownDevice().send(direct, 'Hello');
		expect(await eventsUntil(2)).toMatchObject([{ message: { text: 'Hi' } }, { isFromMe: true, message: { text: 'Hello' } }]);
	});
});

describe('filters', () => {
	const group = 'any;+;chat1';
	const second = '+15550000002';
	const say = (spectrum: Simulator) => {
		spectrum.receive({ from: alice, text: 'Order 12' });
		spectrum.receive({ from: bob, text: 'Hello' });
		spectrum.receive({ from: alice, text: 'Hello all', space: group });
		spectrum.receive({ from: bob, text: 'Hi @us', space: group, mentions: [{ address: '+15550000001', start: 3, length: 3 }] });
		spectrum.receive({ from: carol, text: 'Stop.' });
		spectrum.receive({ from: carol, text: 'From the other line', line: second });
		// All filters but those of sender, space and line let the last one pass, which ends the wait.
	};

	it.each([
		['lines', { lines: second }, ['From the other line']],
		['direct', { spaceType: 'dm' }, ['Order 12', 'Hello', 'Stop.', 'From the other line']],
		['group', { spaceType: 'group' }, ['Hello all', 'Hi @us']],
		['spaces', { spaces: `${group}, ${bob}` }, ['Hello', 'Hello all', 'Hi @us']],
		['senders', { senders: '+1 555 123-0001\n*@example.com' }, ['Order 12', 'Hello all', 'Stop.', 'From the other line']],
		['blocked senders', { blockedSenders: alice }, ['Hello', 'Hi @us', 'Stop.', 'From the other line']],
		['text contains', { textContains: ['HELLO', 'order'] }, ['Order 12', 'Hello', 'Hello all']],
		['text matches', { textMatches: '/^(order \\d+|hi)/i' }, ['Order 12', 'Hi @us']],
		['opt-outs', { optOuts: 'only' }, ['Stop.']],
		['no opt-outs', { optOuts: 'without', spaceType: 'dm' }, ['Order 12', 'Hello', 'From the other line']],
		['mentions', { onlyMentions: true }, ['Order 12', 'Hello', 'Hi @us', 'Stop.', 'From the other line']],
	])('%s', async (_name, filters, expected) => {
		const { spectrum, host } = await start({ simulator: { lines: ['+15550000001', second] } });
		await host.activate(logWorkflow({ filters }));
		say(spectrum);
		const texts = (await eventsUntil(expected.length)).map(({ message }) => message?.text);
		expect(texts.sort()).toEqual([...expected].sort());
		// Nothing else was on its way: every event of both logs is dealt with.
		await host.restart();
		expect(host.executions).toHaveLength(expected.length);
	});

	it.each([
		[{ textMatches: '(' }, 'Text Matches'],
		[{ textMatches: '(?=x)' }, 'Text Matches'],
		[{ senders: 'nobody' }, 'Senders'],
	])('%j is refused on activation', async (filters, field) => {
		const { host, spectrum } = await start();
		await expect(host.activate(logWorkflow({ filters }))).rejects.toThrow(field);
		await spectrum.whenIdle();
	});
});
