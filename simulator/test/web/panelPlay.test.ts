import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FakeClock } from '../../../test/support/fakeClock';
import { leastCpuMilliseconds } from '../../../test/support/cpuTime';
import type { Cast } from '../../src/web/cast';
import { sentences } from '../../src/web/panel/play/grammar';
import { playHelp } from '../../src/web/panel/play/help';
import { longestLine, mostLines, parsePlay } from '../../src/web/panel/play/parse';
import { longestWait, Player } from '../../src/web/panel/play/player';
import { Stage } from '../../src/web/panel/play/stage';
import type { Action } from '../../src/web/panel/play/steps';
import { Simulator } from '../../src';
import { openPanel, type OpenPanel } from './openPanel';

const ada = '+15551234567';
const ben = '+15557654321';

describe('the language of plays', () => {
	it.each<[string, Action]>([
		['Ada: Hello', { type: 'say', who: 'Ada', saying: { type: 'text', text: 'Hello' } }],
		['Ada Reyes: 10:30 = late', { type: 'say', who: 'Ada Reyes', saying: { type: 'text', text: '10:30 = late' } }],
		['Ada: "photo"', { type: 'say', who: 'Ada', saying: { type: 'text', text: 'photo' } }],
		['Ada: Photo', { type: 'say', who: 'Ada', saying: { type: 'photo' } }],
		['ada:voice memo', { type: 'say', who: 'ada', saying: { type: 'voice memo' } }],
		['Ada: https://example.com/a', { type: 'say', who: 'Ada', saying: { type: 'link', url: 'https://example.com/a' } }],
		['Ben > Team: Hi', { type: 'say', who: 'Ben', where: 'Team', saying: { type: 'text', text: 'Hi' } }],
		['Ben>+15550000002: Hi', { type: 'say', who: 'Ben', where: '+15550000002', saying: { type: 'text', text: 'Hi' } }],
		['+15551230009: Hi', { type: 'say', who: '+15551230009', saying: { type: 'text', text: 'Hi' } }],
		['Ada ❤️ last', { type: 'react', who: 'Ada', emoji: '❤️', target: { type: 'last' }, isSet: true }],
		['Ada ❤ last', { type: 'react', who: 'Ada', emoji: '❤️', target: { type: 'last' }, isSet: true }],
		['Ada > Team 👍🏽 last', { type: 'react', who: 'Ada', where: 'Team', emoji: '👍🏽', target: { type: 'last' }, isSet: true }],
		['Ada laughs at “Hi”', { type: 'react', who: 'Ada', emoji: '😂', target: { type: 'containing', words: 'Hi' }, isSet: true }],
		['Ada takes back 👍 last', { type: 'react', who: 'Ada', emoji: '👍', target: { type: 'last' }, isSet: false }],
		['Ada replies: Yes', { type: 'reply', who: 'Ada', target: { type: 'last' }, saying: { type: 'text', text: 'Yes' } }],
		[
			'Ada replies to "Lunch": photo',
			{ type: 'reply', who: 'Ada', target: { type: 'containing', words: 'Lunch' }, saying: { type: 'photo' } },
		],
		['Ada edits: Hi', { type: 'edit', who: 'Ada', text: 'Hi' }],
		['Ada unsends', { type: 'unsend', who: 'Ada' }],
		['Ada reads', { type: 'read', who: 'Ada' }],
		['Ada > Team types', { type: 'types', who: 'Ada', where: 'Team' }],
		['Ada waits', { type: 'waits', who: 'Ada' }],
		['Ada asks: Lunch? | Pizza | Sushi', { type: 'ask', who: 'Ada', question: 'Lunch?', options: ['Pizza', 'Sushi'] }],
		['Ada votes: Sushi', { type: 'vote', who: 'Ada', option: 'Sushi' }],
		['Team = Ada, Ben', { type: 'group', name: 'Team', members: ['Ada', 'Ben'] }],
		['Ada names Team: Best team', { type: 'rename', who: 'Ada', group: 'Team', name: 'Best team' }],
		['Ada adds Cleo to Team', { type: 'member', who: 'Ada', group: 'Team', member: 'Cleo', isMember: true }],
		['Ada removes Ben from Team', { type: 'member', who: 'Ada', group: 'Team', member: 'Ben', isMember: false }],
		['Ben leaves Team', { type: 'leave', who: 'Ben', group: 'Team' }],
		[
			'Ada with confetti: Hooray',
			{
				type: 'say',
				who: 'Ada',
				saying: { type: 'text', text: 'Hooray' },
				effect: 'com.apple.messages.effect.CKConfettiEffect',
			},
		],
		['+1 hour', { type: 'advance', milliseconds: 3_600_000 }],
		['+30 minutes', { type: 'advance', milliseconds: 1_800_000 }],
		['Tomorrow', { type: 'tomorrow' }],
	])('reads %s', (written, action) => {
		expect(parsePlay(written)).toEqual([{ line: 1, text: written, action }]);
	});

	it('leaves out empty lines and remarks, and counts every line', () => {
		const steps = parsePlay('# A morning\r\n\r\n  Ada: Hello  \n+1 day');
		expect(steps.map(({ line, text }) => [line, text])).toEqual([
			[3, 'Ada: Hello'],
			[4, '+1 day'],
		]);
	});

	it.each([
		['Ada dances', /^Line 1: “Ada dances” is not understood\. A line is a name and what the person does, as in: Ada: Hello/],
		['+1 fortnight', 'Line 1: “+1 fortnight” is not understood. Time moves on by a number and a unit, as in: +1 hour'],
		['+0 hours', 'Line 1: Time moves on by at least 1'],
		['+900 days', 'Line 1: Time moves on by at most 366 days'],
		['Ada:', 'Line 1: There is nothing after the colon'],
		['Ada smile last', 'Line 1: “smile” is not an emoji'],
		['Ada with glitter: Hi', 'Line 1: There is no effect “glitter”. There are: slam, loud, gentle'],
		['Ada asks: Lunch? | Pizza', 'Line 1: A poll has 2 to 12 answers; this one has 1'],
		['Ada asks: Lunch? | | Pizza', 'Line 1: Put | between the question and its answers, and leave none of them empty'],
		['Team = Ada,, Ben', 'Line 1: The names of the members come after =, with commas between them'],
		[`Team = ${'Ada, '.repeat(32)}Ben`, 'Line 1: A group has at most 32 members; this one has 33'],
		['Ada ❤️ "Hi" there', 'Line 1: “Ada ❤️ "Hi" there” is not understood. Words in quotation marks come last'],
		['x'.repeat(longestLine + 1), `Line 1: A line has ${longestLine} characters at most; this one has ${longestLine + 1}`],
		['\n'.repeat(mostLines), `A play has ${mostLines} lines at most; this one has ${mostLines + 1}`],
		['# nothing', 'There is nothing to play. For example, write: Ada: Hello'],
		['a\nb\nAda: Hi\nc\nd\ne\nf', /Line 2: “b” .*\nLine 4: [^]*\nand 1 more line$/],
	])('says what is wrong with %j', (written, complaint) => {
		expect(() => parsePlay(written)).toThrow(complaint);
	});

	it('reads every example of its help', () => {
		expect(sentences.length).toBeGreaterThan(20);
		for (const { example } of sentences) expect(parsePlay(example)).toHaveLength(1);
	});

	it('lists every sentence in the README, as the page does', () => {
		const readme = readFileSync(path.join(__dirname, '../../README.md'), 'utf8');
		for (const { example, meaning } of playHelp.sentences) {
			expect(readme).toContain(`| \`${example.replaceAll('|', '\\|')}\` | ${meaning} |`);
		}
	});

	it('reads the worst line in time that grows with its length alone', () => {
		const readAll = () => {
			for (const piece of ['a ', '> ', 'replies to "', '❤️ ', '= ,']) {
				expect(() => parsePlay(piece.repeat(Math.floor(longestLine / piece.length)))).toThrow('Line 1');
			}
		};
		expect(leastCpuMilliseconds(2_000, readAll)).toBeLessThan(2_000);
	});
});

