import { within } from '../../../scripts/n8n/until';
import { arrives, lastMessage, person, phone, type ExampleCase } from './cases';
import { fileAt } from './files';

const eyes = { kind: 'emoji', emoji: '\u{1F440}' };
const indicator = (spectrum: Parameters<typeof phone>[0]) => phone(spectrum).typing.map(({ isTyping }) => isTyping);

/** Tapbacks, typing, polls, backgrounds, and what belongs to a campaign. */
export const actionCases: Readonly<Record<string, ExampleCase>> = {
	'tapback-add': {
		check: ({ spectrum, messageId }) => {
			expect(phone(spectrum).reactions).toMatchObject([{ target: { guid: messageId }, reaction: { kind: 'love' }, isSet: true }]);
		},
	},
	'tapback-remove': {
		check: ({ spectrum, messageId }) => {
			expect(phone(spectrum).reactions).toMatchObject([
				{ target: { guid: messageId }, reaction: eyes, isSet: true },
				{ target: { guid: messageId }, reaction: eyes, isSet: false },
			]);
		},
	},
	'tapback-place-sticker': {
		check: ({ spectrum, messageId }) => {
			const [sticker] = phone(spectrum).eventsOf('sticker');
			expect(sticker).toMatchObject({ target: { guid: messageId }, placement: { x: 0.8, y: 0.2, rotation: Math.PI / 12 } });
			expect(sticker?.file.bytes).toEqual(fileAt('/sticker.png'));
		},
	},
	'typing-start': {
		check: ({ spectrum }) => {
			expect(indicator(spectrum)[0]).toBe(true);
			expect(lastMessage(spectrum)?.text).toBe('Thanks, we got your message!');
		},
	},
	'typing-stop': { check: ({ spectrum }) => expect(indicator(spectrum)).toEqual([true, false]) },
	'typing-type-for-a-while': {
		check: ({ spectrum }) => {
			expect(indicator(spectrum)).toEqual([true, false]);
			expect(lastMessage(spectrum)?.text).toBe('Thanks, we got your message: “Hi”');
		},
	},
	'poll-create': arrives({ poll: { title: 'Where shall we eat on Friday?', options: ['Pizza', 'Pasta'] } }),
	'poll-get': {
		meanwhile: async (spectrum) => {
			const poll = await within('the poll arrives', phone(spectrum).next());
			phone(spectrum).vote(poll.id, 'Pasta');
		},
		check: ({ spectrum }) => expect(lastMessage(spectrum)?.text).toBe('Pizza: 0\nPasta: 1'),
	},
	'poll-vote': {
		check: ({ spectrum, run }) => {
			expect(run.json('Vote')).toMatchObject([{ votedFor: { text: 'Pasta', value: 'restaurant-7' }, totalVotes: 1 }]);
			expect(phone(spectrum).eventsOf('vote')).toMatchObject([{ isSet: true }]);
		},
	},
	'poll-unvote': {
		check: ({ spectrum, run }) => {
			expect(run.json('Withdraw')).toMatchObject([{ totalVotes: 0 }]);
			expect(
				phone(spectrum)
					.eventsOf('vote')
					.map(({ isSet }) => isSet),
			).toEqual([true, false]);
		},
	},
	'poll-add-option': {
		check: ({ spectrum, run }) => {
			expect(run.json('Add an option')).toMatchObject([{ added: { text: 'Sushi', value: 'restaurant-31' } }]);
			expect(phone(spectrum).eventsOf('pollOption')).toMatchObject([{ text: 'Sushi' }]);
		},
	},
	'background-set': {
		before: (spectrum) => {
			spectrum.receive({ from: person, text: 'Hello', webhooks: false });
		},
		check: ({ spectrum }) => expect(phone(spectrum).eventsOf('background')).toMatchObject([{ data: fileAt('/background.jpg') }]),
	},
	'background-clear': {
		before: (spectrum) => {
			spectrum.receive({ from: person, text: 'Hello', webhooks: false });
			phone(spectrum).setBackground(`any;-;${person}`, fileAt('/background.jpg'));
		},
		check: ({ spectrum }) => expect(phone(spectrum).chats[0]?.background).toBeUndefined(),
	},
	'background-get': {
		before: (spectrum) => {
			spectrum.receive({ from: person, text: 'Hello', webhooks: false });
			phone(spectrum).setBackground(`any;-;${person}`, fileAt('/background.jpg'));
		},
		check: ({ run }) => expect(run.json('Your work')).toMatchObject([{ hasBackground: true }]),
	},
	'campaign-check-opt-out': {
		before: (spectrum) => {
			spectrum.receive({ from: person, text: 'Stop.', webhooks: false });
		},
		check: ({ run }) => expect(run.json('Your work')).toMatchObject([{ address: person, optedOut: true }]),
	},
	'campaign-report': {
		check: ({ spectrum, run }) => {
			expect(lastMessage(spectrum)?.text).toBe('Our spring menu is here. Shall we keep you a table?');
			expect(run.json('Your work')).toMatchObject([
				{ campaign: { report: { found: true, read: false, answered: false, optedOut: false } } },
				{ campaign: { status: 'summary', sent: 1 } },
			]);
		},
	},
};
