import { effects, type Action, type Doing, type Saying, type Target } from './steps';

/** One sentence of the language: how it looks, what it means, and how it is read. */
export interface Sentence {
	readonly example: string;
	readonly meaning: string;
	readonly pattern: RegExp;
	/** Throws an error that says what is wrong with a part. */
	readonly read: (groups: Readonly<Record<string, string | undefined>>) => Action;
}

// Every piece has a length, so that no line takes long to read.
const who = String.raw`(?<who>[^\s:>=#"“”][^:>=#"“”]{0,39}?)`;
const doing = String.raw`${who}(?: ?> ?(?<where>[^:>=#"“”]{1,60}?))?`;
const target = String.raw`(?<target>last|["“][^"“”]{1,200}["”])`;
const group = String.raw`(?<group>[^:>=#"“”]{1,60}?)`;
const words = String.raw`: ?(?<text>.*)`;

const tapbacks: Readonly<Record<string, string>> = {
	loves: '❤️',
	likes: '👍',
	dislikes: '👎',
	'laughs at': '😂',
	emphasizes: '‼️',
	questions: '❓',
};
const units: Readonly<Record<string, number>> = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 };
const readyMade: ReadonlySet<string> = new Set(['photo', 'album', 'voice memo', 'file', 'contact']);
const emojiStart = /^(\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\uFE0F?\u20E3)/u;
const mostDays = 366;

function sentence(example: string, meaning: string, pattern: string, read: Sentence['read']): Sentence {
	return { example, meaning, pattern: new RegExp(`^${pattern}$`, 'iu'), read };
}

/** How time goes by. */
const times: readonly Sentence[] = [
	sentence(
		'+1 hour',
		'Time moves on by seconds, minutes, hours, days or weeks',
		String.raw`\+ ?(?<count>\d{1,6}) (?<unit>second|minute|hour|day|week)s?`,
		advance,
	),
	sentence('tomorrow', 'Time moves on to tomorrow, 9 o’clock', 'tomorrow', () => ({ type: 'tomorrow' })),
];

/** What people do besides saying something; the first that fits is it. */
const doings: readonly Sentence[] = [
	sentence('Team = Ada, Ben', 'A group with the line in it', String.raw`(?<name>[^:>=#"“”]{1,60}?) ?= ?(?<members>.*)`, makeGroup),
	sentence(
		'Ada likes "Hello"',
		`A tapback by its name, on the newest message with these words: ${Object.keys(tapbacks).join(', ')}`,
		`${doing} (?<verb>${Object.keys(tapbacks).join('|')}) ${target}`,
		reactWithWord,
	),
	sentence('Ada takes back ❤️ last', 'Her reaction is removed', String.raw`${doing} takes back (?<emoji>\S{1,30}) ${target}`, takeBack),
	sentence(
		'Ada ❤️ last',
		'A tapback or another emoji on the newest message',
		String.raw`${doing} (?<emoji>\S{1,30}) ${target}`,
		reactWithEmoji,
	),
	sentence(
		'Ada replies: Yes',
		'A reply in a thread, to the newest message or to one that is named: Ada replies to "Hello": Yes',
		`${doing} replies(?: to ${target})?${words}`,
		reply,
	),
	sentence('Ada edits: Hello, you', 'Her newest message gets another text', `${doing} edits${words}`, (given) => ({
		type: 'edit',
		...doingOf(given),
		text: textOf(given.text),
	})),
	sentence('Ada unsends', 'Takes her newest message back', `${doing} unsends`, (given) => ({ type: 'unsend', ...doingOf(given) })),
	sentence('Ada reads', 'A read receipt for the line’s newest message', `${doing} reads`, (given) => ({
		type: 'read',
		...doingOf(given),
	})),
	sentence('Ada types', 'Typing dots for a moment. Lines do not see them: the service has no such event', `${doing} types`, (given) => ({
		type: 'types',
		...doingOf(given),
	})),
	sentence('Ada waits', 'She waits until the line has written to her, a minute at most', `${doing} waits`, (given) => ({
		type: 'waits',
		...doingOf(given),
	})),
	sentence('Ada asks: Lunch? | Pizza | Sushi', 'A poll', `${doing} asks${words}`, ask),
	sentence('Ada votes: Sushi', 'A vote in the newest poll', `${doing} votes${words}`, (given) => ({
		type: 'vote',
		...doingOf(given),
		option: textOf(given.text),
	})),
	sentence('Ada names Team: Best team', 'The group gets another name', `${who} names ${group}${words}`, (given) => ({
		type: 'rename',
		who: nameOf(given.who),
		group: nameOf(given.group),
		name: textOf(given.text),
	})),
	sentence('Ada adds Cleo to Team', 'The group gets one more member', `${who} adds (?<member>[^:>=#"“”]{1,40}?) to ${group}`, (given) =>
		memberChange(given, true),
	),
	sentence('Ada removes Ben from Team', 'The group loses a member', `${who} removes (?<member>[^:>=#"“”]{1,40}?) from ${group}`, (given) =>
		memberChange(given, false),
	),
	sentence('Ben leaves Team', 'He leaves the group', `${who} leaves ${group}`, (given) => ({
		type: 'leave',
		who: nameOf(given.who),
		group: nameOf(given.group),
	})),
	sentence(
		'Ada with confetti: Hooray',
		`A message with an effect: ${Object.keys(effects).join(', ')}`,
		`${doing} with (?<effect>[a-z ]{1,20}?)${words}`,
		sayWithEffect,
	),
];