describe('a play in the panel', () => {
	let panel: OpenPanel;

	beforeEach(async () => {
		panel = await openPanel({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
	});

	afterEach(async () => {
		await panel.close();
	});

	const play = async (text: string) => {
		await panel.act('play', { text, pace: 'atOnce' });
		return (await panel.told(({ play: state }) => state.status !== 'playing' && state.status !== 'idle')).play;
	};
	const rows = (line?: string) => [...panel.spectrum.store(line).messages.values()];

	it('reaches the lines as people would', async () => {
		const state = await play(
			[
				'Ada: Hello',
				'Ben > +15550000002: Hi there',
				'Ada edits: Hello, line',
				'Ada ❤️ last',
				'Ada: photo',
				'Ada: album',
				'Ada: voice memo',
				'Ada: file',
				'Ada: contact',
				'Ada: https://example.com',
				'Ada with slam: Boo',
				'Ada replies to "hello": Yes',
				'Ada unsends',
				'Ada types',
			].join('\n'),
		);
		expect(state).toEqual({ status: 'done', line: 14, done: 14, total: 14 });
		const stored = rows('+15550000001');
		expect(stored.every(({ sender }) => sender === ada)).toBe(true);
		expect(stored[0]?.parts[0]?.text).toBe('Hello, line');
		expect(stored[0]?.reactions.map(({ reaction }) => reaction.kind)).toEqual(['love']);
		expect(stored.flatMap(({ parts }) => parts.flatMap(({ attachment }) => attachment?.mimeType ?? []))).toEqual([
			'image/png',
			'image/png',
			'image/png',
			'image/png',
			'audio/wav',
			'text/plain',
			'text/vcard',
		]);
		expect(stored.find(({ effectId }) => effectId !== undefined)?.effectId).toBe('com.apple.MobileSMS.expressivesend.impact');
		expect(stored.at(-1)).toMatchObject({ replyTo: { guid: stored[0]?.guid }, retractedAt: expect.any(Number) });
		expect(rows('+15550000002').map(({ sender }) => sender)).toEqual([ben]);
	});

	it('makes groups, polls and votes, and can be played twice', async () => {
		const text = 'Team = Ada, Ben\nBen > Team: Hi\nAda > Team asks: Lunch? | Pizza | Sushi\nBen votes: Sushi\nAda > Team 👍 "Hi"';
		expect((await play(text)).status).toBe('done');
		expect((await play(text)).status).toBe('done');
		const groups = [...panel.spectrum.store().chats.values()].filter(({ isGroup }) => isGroup);
		expect(groups.map(({ displayName, members }) => [displayName, members])).toEqual([['Team', [ada, ben]]]);
		const polls = [...panel.spectrum.store().polls.values()];
		expect(polls.map(({ title, votes }) => [title, votes.length])).toEqual([
			['Lunch?', 1],
			['Lunch?', 1],
		]);
		expect((await play('Ada adds Cleo to Team\nAda names Team: Crew\nBen leaves Crew\nTeam = Ada, Ben')).status).toBe('done');
		expect((await play('Crew = Ada, Ben')).error).toBe('Line 1: There is already a group “Crew” with other members');
	});

	it.each([
		['Ada: one\nAda > +15550000002: two', 'two'],
		['Ada > +15550000002: one\n+1 second\nAda: two', 'two'],
		['Ada: one\nAda > +15550000002: two\nAda > +15550000001 👍 last', 'one'],
	])('finds the newest message of all conversations, or of the one that is named: %j', async (text, expected) => {
		expect((await play(`${text}\nAda ❤️ last`)).status).toBe('done');
		const loved = [...rows(), ...rows('+15550000002')].filter(({ reactions }) => reactions.length > 0);
		expect(loved.some(({ parts }) => parts[0]?.text === expected)).toBe(true);
		expect(loved).toHaveLength(text.includes('👍') ? 2 : 1);
	});

	it('moves the clock', async () => {
		const before = panel.spectrum.clock.now();
		await play('+2 days\ntomorrow');
		expect(panel.spectrum.clock.now() - before).toBeGreaterThan(2 * 86_400_000);
		expect(new Date(panel.spectrum.clock.now()).getHours()).toBe(9);
	});

	it.each([
		[
			'Ada: Hi\nBen > Crowd: Hi',
			'Line 2: Ben is not in a group “Crowd”, and no line has this number. To make a group, write: Crowd = Ben, Ada',
		],
		['Ada ❤️ last', 'Line 1: There is no message that Ada could react to'],
		['Ada: Hi\nAda ❤️ "Bye"', 'Line 2: There is no message with “Bye” that Ada could react to'],
		['Ada unsends', 'Line 1: There is no message of Ada to take back'],
		['Ada reads', 'Line 1: There is no message of a line to read'],
		['Ada votes: Yes', 'Line 1: There is no poll to vote in'],
		['+12: Hi', 'Line 1: “+12” is not an address. A number looks like +15551230001'],
	])('stops at what cannot be done: %j', async (text, error) => {
		expect(await play(text)).toMatchObject({ status: 'failed', error });
	});

	it('plays nothing when a line is not understood', async () => {
		await expect(panel.act('play', { text: 'Ada: Hi\nAda dances', pace: 'atOnce' })).rejects.toThrow('Line 2: “Ada dances”');
		await expect(panel.act('play', { text: 'Ada: Hi', pace: 'slowly' })).rejects.toThrow('pace must be one of atOnce, asPeopleDo');
		expect(rows()).toEqual([]);
	});

	it('knows people by what they are registered as, and keeps the number of anyone else', async () => {
		panel.spectrum.dashboard.addUser('+15551230044', { firstName: 'Dora' });
		await play('Dora: Hi\nElla Example: Hi\nElla Example: Bye\nfay@example.com: Hi');
		const [dora, ella, again, fay] = rows().map(({ sender }) => sender);
		expect(dora).toBe('+15551230044');
		expect(ella).toMatch(/^\+1\d{3}55501\d\d$/);
		expect(again).toBe(ella);
		expect(fay).toBe('fay@example.com');
	});

	it('waits until the line has written', async () => {
		await panel.act('play', { text: 'Ada: Hi\nAda waits\nAda: Thanks', pace: 'atOnce' });
		await panel.told(({ play: state }) => state.line === 2);
		await expect(panel.act('play', { text: 'Ada: Hi', pace: 'atOnce' })).rejects.toThrow('A conversation is being played. Stop it first');
		panel.spectrum.ownDevice().send(`any;-;${ada}`, 'Hello, Ada');
		await panel.told(({ play: state }) => state.status === 'done');
		expect(rows().map(({ parts }) => parts[0]?.text)).toEqual(['Hi', 'Hello, Ada', 'Thanks']);
	});

	it('stops when it is told to', async () => {
		await panel.act('play', { text: 'Ada: Hi\nAda waits\nAda: Thanks', pace: 'atOnce' });
		await panel.told(({ play: state }) => state.line === 2);
		await panel.act('play/stop');
		const { play: state } = await panel.told(({ play: { status } }) => status === 'stopped');
		expect(state).toEqual({ status: 'stopped', line: 2, done: 2, total: 3 });
		expect(rows()).toHaveLength(1);
	});
});

describe('the time of a play', () => {
	let spectrum: Simulator;

	beforeEach(async () => {
		spectrum = await Simulator.start({ tls: false });
	});

	afterEach(async () => {
		await spectrum.stop();
	});

	const typed: boolean[] = [];
	const cast: Cast = {
		addressOf: () => undefined,
		introduce: () => undefined,
		showTyping: (_address, _line, _space, isTyping) => typed.push(isTyping),
	};

	it('has pauses between what people do, and dots before it', async () => {
		const timers = new FakeClock();
		const player = new Player(new Stage(spectrum, cast), undefined, timers);
		player.play('Ada types\nAda: Hi\nAda: You', 'asPeopleDo');
		expect(typed).toEqual([true]);
		await timers.advance(1_799);
		expect(typed).toEqual([true]);
		await timers.advance(1);
		expect(typed).toEqual([true, false]);
		expect(spectrum.store().messages.size).toBe(0);
		await timers.advance(900);
		expect(spectrum.store().messages.size).toBe(1);
		await timers.advance(900);
		await player.finished;
		expect(player.state).toMatchObject({ status: 'done', done: 3 });
		expect(timers.pending).toBe(0);
	});

	it('gives up waiting for an answer that does not come', async () => {
		const timers = new FakeClock();
		const player = new Player(new Stage(spectrum, cast), undefined, timers);
		player.play('Ada: Hi\nAda waits', 'atOnce');
		await timers.whenWaiting();
		await timers.advance(longestWait);
		await player.finished;
		expect(player.state).toMatchObject({ status: 'failed', error: 'Line 2: No answer has reached Ada within 60 seconds' });
	});
});
