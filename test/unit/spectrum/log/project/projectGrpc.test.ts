import { picture } from '../../../../contract/pictures';
import {
	catchUpEvents,
	subscribeChatEvents,
	subscribeGroupEvents,
	subscribeMessageEvents,
	subscribePollEvents,
} from '../../../../../nodes/shared/spectrum/codec/events';
import type { EventFrame } from '../../../../../nodes/shared/spectrum/model/event/change';
import type { ImessageEvent } from '../../../../../nodes/shared/spectrum/model/event/event';
import { eventNames } from '../../../../../nodes/shared/spectrum/model/event/eventNames';
import type { Line } from '../../../../../nodes/shared/spectrum/model/line';
import { projectChange } from '../../../../../nodes/shared/spectrum/log/project/projectChange';
import type { RememberedPoll } from '../../../../../nodes/shared/spectrum/log/project/ports';
import type { OpenSpace } from '../../../../../nodes/shared/spectrum/gateway/openSpace';
import { GrpcTransport } from '../../../../../nodes/shared/spectrum/transport/GrpcTransport';
import type { SimulatorOptions } from '../../../../../simulator/src';
import { FakeClock } from '../../../../support/fakeClock';
import { alice, bob, collected, freshKey, GatewayBench } from '../../gateway/gatewaySupport';

const carol = 'carol@example.com';
const number = '+15550000001';
const direct = `any;-;${alice}`;
/** The first sequence of each log: nothing here may count in doubles. */
const firstSequence = 2n ** 53n + 1n;
const at = '2026-01-01T00:00:00.000Z';

/** A simulator with one dedicated line, seen through our own codec over gRPC. */
class Bench {
	readonly line: Line;
	readonly remembered = new Map<string, RememberedPoll>();
	private readonly transport: GrpcTransport;
	private readonly token: string;

	private constructor(readonly bench: GatewayBench) {
		const [{ id, phone = '', address, token } = this.missing()] = bench.spectrum.lines;
		this.line = { id, phone };
		this.token = token;
		this.transport = new GrpcTransport({ address, tls: true, ca: bench.spectrum.caPem });
	}

	static async start(options: SimulatorOptions = {}): Promise<Bench> {
		return new Bench(await GatewayBench.start({ plan: 'dedicated', clock: new FakeClock(), firstSequence, ...options }));
	}

	get spectrum() {
		return this.bench.spectrum;
	}

	get gateway() {
		return this.bench.gateway();
	}

	space(id: string): OpenSpace {
		return { id, type: id.includes(';+;') ? 'group' : 'dm', line: this.line };
	}

	async frames(): Promise<EventFrame[]> {
		const all = await collected(this.transport.serverStream(catchUpEvents, {}, { token: this.token }));
		return all.filter((frame): frame is EventFrame => frame !== undefined);
	}

	/** What the live streams show of all that happens until they have shown as much as the log holds. */
	async live(act: () => Promise<void> | void): Promise<EventFrame[]> {
		const before = this.spectrum.eventLog().length;
		const ended = new AbortController();
		const shown: EventFrame[] = [];
		const streams = [subscribeMessageEvents, subscribePollEvents, subscribeGroupEvents, subscribeChatEvents].map(async (method) => {
			for await (const frame of this.transport.serverStream(method, undefined, { token: this.token, signal: ended.signal })) {
				if (frame === undefined) continue;
				shown.push(frame);
				if (isDone()) ended.abort();
			}
		});
		let isActed = false;
		const isDone = (): boolean => isActed && shown.length === this.spectrum.eventLog().length - before;
		for (const _stream of streams) await this.spectrum.nextStream();
		await act();
		isActed = true;
		if (isDone()) ended.abort();
		await Promise.allSettled(streams);
		return shown;
	}

	/** Every event of the log; undefined for a change that is none. */
	async events(): Promise<Array<ImessageEvent | undefined>> {
		const events: Array<ImessageEvent | undefined> = [];
		const { messages, polls } = this.gateway;
		const recall = (pollId: string): RememberedPoll => this.remembered.get(pollId) ?? { title: '', values: [] };
		for (const frame of await this.frames()) {
			if (frame.type !== 'event') continue;
			const { change, sequence } = frame;
			events.push(await projectChange({ change, sequence, line: this.line, ports: { messages, polls, recall } }));
		}
		return events;
	}

	async stop(): Promise<void> {
		this.transport.close();
		await this.bench.stop();
	}

	private missing(): never {
		throw new Error('The simulator has no line');
	}
}

