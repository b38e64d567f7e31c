/** @typedef {import('../types.js').Message} Message */
/** @typedef {import('../types.js').Item} Item */

/** A message in words, for lists, quotes and screen readers. @param {Message} message */
export function summaryOf(message) {
	if (message.unsentAt !== undefined) return 'Message unsent';
	if (message.poll !== undefined) return `Poll: ${message.poll.title}`;
	if (message.card !== undefined) return message.card.layout.summary ?? message.card.layout.caption ?? message.card.appName;
	if (message.embeddedUrl !== undefined) return 'Digital Touch message';
	if (message.asksLocation !== undefined) return 'Asks for a location';
	return message.bubbles
		.map(bubbleWords)
		.filter((words) => words !== '')
		.join(', ');
}

/** @param {import('../types.js').Bubble} bubble @returns {string} */
export function bubbleWords({ text, file, link, isGone }) {
	if (link !== undefined) return `Link to ${link.host}`;
	if (text !== undefined) return text;
	if (file === undefined) return isGone ? '' : 'Unsupported message';
	if (file.filmUrl !== undefined) return 'Live Photo';
	const kinds = { image: 'Photo', video: 'Video', audio: 'Audio', contact: `Contact ${file.contact?.name ?? ''}`, file: file.name };
	return kinds[file.kind];
}

/** How people call effects, by the names on the wire. @type {Readonly<Record<string, string>>} */
export const effectNames = {
	impact: 'Slam',
	loud: 'Loud',
	gentle: 'Gentle',
	invisibleink: 'Invisible Ink',
	Confetti: 'Confetti',
	Fireworks: 'Fireworks',
	Balloon: 'Balloons',
	Heart: 'Love',
	Lasers: 'Lasers',
	HappyBirthday: 'Happy Birthday',
	Sparkles: 'Celebration',
	Spotlight: 'Spotlight',
	Echo: 'Echo',
};

export const bubbleEffects = ['impact', 'loud', 'gentle', 'invisibleink'];
export const screenEffects = ['Echo', 'Spotlight', 'Balloon', 'Confetti', 'Heart', 'Lasers', 'Fireworks', 'Sparkles', 'HappyBirthday'];

/** Apple's six, in the order of its menu. */
export const tapbacks = [
	{ kind: 'love', emoji: '❤️', name: 'Love' },
	{ kind: 'like', emoji: '👍', name: 'Like' },
	{ kind: 'dislike', emoji: '👎', name: 'Dislike' },
	{ kind: 'laugh', emoji: '😂', name: 'Laugh' },
	{ kind: 'emphasize', emoji: '‼️', name: 'Emphasize' },
	{ kind: 'question', emoji: '❓', name: 'Question' },
];
