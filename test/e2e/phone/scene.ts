import type { LineStore, Simulator, StoredChat } from '../../../simulator/src';
import { contentOf } from '../../../simulator/src/web/panel/play/media';
import { jpeg, png } from './pictures';
import { ada, ben } from '../support/stage';

/** What a line says, as its server stores it. */
function says(line: LineStore, chat: StoredChat, text: string, more: Partial<Parameters<LineStore['send']>[1]> = {}): string {
	return line.send(chat, { parts: [{ bubble: 0, text }], ...more }).guid;
}

/** Conversations with one of everything, for pictures. `sender` is who sends the files. */
export function fillScene(spectrum: Simulator, sender = ben): void {
	booking(spectrum);
	group(spectrum);
	media(spectrum, sender);
}

function booking(spectrum: Simulator): void {
	const line = spectrum.store();
	const phone = spectrum.phone(ada);
	const { spaceId } = spectrum.receive({ from: ada, text: 'Hi, do you have a table for two tonight?' });
	const chat = line.chats.get(spaceId) as StoredChat;
	says(line, chat, 'Good evening Ada! We have two left:');
	const question = says(line, chat, '18:30 by the window, or 20:15 upstairs. Which one would you like?', {
		parts: [
			{
				bubble: 0,
				text: '18:30 by the window, or 20:15 upstairs. Which one would you like?',
				formatting: [
					{ type: 'bold', start: 0, length: 5 },
					{ type: 'bold', start: 24, length: 5 },
				],
			},
		],
	});
	phone.react(question, 'love');
	spectrum.receive({ from: ada, text: '20:15 please 🙌', replyTo: { guid: question } });
	const done = says(line, chat, 'Booked! See you at 20:15 🎉', { effectId: 'com.apple.messages.effect.CKConfettiEffect' });
	phone.react(done, { emoji: '🥳' });
	spectrum.receive({ from: ada, text: 'Thank you so much' });
	spectrum.ownDevice().markRead(spaceId);
}

function group(spectrum: Simulator): void {
	const line = spectrum.store();
	const guid = spectrum.createGroup({ members: [ada, ben] });
	spectrum.phone(ada).renameGroup(guid, 'Hiking on Sunday');
	const chat = line.chats.get(guid) as StoredChat;
	spectrum.receive({ from: ben, space: guid, text: 'Where do we go?' });
	spectrum.receive({ from: ada, space: guid, text: 'Somewhere with a lake!' });
	const poll = spectrum.phone(ben).createPoll(guid, 'Which way?', ['Round the lake', 'Up the hill', 'Through the woods']);
	spectrum.phone(ada).vote(poll.guid, 'Round the lake');
	spectrum.phone(ben).vote(poll.guid, 'Up the hill');
	const answer = says(line, chat, 'Sunday stays dry until four: 17 °C and a light breeze.');
	spectrum.phone(ben).react(answer, 'like');
	spectrum.phone(ada).react(answer, 'like');
	says(line, chat, 'I have put the map here for you both.');
}

function media(spectrum: Simulator, sender: string): void {
	const line = spectrum.store(spectrum.lines[1]?.id);
	const label = line.id;
	const file = (
		name: string,
		mimeType: string,
		bytes: Uint8Array,
	): { type: 'attachment'; name: string; mimeType: string; bytes: Uint8Array } => ({
		type: 'attachment',
		name,
		mimeType,
		bytes,
	});
	const { spaceId } = spectrum.receive({
		from: sender,
		line: label,
		content: {
			type: 'group',
			items: ['#e2725b', '#5b8def', '#46b86b'].map((_, index) => file(`IMG_${index + 1}.png`, 'image/png', png(index))),
		},
	});
	const chat = line.chats.get(spaceId) as StoredChat;
	spectrum.receive({ from: sender, line: label, content: contentOf({ type: 'voice memo' }) });
	line.send(chat, {
		parts: [
			{ bubble: 0, attachment: line.attachments.keep({ fileName: 'Invoice 2026-118.pdf', data: Buffer.alloc(182_000), isOutgoing: true }) },
		],
	});
	spectrum.receive({
		from: sender,
		line: label,
		content: {
			type: 'contact',
			name: { formatted: 'Cleo Martin' },
			org: { name: 'Lakeside Boats' },
			phones: [{ value: '+1 555 010 2030', type: 'mobile' }],
		},
	});
	line.send(chat, { parts: [{ bubble: 0, text: 'https://www.example.com/routes/lake' }] }, { linkPreview: true });
	const card = `spc-msg-card`;
	line.send(chat, {
		guid: card,
		parts: [{ bubble: 0 }],
		miniApp: {
			teamId: 'ABCDE12345',
			extensionBundleId: 'com.example.boats',
			appName: 'Lakeside Boats',
			url: 'https://example.com/boats',
			sessionId: 'S',
			targetGuid: card,
			live: true,
			layout: { caption: 'Rowing boat', subcaption: 'Sunday, 10:00', trailingCaption: '$24', imageTitle: 'Number 7' },
			image: jpeg(),
		},
		embeddedMedia: { data: jpeg(), mimeType: 'image/jpeg' },
	});
	const words = says(line, chat, 'Shaky but bold, and in italics.', {
		parts: [
			{
				bubble: 0,
				text: 'Shaky but bold, and in italics.',
				formatting: [
					{ type: 'effect', start: 0, length: 5, effectName: 'shake' },
					{ type: 'bold', start: 10, length: 4 },
					{ type: 'italic', start: 23, length: 7 },
				],
			},
		],
	});
	spectrum.phone(sender).placeSticker(words, { bytes: png(1) }, { x: 0.9, y: 0.1, rotation: 12 });
	says(line, chat, 'Only you can read this', { effectId: 'com.apple.MobileSMS.expressivesend.invisibleink' });
	const sms = line.directChat(ada, 'SMS');
	sms.service = 'SMS';
	line.send(sms, { parts: [{ bubble: 0, text: 'Your parcel arrives today between 14:00 and 16:00.' }] });
	spectrum.receive({ from: ada, line: label, text: 'Please leave it next door' });
}
