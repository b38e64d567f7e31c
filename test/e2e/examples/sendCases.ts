import { sampleCard } from '../../support/samplePage';
import { arrives, lastMessage, person, phone, type ExampleCase } from './cases';
import { fileAt } from './files';

const text = (expected: string) => arrives({ text: expected });

/** iMessage and iMessage Effect. */
export const sendCases: Readonly<Record<string, ExampleCase>> = {
	'answer-a-message': text('Thanks, we got your message: “Hi”'),
	'trigger-by-webhook': text('Thanks, we got your message: “Hi”'),
	'send-text': {
		check: ({ spectrum }) => {
			expect(lastMessage(spectrum)?.text).toBe(
				'Thanks, we got your message!\n\n• We answer until tomorrow noon.\n• Opening hours: our page (https://example.com/hours)',
			);
			expect(lastMessage(spectrum)?.formatting?.map(({ type, start, length }) => [type, start, length])).toEqual([
				['bold', 0, 28],
				['effect', 0, 6],
				['italic', 48, 13],
			]);
		},
	},
	'send-reply': {
		check: ({ spectrum, messageId }) => {
			expect(lastMessage(spectrum)).toMatchObject({ text: 'You wrote: “Hi”. We are on it!', replyTo: messageId });
		},
	},
	'send-edit': {
		check: ({ spectrum }) => {
			expect(phone(spectrum).messages.map((message) => message.text)).toEqual(['Your order arrives tomorrow.']);
		},
	},
	'send-unsend': {
		check: ({ spectrum }) => {
			expect(phone(spectrum).messages).toHaveLength(1);
			expect(lastMessage(spectrum)?.unsentAt).toMatch(/Z$/);
		},
	},
	'send-notify-anyway': {
		before: (spectrum) => {
			phone(spectrum).focus = true;
		},
		check: ({ spectrum }) => {
			expect(lastMessage(spectrum)?.isSilenced).toBe(false);
			expect(phone(spectrum).eventsOf('alert')).toHaveLength(1);
		},
	},
	'send-attachment': {
		check: ({ spectrum }) => {
			expect(lastMessage(spectrum)).toMatchObject({
				attachments: [{ name: 'picture.jpg' }],
				parts: [{ text: "Here is today's picture" }, {}],
			});
			expect(lastMessage(spectrum)?.attachments[0]?.bytes).toEqual(fileAt('/picture.jpg'));
		},
	},
	'send-attachment-from-url': {
		check: ({ spectrum }) => expect(lastMessage(spectrum)?.attachments[0]?.bytes).toEqual(fileAt('/picture.jpg')),
	},
	'send-live-photo': {
		check: ({ spectrum }) => {
			expect(lastMessage(spectrum)?.attachments).toHaveLength(1);
			expect(lastMessage(spectrum)?.attachments[0]?.bytes).toEqual(fileAt('/photo.heic'));
			expect(lastMessage(spectrum)?.attachments[0]?.companion?.bytes).toEqual(fileAt('/photo.mov'));
		},
	},
	'send-voice-note': arrives({ attachments: [{ name: 'greeting.m4a' }], isVoiceNote: true }),
	'send-rich-link': arrives({ text: 'https://example.com/', linkPreview: true }),
	'send-contact-card': {
		check: ({ spectrum }) => {
			const [card] = lastMessage(spectrum)?.attachments ?? [];
			expect(card?.name).toBe('Ada Lovelace.vcf');
			expect(card?.bytes.toString()).toContain(person);
		},
	},
	'send-app-card': arrives({ miniApp: sampleCard }),
	'send-update-app-card': arrives({ miniApp: { layout: { ...sampleCard.layout, trailingCaption: 'Delivered' } } }),
	'send-mini-app-card': arrives({ miniApp: { layout: { caption: 'Order 17 is on its way', trailingCaption: '12:30' } } }),
	'send-update-mini-app-card': arrives({ miniApp: { layout: { caption: 'Order 17 was delivered' } } }),
	'send-text-and-own-card': {
		before: ({ dashboard: { profile } }) => {
			profile.fields = { ...profile.fields, imessageSynced: true };
		},
		check: ({ spectrum }) => expect(phone(spectrum).eventsOf('contactCard')).toHaveLength(1),
	},
	'send-share-own-card': {
		check: ({ spectrum }) => expect(phone(spectrum).eventsOf('contactCard')).toHaveLength(1),
	},
	'effect-text': arrives({ text: 'Congratulations! You are number 100.', effectId: 'com.apple.messages.effect.CKConfettiEffect' }),
	'effect-attachment': arrives({ attachments: [{ name: 'picture.jpg' }], effectId: 'com.apple.MobileSMS.expressivesend.invisibleink' }),
};
