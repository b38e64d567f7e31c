import { randomBytes } from 'node:crypto';
import { historyOf } from '../../../../nodes/shared/spectrum/campaign/history';
import { LineBook, type BookMessage } from '../../../../nodes/shared/spectrum/campaign/lineBook';
import { mayWrite, type Verdict, type WriteRules } from '../../../../nodes/shared/spectrum/campaign/mayWrite';
import { nextOpen, type SendingWindow } from '../../../../nodes/shared/spectrum/campaign/window';
import shipped from '../../../../nodes/shared/spectrum/campaign/zones.json';
import { seededRandom, type Random } from '../../../../simulator/src/random';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const ada = '+15551230001';
const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** Zones with odd offsets, with half hours of summer time, and with clocks that change at midnight. */
const oddZones = [
	'Asia/Kathmandu',
	'Pacific/Chatham',
	'Australia/Lord_Howe',
	'America/Santiago',
	'Africa/Cairo',
	'America/Havana',
	'Asia/Beirut',
];
const zones = [...new Set([...oddZones, ...Object.keys(shipped.prefixes).flatMap((list) => list.split(' '))])];

/** Runs with seeds of which one is printed when it fails. */
function withSeeds(runs: number, run: (random: Random) => void): void {
	const first = Number(process.env.SEED ?? randomBytes(4).readUInt32BE());
	for (let seed = first; seed < first + runs; seed++) {
		try {
			run(seededRandom(seed));
		} catch (caught) {
			throw new Error(`Failed with seed ${seed}: SEED=${seed} repeats it`, { cause: caught });
		}
	}
}

const below = (random: Random, end: number) => Math.floor(random() * end);
const oneOf = <Value>(random: Random, values: readonly Value[]): Value => values[below(random, values.length)] as Value;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Weekday from 1 and minute of the day on the clock of a zone, by Node itself. */
function onClock(zone: string, at: number): { readonly weekday: number; readonly minute: number } {
	const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
	const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-US', { ...parts, timeZone: zone });
	formats.set(zone, format);
	const found = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
	const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(found.weekday ?? '') + 1;
	return { weekday, minute: Number(found.hour) * 60 + Number(found.minute) };
}

function isOpen({ fromMinute, untilMinute, days }: SendingWindow, names: readonly string[], at: number): boolean {
	return names.every((zone) => {
		const clock = onClock(zone, at);
		return days.includes(clock.weekday) && clock.minute >= fromMinute && clock.minute < untilMinute;
	});
}

/** Whether the clock of a zone moves by another time than passes. Both moments are full minutes. */
function changesClock(names: readonly string[], from: number, until: number): boolean {
	const minutes = (until - from) / minute;
	return names.some((zone) => (onClock(zone, until).minute - onClock(zone, from).minute - minutes) % 1_440 !== 0);
}

function anyWindow(random: Random): SendingWindow {
	const fromMinute = below(random, 1_440);
	const untilMinute = fromMinute + 1 + below(random, 1_440 - fromMinute);
	const days = random() < 0.5 ? everyDay : everyDay.filter(() => random() < 0.4);
	return { fromMinute, untilMinute, days: days.length === 0 ? [7] : days };
}

/** In 2026: with each hour as likely as another, or in the days in which most clocks change. */
function anyTime(random: Random): number {
	const changes = [
		Date.UTC(2026, 2, 8),
		Date.UTC(2026, 2, 29),
		Date.UTC(2026, 3, 5),
		Date.UTC(2026, 8, 6),
		Date.UTC(2026, 9, 25),
		Date.UTC(2026, 10, 1),
	];
	if (random() < 0.5) return oneOf(random, changes) + below(random, 2 * day) - day;
	return Date.UTC(2026, 0, 1) + below(random, 365 * day);
}

test('a window opens at the first minute at which it is open on the clock of every zone', () => {
	let found = 0;
	withSeeds(60, (random) => {
		const window = anyWindow(random);
		const names = Array.from({ length: 1 + below(random, 3) }, () => oneOf(random, random() < 0.3 ? oddZones : zones));
		const from = anyTime(random);
		const opens = nextOpen(window, names, from);
		let first = Math.floor(from / minute) * minute;
		const last = opens ?? first + 8 * day;
		while (first < last && !isOpen(window, names, first)) first += opens === undefined ? 15 * minute : minute;
		const context = {
			window,
			names,
			from: new Date(from).toISOString(),
			opens: opens === undefined ? undefined : new Date(opens).toISOString(),
		};
		if (opens === undefined) {
			// Where clocks change, zones may have a minute in common that they have in no other week.
			if (first < last && !changesClock(names, Math.floor(from / minute) * minute, last))
				throw new Error(`open at ${new Date(first).toISOString()}: ${JSON.stringify(context)}`);
			return;
		}
		found += 1;
		expect({ ...context, isOpen: isOpen(window, names, opens) }).toEqual({ ...context, isOpen: true });
		expect(opens).toBeGreaterThanOrEqual(from);
		// An hour that comes twice, or never, may open it earlier. Later is right as well.
		if (first < opens && first >= from && !changesClock(names, first - day, opens)) {
			throw new Error(`open at ${new Date(first).toISOString()} already: ${JSON.stringify(context)}`);
		}
	});
	expect(found).toBeGreaterThan(20);
});

