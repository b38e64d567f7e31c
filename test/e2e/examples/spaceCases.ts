import type { Simulator } from '../../../simulator/src';
import { picture } from '../../contract/pictures';
import { arrives, friend, group, lastMessage, person, phone, type ExampleCase } from './cases';
import { fileAt } from './files';

const embedded = 'spc-msg-0b6c1a7e-5d0f-4a53-9f43-2f1f4c8f7a10';
const photo = picture('png');
const others = (spectrum: Simulator) => phone(spectrum).chats.find(({ spaceId }) => spaceId === group);

/** In the group that the examples name. */
const grouped: Pick<ExampleCase, 'plan' | 'before'> = {
	plan: 'dedicated',
	before: (spectrum) => {
		spectrum.store().createGroup([person, friend], group);
		return { space: group };
	},
};

const isRegistered = (spectrum: Simulator): void => {
	spectrum.dashboard.addUser(person);
};

/** iMessage Create Space and iMessage Conversation. */
export const spaceCases: Readonly<Record<string, ExampleCase>> = {
	'space-create-direct': arrives(
		{ text: 'Hello, this is Anna from the bakery. Your cake is ready!', effectId: 'com.apple.messages.effect.CKConfettiEffect' },
		{ plan: 'dedicated' },
	),
	'space-create-group': {
		plan: 'dedicated',
		check: ({ spectrum }) => {
			expect(lastMessage(spectrum)).toMatchObject({
				text: 'Hello you two, this is about Friday.',
				spaceId: expect.stringContaining(';+;') as unknown,
			});
			expect(spectrum.phone('alice@example.com').messages).toHaveLength(1);
		},
	},
	'group-add-members': {
		...grouped,
		check: ({ spectrum }) => expect(others(spectrum)?.members).toEqual(expect.arrayContaining(['+15558889999', 'bob@example.com'])),
	},
	'group-remove-members': { ...grouped, check: ({ spectrum }) => expect(others(spectrum)?.members).not.toContain(friend) },
	'group-rename': { ...grouped, check: ({ spectrum }) => expect(others(spectrum)?.name).toMatch(/^Party on \w+day$/) },
	'group-set-icon': { ...grouped, check: ({ spectrum }) => expect(others(spectrum)?.icon).toEqual(fileAt('/team.png')) },
	'group-get-icon': {
		plan: 'dedicated',
		before: (spectrum) => {
			spectrum.store().createGroup([person, friend], group);
			phone(spectrum).setGroupIcon(group, photo);
		},
		check: ({ run }) => {
			expect(run.json('Your work')).toMatchObject([{ hasIcon: true, mimeType: 'image/png' }]);
			expect(run.items('Your work')[0]?.binary).toMatchObject({ data: { mimeType: 'image/png' } });
		},
	},
	'group-clear-icon': {
		plan: 'dedicated',
		before: (spectrum) => {
			spectrum.store().createGroup([person, friend], group);
			phone(spectrum).setGroupIcon(group, photo);
		},
		check: ({ spectrum }) => expect(others(spectrum)?.icon).toBeUndefined(),
	},
	'group-list-members': {
		...grouped,
		check: ({ run }) => expect(run.json('Your work').map(({ address }) => address)).toEqual(expect.arrayContaining([person, friend])),
	},
	'group-leave': {
		...grouped,
		check: ({ spectrum }) => expect(phone(spectrum).eventsOf('groupMember')).toMatchObject([{ change: 'left' }]),
	},
	'conversation-get-details': { check: ({ run }) => expect(run.json('Your work')).toMatchObject([{ spaceId: `any;-;${person}` }]) },
	'conversation-history': {
		before: (spectrum) => {
			spectrum.receive({ from: person, text: 'An earlier one', webhooks: false });
		},
		check: ({ run }) => expect(run.json('Your work').map(({ text }) => text)).toEqual(['Hi', 'An earlier one']),
	},
	'conversation-get-many': {
		before: (spectrum) => {
			spectrum.receive({ from: person, text: 'Are you open?', webhooks: false });
		},
		check: ({ run }) =>
			expect(run.json('Your work')).toMatchObject([
				{ spaceId: `any;-;${person}`, members: [person], unreadCount: 1, lastMessageText: 'Are you open?' },
			]),
	},
	'conversation-wait-until-delivered': {
		check: ({ run }) => {
			expect(run.json('Your work')).toMatchObject([{ delivered: true, status: 'delivered' }]);
		},
	},
	'conversation-mark-read': {
		check: ({ spectrum, messageId }) => {
			expect(
				phone(spectrum)
					.eventsOf('read')
					.map((event) => event.messageId),
			).toContain(messageId);
			expect(lastMessage(spectrum)?.text).toBe('Thanks, we have read your message!');
		},
	},
	'conversation-get-message': {
		before: (spectrum) => {
			const { messageId } = spectrum.receive({ from: person, text: 'Dinner?', webhooks: false });
			return { content: { type: 'reaction', emoji: '\u{1f44d}', target: messageId } };
		},
		check: ({ run }) => expect(run.json('Your work')).toMatchObject([{ text: 'Dinner?' }]),
	},
	'conversation-get-embedded-media': {
		before: (spectrum) => {
			const content = { type: 'handwriting' } as const;
			spectrum.receive({
				from: person,
				messageId: embedded,
				content,
				embeddedMedia: { data: photo, mimeType: 'image/png' },
				webhooks: false,
			});
		},
		check: ({ run }) => expect(run.items('Your work')[0]?.binary).toMatchObject({ data: { mimeType: 'image/png' } }),
	},
	'conversation-send-with-fallback': {
		...arrives(
			{ text: 'Your parcel has arrived.', service: 'SMS' },
			{
				plan: 'dedicated',
				before: (spectrum) => {
					phone(spectrum).imessage = false;
				},
			},
		),
	},
	'conversation-download-attachment': {
		inbound: { content: { type: 'attachment', id: 'A1', name: 'a.png', mimeType: 'image/png', bytes: photo } },
		check: ({ run }) => expect(run.items('Your work')[0]?.binary).toMatchObject({ data: { fileName: 'a.png', mimeType: 'image/png' } }),
	},
	'recipient-register': {
		check: ({ spectrum, run }) => {
			expect(run.json('Your work')).toMatchObject([
				{ phoneNumber: person, smsLink: expect.stringMatching(/^sms:\+/), alreadyRegistered: false },
			]);
			expect(spectrum.dashboard.users.all).toMatchObject([{ phoneNumber: person, firstName: 'Ada', lastName: 'Lovelace' }]);
		},
	},
	'recipient-get-many': {
		before: isRegistered,
		check: ({ run }) => expect(run.json('Your work')).toMatchObject([{ phoneNumber: person }]),
	},
	'recipient-remove': {
		before: isRegistered,
		check: ({ spectrum, run }) => {
			expect(run.json('Your work')).toMatchObject([{ phoneNumber: person, removed: true }]);
			expect(spectrum.dashboard.users.all).toEqual([]);
		},
	},
	'recipient-get-invitation': {
		before: isRegistered,
		check: ({ run }) =>
			expect(run.json('Your work')).toMatchObject([
				{ invitationUrl: expect.stringContaining('/redirect?msg='), smsLink: expect.stringMatching(/^sms:.*&body=/) },
			]),
	},
	'location-get': {
		before: (spectrum) => phone(spectrum).shareLocation({ latitude: 52.52, longitude: 13.405 }),
		check: ({ run }) => expect(run.json('Your work')).toMatchObject([{ address: person, latitude: 52.52, longitude: 13.405 }]),
	},
	'location-get-many': {
		before: (spectrum) => phone(spectrum).shareLocation({ latitude: 52.52, longitude: 13.405 }),
		check: ({ run }) => expect(run.json('Your work')).toMatchObject([{ address: person, latitude: 52.52 }]),
	},
	'location-ask-to-share': {
		plan: 'dedicated',
		check: ({ spectrum, run }) => {
			expect(run.json('Your work')).toMatchObject([{ address: person, status: 'sent' }]);
			expect(lastMessage(spectrum)?.id).toBe(run.json('Your work')[0]?.messageId);
		},
	},
	'conversation-check-address': { check: ({ run }) => expect(run.json('Your work')).toMatchObject([{ address: person }]) },
};