let bench: Bench;
const start = async (options: SimulatorOptions = {}) => {
	bench = await Bench.start(options);
};
afterEach(() => bench.stop());

const told = (events: ReadonlyArray<ImessageEvent | undefined>): ImessageEvent[] =>
	events.filter((event): event is ImessageEvent => event !== undefined);

/** Everything that can happen, done once by people and by us. */
async function everything(): Promise<{ readonly group: string; readonly poll: string; readonly theirs: string; readonly own: string }> {
	const { spectrum, gateway } = bench;
	const phone = spectrum.phone(alice);
	const theirs = spectrum.receive({ from: alice, text: 'Hi' }).messageId;
	const own = spectrum.ownDevice().send(direct, 'Hello');
	phone.react(own, 'love');
	phone.react(own, 'love', { isSet: false });
	phone.placeSticker(own, { bytes: picture('png'), part: 0 }, { x: 0.25, y: 0.75 });
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
	await gateway.polls.vote(bench.line.id, poll, spectrum.store().polls.get(poll)?.options[1]?.id ?? '', freshKey());
	await gateway.polls.addOption(bench.line.id, poll, 'Salad', freshKey());
	phone.unvote(poll);
	spectrum.phone(bob).leave(group);
	return { group, poll, theirs, own };
}

test('every kind of event, each told once', async () => {
	await start();
	const { group, poll, theirs, own } = await everything();
	const all = await bench.events();
	const events = told(all);
	// What is said of a line is no entry of its log, and neither is a location.
	const names = eventNames.filter((name) => !/^(line|location)\./.test(name));
	expect(new Set(events.map(({ event }) => event))).toEqual(new Set(names));
	// The message of the poll, and our own reading that came back.
	expect(all.length - events.length).toBe(2);
	expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);

	const by = (address: string) => ({ sender: { id: address, address, service: 'iMessage' } });
	const byUs = { ...by(number), isFromMe: true };
	const options = [
		{ text: 'Pizza', createdBy: alice },
		{ text: 'Soup', createdBy: alice },
	];
	expect(events).toMatchObject([
		{
			event: 'message.received',
			id: theirs,
			sequence: '9007199254740993',
			timestamp: at,
			...by(alice),
			space: { id: direct, type: 'dm', phone: number },
			message: { id: theirs, text: 'Hi' },
		},
		{ event: 'message.received', id: own, sequence: '9007199254740994', ...byUs, message: { text: 'Hello' } },
		{
			event: 'message.reactionAdded',
			id: `${own}:reaction:9007199254740995`,
			...by(alice),
			message: { id: own },
			content: { kind: 'love', emoji: '\u2764\uFE0F' },
		},
		{ event: 'message.reactionRemoved', ...by(alice), message: { id: own }, content: { kind: 'love' } },
		{
			event: 'message.stickerPlaced',
			...by(alice),
			message: { id: `p:0/${own}` },
			content: { type: 'sticker', mimeType: 'image/png', placement: { x: 0.25, y: 0.75 } },
		},
		{ event: 'message.edited', ...by(alice), message: { id: theirs, text: 'Hi there', editedAt: at } },
		{ event: 'message.read', sender: { address: alice }, message: { id: own, text: 'Hello', readAt: at } },
		{ event: 'chat.markedRead', ...byUs },
		{ event: 'message.unsent', ...by(alice), message: { id: theirs, unsentAt: at } },
		{ event: 'chat.archived', ...byUs },
		{ event: 'chat.unarchived', ...byUs },
		{ event: 'chat.backgroundChanged', ...by(alice), space: { id: direct } },
		{ event: 'chat.backgroundRemoved', ...by(alice) },
		{ event: 'group.displayNameChanged', ...by(alice), space: { id: group, type: 'group' }, group: { name: 'Friends' } },
		{ event: 'group.participantAdded', ...by(alice), member: { address: carol } },
		{ event: 'group.participantRemoved', ...by(alice), member: { address: carol } },
		{ event: 'group.iconChanged', ...by(alice) },
		{ event: 'group.iconRemoved', ...by(alice) },
		{ event: 'poll.created', ...by(alice), message: { id: poll }, poll: { id: poll, title: 'Lunch?', options } },
		{ event: 'poll.voted', ...by(alice), poll: { option: { text: 'Pizza' }, title: 'Lunch?' } },
		{
			event: 'poll.voted',
			...byUs,
			poll: {
				option: { text: 'Soup' },
				totalVotes: 1,
				tally: [
					{ text: 'Pizza', votes: 0 },
					{ text: 'Soup', votes: 1, voters: [number] },
					{ text: 'Salad', votes: 0 },
				],
			},
		},
		{
			event: 'poll.optionAdded',
			...byUs,
			poll: { option: { text: 'Salad', createdBy: number }, options: [...options, { text: 'Salad' }] },
		},
		{ event: 'poll.unvoted', ...by(alice), poll: { option: { text: 'Pizza' } } },
		{ event: 'group.participantLeft', ...by(bob), member: { address: bob } },
	]);
	expect(JSON.stringify(events)).not.toMatch(/null|""/);
	expect(bench.bench.calls('GetMessage')).toHaveLength(2);
	expect(bench.bench.calls('GetPoll')).toHaveLength(3);
});

