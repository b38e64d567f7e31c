import type { OpenStream, Simulator } from '../../simulator/src';
import { follow } from './follow';
import { picture } from './pictures';
import type { AdvancedIMessage } from './vendorDriver';
import type { HttpIMessage } from './vendorHttpDriver';

const alice = '+15551230001';
const bob = 'bob@example.com';

/**
 * Calls every RPC that the simulator answers, through the vendor's client on a line of a dedicated plan. Whoever adds
 * an RPC to the simulator adds its call here and takes its name out of `undriven.ts`.
 * The live streams are open all the while, and each must show something.
 */
export async function driveEverything(client: AdvancedIMessage, spectrum: Simulator): Promise<void> {
	const finishStreams = await driveStreams(client, spectrum);
	await driveCalls(client, spectrum);
	await finishStreams();
}

/** Calls everything that has one answer, and the downloads: what goes by gRPC and by HTTP. */
export async function driveCalls(client: HttpIMessage, spectrum: Simulator): Promise<void> {
	const { chat } = await client.chats.create([alice]);
	await driveMessages(client, spectrum, chat.guid);
	await driveCards(client, chat.guid);
	await driveChats(client, chat.guid);
	await drivePolls(client, chat.guid);
	await driveGroups(client);
	await client.addresses.get(alice);
	await client.addresses.isFocusSilenced(alice);
	await client.addresses.isIMessageAvailable(alice);
	await driveLocations(client, spectrum, chat.guid);
}

async function driveMessages(client: HttpIMessage, spectrum: Simulator, space: string): Promise<void> {
	const sent = await client.messages.sendText(space, 'Driven by the vendor');
	await client.messages.get(sent.guid);
	await client.messages.setReaction(space, sent.guid, { kind: 'love' }, true);
	await client.messages.edit(space, sent.guid, 'Driven on');
	const { attachment } = await client.attachments.upload({ fileName: 'sticker.png', data: picture('png') });
	await client.attachments.get(attachment.guid);
	for await (const _frame of client.attachments.downloadStream(attachment.guid));
	await client.messages.sendAttachment(space, attachment.guid);
	await client.messages.sendMultipart(space, [{ text: 'Look' }, { attachmentGuid: attachment.guid }]);
	await client.messages.placeSticker(space, sent.guid, attachment.guid, { x: 0.5, y: 0.5 });
	await client.messages.unsend(space, sent.guid);
	spectrum.phone(alice).focus = true;
	const silenced = await client.messages.sendText(space, 'Wake up');
	await client.messages.notifySilenced(space, silenced.guid);
	spectrum.phone(alice).focus = false;
	await client.messages.listRecent();
	await client.messages.listInChat(space);
}

async function driveCards(client: HttpIMessage, space: string): Promise<void> {
	const card = {
		teamId: 'ABCDE12345',
		extensionBundleId: 'com.example.app.messages',
		appName: 'Example',
		url: 'https://example.com/card',
		layout: { caption: 'Card', image: picture('jpeg'), imageTitle: 'Picture' },
	};
	const sent = await client.messages.sendCustomizedMiniApp(space, card);
	await client.messages.updateCustomizedMiniApp(sent.miniAppCardSession, { ...card, layout: { caption: 'Newer' } });
	await client.messages.getEmbeddedMedia(space, sent.guid);
}

async function driveChats(client: HttpIMessage, space: string): Promise<void> {
	await client.chats.get(space);
	await client.chats.count();
	await client.chats.setTyping(space, true);
	await client.chats.markRead(space);
	await client.chats.shareContactInfo(space);
	await client.chats.setBackground(space, picture('png'));
	await client.chats.hasBackground(space);
	await client.chats.removeBackground(space);
}

async function drivePolls(client: HttpIMessage, space: string): Promise<void> {
	const { pollMessageGuid, options } = await client.polls.create(space, 'Lunch?', ['Pizza', 'Soup']);
	await client.polls.vote(pollMessageGuid, options[0]?.optionIdentifier ?? '');
	await client.polls.unvote(pollMessageGuid);
	await client.polls.addOption(pollMessageGuid, 'Salad');
	await client.polls.get(pollMessageGuid);
}

async function driveGroups(client: HttpIMessage): Promise<void> {
	const { chat } = await client.chats.create([alice, bob]);
	await client.groups.setDisplayName(chat.guid, 'Friends');
	await client.groups.addParticipants(chat.guid, ['carol@example.com']);
	await client.groups.removeParticipants(chat.guid, ['carol@example.com']);
	await client.groups.setIcon(chat.guid, picture('jpeg'));
	await client.groups.getIcon(chat.guid);
	await client.groups.removeIcon(chat.guid);
	await client.groups.leave(chat.guid);
}

async function driveLocations(client: HttpIMessage, spectrum: Simulator, space: string): Promise<void> {
	await client.locations.request(space, alice);
	for (const { phone } of spectrum.lines) spectrum.phone(alice).shareLocation({ latitude: 52.52, longitude: 13.405 }, phone);
	await client.locations.get(alice);
	await client.locations.list();
}

async function driveStreams(client: AdvancedIMessage, spectrum: Simulator): Promise<() => Promise<void>> {
	const logged = [client.messages, client.chats, client.groups, client.polls].map((resource) =>
		follow<unknown>(resource.subscribeEvents()),
	);
	const live = [...logged, follow<unknown>(client.locations.watch())];
	const open: OpenStream[] = [];
	while (open.length < live.length) {
		const stream = await spectrum.nextStream();
		// Downloads and replays are streams too.
		if (/^(Subscribe|Watch)/.test(stream.method)) open.push(stream);
	}
	return async () => {
		await Promise.all(live.map((stream) => stream.next()));
		for await (const _event of client.events.catchUp());
		await Promise.all(live.map((stream) => stream.close()));
		await Promise.all(open.map(({ closed }) => closed));
	};
}
