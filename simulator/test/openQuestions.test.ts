import type { ServiceError } from '@grpc/grpc-js';
import { Simulator, type SimulatorOptions } from '../src';
import { attachments, chats, groups, messageKinds, messages, polls } from '../src/generated';
import { rawClient, type RawClient } from './rawCall';

const alice = '+15551230001';
const space = `any;-;${alice}`;
const line = '+15550000001';

/** Every switch for what no source decides, both ways. */
describe('what the contract leaves open, in the simulator', () => {
	let spectrum: Simulator;
	let client: RawClient;

	const start = async (options: SimulatorOptions = {}): Promise<void> => {
		spectrum = await Simulator.start({ tls: false, ...options });
		client = rawClient(spectrum);
	};

	afterEach(async () => {
		client.close();
		await spectrum.stop();
	});

	const codeOf = (call: Promise<unknown>) =>
		call.then(
			() => 'answered',
			(error: ServiceError) => String(error.metadata.get('error-code')[0]),
		);
	const pollIn = async () => {
		const request = new polls.CreatePollRequest({ chat_guid: space, title: 'Lunch?', options: ['A', 'B'] });
		return (await client.polls<polls.PollResponse>('CreatePoll', request)).poll.poll_message_guid;
	};
	const logged = () => spectrum.eventLog().map(({ domain, change }) => `${domain}.${change.type}`);

	it.each([
		['chatNotFound', 'chatNotFound'],
		['accepted', 'answered'],
	] as const)('a direct chat that a dedicated line has not opened: %s', async (coldDirectChats, answer) => {
		await start({ plan: 'dedicated' });
		spectrum.settings.coldDirectChats = coldDirectChats;
		expect(await codeOf(client.send({ chat_guid: space, text: 'Hi' }))).toBe(answer);
		expect(await codeOf(client.chats('SetTyping', new chats.SetTypingRequest({ chat_guid: space, is_typing: true })))).toBe(answer);
		expect(spectrum.phone(alice).messages).toHaveLength(answer === 'answered' ? 1 : 0);
		// A group never comes from its GUID.
		expect(await codeOf(client.send({ chat_guid: 'any;+;nobody', text: 'Hi' }))).toBe('chatNotFound');
	});

	it.each([
		['all', ['message.messageReceived', 'poll.created'], ['message.messageReceived', 'poll.created']],
		['others', ['poll.created'], ['message.messageReceived', 'poll.created']],
		['none', ['poll.created'], ['poll.created']],
	] as const)('polls that are messages too: %s', async (pollsAsMessages, ours, theirs) => {
		await start();
		spectrum.settings.pollsAsMessages = pollsAsMessages;
		const own = await pollIn();
		expect(logged()).toEqual(ours);
		spectrum.phone(alice).createPoll(space, 'Dinner?', ['A', 'B']);
		expect(logged().slice(ours.length)).toEqual(theirs);
		// The history has its row either way, and the phone the poll.
		expect((await client.get(own)).message.content.balloon_bundle_id).toMatch(/Polls$/);
		expect(spectrum.phone(alice).messages).toMatchObject([{ id: own, poll: { title: 'Lunch?' } }]);
	});

	it.each([
		['absent', undefined],
		['line', line],
	] as const)('the sender of our own messages: %s', async (ownSender, address) => {
		await start({ plan: 'dedicated' });
		spectrum.settings.ownSender = ownSender;
		spectrum.receive({ from: alice, text: 'Hi' });
		const { message } = await client.send({ chat_guid: space, text: 'Hello' });
		expect(message.has_sender ? message.sender.address : undefined).toBe(address);
		const [theirs] = [...spectrum.store().messages.keys()];
		expect((await client.get(String(theirs))).message.sender.address).toBe(alice);
		expect(message.destination_caller_id).toBe(`p:${line}`);
	});

	it.each([
		['accepted', 'answered'],
		['refused', 'operationNotSupported'],
	] as const)('a poll’s message as a target: %s', async (pollTargets, answer) => {
		await start();
		spectrum.settings.pollTargets = pollTargets;
		const guid = await pollIn();
		const target = new messages.MessageTarget({ chat_guid: space, message_guid: guid });
		const love = new messageKinds.MessageReaction({ kind: messageKinds.MessageReactionKind.MESSAGE_REACTION_KIND_LOVE });
		const reaction = new messages.SetReactionRequest({ target, reaction: love, is_set: true });
		expect(await codeOf(client.messages('SetReaction', reaction))).toBe(answer);
		const reply = new messages.SendTextMessageRequest({
			chat_guid: space,
			text: 'Mine',
			reply_to: new messageKinds.ReplyTarget({ message_guid: guid }),
		});
		expect(await codeOf(client.messages('SendTextMessage', reply))).toBe(answer);
		expect(await codeOf(client.messages('UnsendMessage', new messages.UnsendMessageRequest({ target })))).toBe(answer);
	});

	it.each([
		['invalidArgument', 'invalidArgument', 'invalidArgument', 'invalidArgument', 'invalidArgument'],
		['notFound', 'chatNotFound', 'messageNotFound', 'attachmentNotFound', 'pollNotFound'],
	] as const)('an empty id: %s', async (emptyIds, chat, message, file, poll) => {
		await start();
		spectrum.settings.emptyIds = emptyIds;
		spectrum.receive({ from: alice, text: 'Hi' });
		const target = new messages.MessageTarget({ chat_guid: space, message_guid: '' });
		expect(await codeOf(client.get(''))).toBe(message);
		expect(await codeOf(client.messages('UnsendMessage', new messages.UnsendMessageRequest({ target })))).toBe(message);
		expect(await codeOf(client.chats('GetChat', new chats.GetChatRequest({ chat_guid: '' })))).toBe(chat);
		expect(await codeOf(client.polls('GetPoll', new polls.GetPollRequest({ poll_message_guid: '' })))).toBe(poll);
		const info = new attachments.GetAttachmentInfoRequest({ attachment_guid: '' });
		expect(await codeOf(client.attachments('GetAttachmentInfo', info))).toBe(file);
	});

	it.each([
		['listed', 3],
		['hidden', 1],
	] as const)('the rows of tapbacks and stickers in histories: %s', async (tapbackRows, count) => {
		await start();
		spectrum.settings.tapbackRows = tapbackRows;
		const { messageId } = spectrum.receive({ from: alice, text: 'Hi' });
		spectrum.phone(alice).react(messageId, 'love');
		spectrum.phone(alice).placeSticker(messageId, { bytes: Buffer.from('png') });
		for (const [method, request] of [
			['ListRecentMessages', new messages.ListRecentMessagesRequest()],
			['ListChatMessages', new messages.ListChatMessagesRequest({ chat_guid: space })],
		] as const) {
			const page = await client.messages<messages.ListRecentMessagesResponse>(method, request);
			expect(page.messages).toHaveLength(count);
			expect(page.messages.at(-1)?.applied_reactions).toHaveLength(1);
		}
	});

	it.each([
		['refused', 'operationNotSupported'],
		['accepted', 'answered'],
	] as const)('group calls on the shared plan: %s', async (sharedGroupCalls, answer) => {
		await start();
		spectrum.settings.sharedGroupCalls = sharedGroupCalls;
		const chat_guid = spectrum.createGroup({ members: [alice, 'bob@example.com'] });
		const rename = new groups.SetDisplayNameRequest({ chat_guid, display_name: 'Friends' });
		expect(await codeOf(client.groups('SetDisplayName', rename))).toBe(answer);
		expect(spectrum.phone(alice).eventsOf('groupName')).toHaveLength(answer === 'answered' ? 1 : 0);
	});

	it.each([
		['one', 1],
		['several', 2],
	] as const)('votes of one person: %s', async (pollChoices, count) => {
		await start();
		spectrum.settings.pollChoices = pollChoices;
		const guid = await pollIn();
		for (const option of ['A', 'B']) spectrum.phone(alice).vote(guid, option);
		expect(spectrum.store().polls.get(guid)?.votes).toHaveLength(count);
	});
});