interface Said {
	readonly line: number;
	readonly at: number;
	readonly isFromMe: boolean;
	readonly text: string;
}

/** The rules as issue and documentation say them, message by message, in the order of time. */
function modelOf(said: readonly Said[], rules: WriteRules, now: number): Verdict['may'] | `${Verdict['may']} ${string}` {
	let isOut = rules.isOptedOut;
	let unanswered = 0;
	let lastSent: number | undefined;
	let stopped = false;
	for (const { isFromMe, text, at } of [...said].sort((one, other) => one.at - other.at)) {
		if (isFromMe) {
			unanswered += 1;
			lastSent = at;
		} else {
			unanswered = 0;
			if (/^\W*stop\W*$/i.test(text)) stopped = true;
			if (/^\W*(un|re)?st(art|op)\W*$/i.test(text) && !/^\W*stop\W*$/i.test(text)) stopped = false;
		}
	}
	isOut ||= rules.honoursOptOuts && stopped;
	if (isOut) return 'never optedOut';
	if (said.length === 0 && rules.unwantedFirst !== undefined) return `never ${rules.unwantedFirst}InFirstMessage`;
	if (unanswered >= rules.mostUnanswered) return 'later unanswered';
	if (rules.isUrgent) return 'send';
	const isPaused = lastSent !== undefined && now - lastSent < rules.pauseMilliseconds;
	if (isPaused) return 'later pause';
	return rules.window === undefined || isOpen(rules.window, rules.zones, now) ? 'send' : 'later window';
}

const texts = ['STOP', 'stop!', '"Stop."', 'START', 'unstop', 'yes', 'please stop by', 'Hi', '🛑', ''];

test('the verdict about a person is that of a simple model, whatever was said on whichever line, and in whatever order it is read', () => {
	const seen = new Map<string, number>();
	withSeeds(1_000, (random) => {
		const now = anyTime(random);
		const said = Array.from({ length: below(random, 8) }, (): Said => {
			const at = now - 1 - below(random, random() < 0.5 ? 2 * day : 20 * day);
			return { line: below(random, 3), at, isFromMe: random() < 0.5, text: oneOf(random, texts) };
		});
		// Two messages of one moment have no order.
		if (new Set(said.map(({ at }) => at)).size < said.length) return;
		const rules: WriteRules = {
			zones: [oneOf(random, zones)],
			...(random() < 0.8 ? { window: { ...anyWindow(random), days: everyDay } } : {}),
			pauseMilliseconds: below(random, 3 * day),
			mostUnanswered: 1 + below(random, 4),
			honoursOptOuts: random() < 0.8,
			isOptedOut: random() < 0.1,
			isUrgent: random() < 0.2,
			...(random() < 0.2 ? { unwantedFirst: oneOf(random, ['link', 'file'] as const) } : {}),
		};
		const books = [0, 1, 2].map(() => new LineBook());
		for (const [index, { line, at, isFromMe, text }] of [...said].sort(() => random() - 0.5).entries()) {
			const message: BookMessage = {
				id: `m${index}`,
				createdAt: new Date(at).toISOString(),
				isFromMe,
				text,
				spaceIds: [`any;-;${ada}`],
				type: 'normal',
			};
			books[line]?.add(message);
			if (random() < 0.3) books[line]?.add(message);
		}
		const verdict = mayWrite(historyOf(books.map((book) => book.of(ada))), rules, now);
		const shown = 'why' in verdict ? `${verdict.may} ${verdict.why}` : verdict.may;
		const model = modelOf(said, rules, now);
		seen.set(model, (seen.get(model) ?? 0) + 1);
		expect({ said, rules, now, shown }).toEqual({ said, rules, now, shown: model });
		if (verdict.may === 'later' && verdict.when !== undefined) {
			const then = mayWrite(historyOf(books.map((book) => book.of(ada))), rules, verdict.when);
			expect({ said, rules, now, then }).toEqual({ said, rules, now, then: { may: 'send' } });
		}
	});
	// Otherwise a rule was not tried.
	expect([...seen.keys()].sort()).toEqual([
		'later pause',
		'later unanswered',
		'later window',
		'never fileInFirstMessage',
		'never linkInFirstMessage',
		'never optedOut',
		'send',
	]);
});