/** What people say: it fits whatever has a colon, so it comes last. */
const sayings: readonly Sentence[] = [
	sentence('Ada: Hello', 'A message to the first line; text in quotation marks is taken as it is', `${doing}${words}`, (given) => ({
		type: 'say',
		...doingOf(given),
		saying: sayingOf(given.text),
	})),
	sentence('Ben > Team: Hi', 'The same in a group, or to the line with this number', `${doing}${words}`, (given) => ({
		type: 'say',
		...doingOf(given),
		saying: sayingOf(given.text),
	})),
	sentence('Ada: photo', `Something ready-made: ${[...readyMade].join(', ')}`, `${doing}${words}`, (given) => ({
		type: 'say',
		...doingOf(given),
		saying: sayingOf(given.text),
	})),
];

/** Every sentence, in the order in which they are tried. */
export const sentences: readonly Sentence[] = [...times, ...doings, ...sayings];

/** The same in the order in which people learn them. */
export const taught: readonly Sentence[] = [...sayings, ...doings, ...times];

type Given = Readonly<Record<string, string | undefined>>;

function nameOf(text: string | undefined): string {
	const name = (text ?? '').trim();
	if (name === '') throw new Error('a name is missing');
	return name;
}

function doingOf({ who: name, where }: Given): Doing {
	return where === undefined ? { who: nameOf(name) } : { who: nameOf(name), where: nameOf(where) };
}

function textOf(text: string | undefined): string {
	const trimmed = (text ?? '').trim();
	if (trimmed === '') throw new Error('there is nothing after the colon');
	return /^["“].+["”]$/s.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
}

function sayingOf(given: string | undefined): Saying {
	const written = (given ?? '').trim();
	const text = textOf(given);
	if (text === written && readyMade.has(text.toLowerCase())) return { type: text.toLowerCase() } as Saying;
	if (text === written && /^https?:\/\/\S+$/i.test(text) && URL.canParse(text)) return { type: 'link', url: text };
	return { type: 'text', text };
}

function targetOf(given: string | undefined): Target {
	if (given === undefined || given.toLowerCase() === 'last') return { type: 'last' };
	return { type: 'containing', words: given.slice(1, -1) };
}

function advance({ count, unit = '' }: Given): Action {
	const milliseconds = Number(count) * (units[unit.toLowerCase()] ?? 0);
	if (milliseconds === 0) throw new Error('time moves on by at least 1');
	if (milliseconds > mostDays * 86_400_000) throw new Error(`time moves on by at most ${mostDays} days`);
	return { type: 'advance', milliseconds };
}

function makeGroup({ name, members = '' }: Given): Action {
	const names = members.split(',').map((member) => member.trim());
	if (names.some((member) => member === '' || member.length > 40 || /[:>=#"“”]/.test(member))) {
		throw new Error('the names of the members come after =, with commas between them');
	}
	if (names.length > 32) throw new Error(`a group has at most 32 members; this one has ${names.length}`);
	return { type: 'group', name: nameOf(name), members: names };
}

/** Apple's own two are often typed without the mark that makes them colourful. */
function emojiOf(given = ''): string {
	if (!emojiStart.test(given)) throw new Error(`“${given}” is not an emoji`);
	return given === '❤' || given === '‼' ? `${given}\uFE0F` : given;
}

function reactWithEmoji(given: Given): Action {
	return { type: 'react', ...doingOf(given), emoji: emojiOf(given.emoji), target: targetOf(given.target), isSet: true };
}

function reactWithWord(given: Given): Action {
	const emoji = tapbacks[(given.verb ?? '').toLowerCase()] ?? '';
	return { type: 'react', ...doingOf(given), emoji, target: targetOf(given.target), isSet: true };
}

function takeBack(given: Given): Action {
	return { type: 'react', ...doingOf(given), emoji: emojiOf(given.emoji), target: targetOf(given.target), isSet: false };
}

function reply(given: Given): Action {
	return { type: 'reply', ...doingOf(given), target: targetOf(given.target), saying: sayingOf(given.text) };
}

function ask(given: Given): Action {
	const [question = '', ...options] = textOf(given.text)
		.split('|')
		.map((piece) => piece.trim());
	if (question === '' || options.some((option) => option === ''))
		throw new Error('put | between the question and its answers, and leave none of them empty');
	if (options.length < 2 || options.length > 12) throw new Error(`a poll has 2 to 12 answers; this one has ${options.length}`);
	return { type: 'ask', ...doingOf(given), question, options };
}

function memberChange({ who: name, member, group: where }: Given, isMember: boolean): Action {
	return { type: 'member', who: nameOf(name), group: nameOf(where), member: nameOf(member), isMember };
}

function sayWithEffect(given: Given): Action {
	const name = (given.effect ?? '').trim().toLowerCase();
	const effect = Object.hasOwn(effects, name) ? effects[name] : undefined;
	if (effect === undefined) throw new Error(`there is no effect “${name}”. There are: ${Object.keys(effects).join(', ')}`);
	return { type: 'say', ...doingOf(given), saying: sayingOf(given.text), effect };
}
