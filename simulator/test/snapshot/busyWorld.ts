import { Simulator, type SimulatorOptions } from '../../src';
import { messageKinds, messages } from '../../src/generated';
import type { MovableClock } from '../../src/movableClock';
import { rawClient } from '../rawCall';

export const ada = '+15551234567';
export const ben = 'ben@example.com';
export const line = '+15550000001';
/** Where n8n would be, were it running: nothing listens there. */
const away = 'away.example.test';

/** Large enough to be kept apart from the graph. */
export const film = Buffer.alloc(20_000, 7);
export const picture = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(9_000, 3)]);

/** The write of `busyWorld` that a client may repeat. */
export const repeatable = { chat_guid: `any;-;${ada}`, text: 'From the line', client_message_id: 'write-1' };

/** A simulator in which everything has happened that a store can hold. */
export async function busyWorld(options: SimulatorOptions = {}): Promise<Simulator> {
	const spectrum = await Simulator.start({ tls: false, plan: 'dedicated', firstSequence: 2n ** 60n, hosts: { [away]: 1 }, ...options });
	spectrum.settings.repeats = 'original';
	spectrum.settings.audience = 'users';
	spectrum.settings.messagesPerDay = Number.POSITIVE_INFINITY;
	spectrum.settings.pollChoices = 'several';
	const phone = spectrum.phone(ada);
	const hello = spectrum.receive({
		from: ada,
		text: 'Hello Ben',
		subject: 'A subject',
		effectId: 'com.apple.messages.effect.CKConfettiEffect',
		formatting: [{ type: 'bold', start: 0, length: 5 }],
		mentions: [{ address: ben, start: 6, length: 3 }],
	});
	const photo = { type: 'attachment', name: 'IMG_1.HEIC', mimeType: 'image/heic', bytes: picture, companion: film } as const;
	spectrum.receive({ from: ada, content: { type: 'group', items: [{ type: 'text', text: 'Look' }, photo] } });
	spectrum.receive({
		from: ada,
		content: { type: 'attachment', name: 'late.pdf', mimeType: 'application/pdf', bytes: film, pending: true },
	});
	spectrum.receive({ from: ada, content: { type: 'contact', name: { first: 'Cleo' } } });
	const edited = spectrum.receive({ from: ada, text: 'Teh', replyTo: { guid: hello.messageId } });
	phone.edit(edited.messageId, 'The');
	phone.unsend(spectrum.receive({ from: ada, text: 'Gone' }).messageId);
	await writes(spectrum, hello.messageId);
	const own = phone.messages.at(-1)?.id as string;
	phone.react(own, 'love');
	phone.react(own, { emoji: '🥐' });
	phone.placeSticker(own, { bytes: picture });
	phone.read(own);
	phone.shareLocation({ latitude: 52.5, longitude: 13.4, accuracy: 20, shortAddress: 'Berlin' });
	group(spectrum);
	spectrum.phone(ben).focus = true;
	Object.assign(spectrum.phone('+15559998888'), { imessage: false, country: 'US', sendErrorCode: 22 });
	spectrum.dashboard.addUser(ada);
	spectrum.dashboard.setLineStatus(line, 'unavailable');
	spectrum.dashboard.platforms.set('whatsapp_business', true);
	spectrum.dashboard.profile.fields = { ...spectrum.dashboard.profile.fields, firstName: 'Bakery' };
	const webhook = spectrum.registerWebhook('https://n8n.example.test/webhook/1');
	spectrum.dashboard.rotateStandardSecret(webhook?.id ?? '');
	spectrum.dashboard.disableWebhook(spectrum.registerWebhook('https://n8n.example.test/webhook/2', { generation: 'july' })?.id ?? '');
	// The name does not resolve: the message is lost to the webhook.
	await spectrum.receive({ from: ada, text: 'Lost' }).delivered;
	// The first attempt has failed, and the next one waits for a clock that stands.
	(spectrum.clock as MovableClock).pause();
	spectrum.registerWebhook(`https://${away}/webhook/3`);
	void spectrum.receive({ from: ada, text: 'Not delivered yet' }).delivered;
	while ((await spectrum.nextDelivery()).failure !== 'dropped');
	spectrum.tokens.mint(spectrum.lines[0]?.id ?? '');
	return spectrum;
}

/** What a client does: over gRPC, with keys that make a repeat known. */
async function writes(spectrum: Simulator, target: string): Promise<void> {
	const client = rawClient(spectrum);
	try {
		await client.send(repeatable);
		const { attachment } = await client.upload({ file_name: 'menu.png', data: picture });
		const reference = new messageKinds.AttachmentRef({ attachment_guid: attachment.guid });
		await client.messages(
			'SendAttachmentMessage',
			new messages.SendAttachmentMessageRequest({ chat_guid: repeatable.chat_guid, attachment: reference, client_message_id: 'write-2' }),
		);
		const reaction = new messageKinds.MessageReaction({ kind: messageKinds.MessageReactionKind.MESSAGE_REACTION_KIND_LIKE });
		const place = new messages.MessageTarget({ chat_guid: repeatable.chat_guid, message_guid: target });
		await client.messages('SetReaction', new messages.SetReactionRequest({ target: place, reaction, is_set: true }));
	} finally {
		client.close();
	}
}

function group(spectrum: Simulator): void {
	const space = spectrum.createGroup({ members: [ada, ben] });
	const phone = spectrum.phone(ada);
	phone.renameGroup(space, 'Bakers');
	phone.setGroupIcon(space, picture);
	phone.setBackground(space, picture);
	phone.addMember(space, '+15557654321');
	const poll = phone.createPoll(space, 'Rye or spelt?', ['Rye', 'Spelt']);
	phone.vote(poll.guid, 'Rye');
	spectrum.phone(ben).vote(poll.guid, 'Spelt');
	phone.addPollOption(poll.guid, 'Both');
	spectrum.ownDevice().send(space, 'For all of you');
	spectrum.phone(ben).leave(space);
}