test('the live streams show what a replay shows', async () => {
	await start();
	const live = await bench.live(async () => {
		await everything();
	});
	const replayed = (await bench.frames()).filter(({ type }) => type === 'event');
	const bySequence = (frames: readonly EventFrame[]) =>
		frames.map((frame) => (frame.type === 'event' ? [BigInt(frame.sequence), frame] : [])) as Array<[bigint, EventFrame]>;
	const inOrder = bySequence(live).sort(([one], [other]) => (one < other ? -1 : 1));
	expect(inOrder.map(([, frame]) => frame)).toEqual(replayed);
	expect((await bench.frames()).at(-1)).toEqual({ type: 'complete', head: String(firstSequence + BigInt(replayed.length) - 1n) });
});

test('what the server names the reader decides nothing in a direct space, and all in a group', async () => {
	await start();
	const { spectrum } = bench;
	const group = spectrum.createGroup({ members: [alice, bob] });
	const inGroup = spectrum.ownDevice().send(group, 'All');
	spectrum.receive({ from: alice, text: 'Hi' });
	const own = spectrum.ownDevice().send(direct, 'Hello');
	spectrum.phone(bob).read(inGroup);
	spectrum.phone(alice).read(own);
	const readers = async () =>
		told(await bench.events()).flatMap(({ event, sender }) => (event === 'message.read' ? [sender?.address] : []));
	expect(await readers()).toEqual([undefined, alice]);
	spectrum.settings.readActors = 'reader';
	expect(await readers()).toEqual([bob, alice]);
});

test('a poll whose title the server has lost, created here: the workflow knows title and values', async () => {
	await start();
	const { spectrum, gateway } = bench;
	spectrum.settings.emptyPollTitles = true;
	spectrum.receive({ from: alice, text: 'Hi' });
	const { poll } = await gateway.polls.create(bench.space(direct), { title: 'Lunch?', options: ['Pizza', 'Soup'] }, freshKey());
	bench.remembered.set(poll.id, { title: 'Lunch?', values: [{ text: 'Pizza', value: 'pizza-1' }] });
	spectrum.phone(alice).vote(poll.id, 'Pizza');
	const [, created, vote] = told(await bench.events());
	expect(created).toMatchObject({ event: 'poll.created', isFromMe: true, poll: { title: 'Lunch?' } });
	expect(vote).toMatchObject({
		event: 'poll.voted',
		poll: {
			title: 'Lunch?',
			option: { text: 'Pizza', value: 'pizza-1' },
			tally: [{ value: 'pizza-1', votes: 1, voters: [alice] }, { votes: 0 }],
			totalVotes: 1,
		},
	});
	spectrum.store().polls.delete(poll.id);
	const [, , bare] = told(await bench.events());
	expect(bare?.poll).toEqual({ id: poll.id, title: 'Lunch?', option: { id: poll.options[0]?.id } });
});

test('a mention of the line, on a dedicated line and on a shared one', async () => {
	await start();
	const mention = (address: string) =>
		bench.spectrum.receive({ from: alice, text: 'Hi @us', space: 'any;+;chat1', mentions: [{ address, start: 3, length: 3 }] });
	mention(number);
	mention(bob);
	const [us, another] = told(await bench.events());
	expect(us).toMatchObject({ message: { text: 'Hi @us', mentions: [{ address: number, start: 3, length: 3 }], mentionsMe: true } });
	expect(another?.message).not.toHaveProperty('mentionsMe');
	await bench.stop();

	await start({ plan: 'shared' });
	bench.spectrum.receive({ from: alice, text: '@us', mentions: [{ address: bench.spectrum.store().ownAddress, start: 0, length: 3 }] });
	expect(told(await bench.events())).toMatchObject([{ space: { phone: 'shared' }, message: { mentionsMe: true } }]);
});
