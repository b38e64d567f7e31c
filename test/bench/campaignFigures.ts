import type { CampaignStage } from '../support/campaignHost';
import type { List } from './campaignList';

const minute = 60_000;
const day = 24 * 60 * minute;

/** What the bench measures, each with the most that is allowed. */
export interface Figures {
	readonly facts: ReadonlyArray<readonly [name: string, value: string]>;
	/** Figures with their limits; above it, the bench fails. */
	readonly limits: ReadonlyArray<{ readonly name: string; readonly value: number; readonly most: number }>;
}

export interface Played {
	readonly stage: CampaignStage;
	readonly list: List;
	readonly lines: readonly string[];
	readonly start: number;
	readonly newPerDay: number;
	/** When people opted out, by address. */
	readonly optedOutAt: ReadonlyMap<string, number>;
	readonly kills: number;
	readonly runs: number;
	readonly seconds: number;
}

interface Sent {
	readonly line: string;
	readonly address: string;
	readonly at: number;
}

export function figuresOf(played: Played): Figures {
	const { list, start, kills, runs, seconds, lines, newPerDay, optedOutAt } = played;
	const sent = sentOf(played);
	const counts = countsOf(list.rows.map(({ status, reason }) => (reason === '' ? status : `${status}: ${reason}`)));
	const last = Math.max(...sent.map(({ at }) => at));
	const elapsed = (last - start) / day;
	const days = Math.floor(elapsed) + 1;
	const fraction = optimumOf(sent.length, lines.length, newPerDay);
	const optimum = Math.ceil(fraction);
	const times = countsOf(sent.map(({ address }) => address));
	return {
		facts: [
			['rows', String(list.rows.length)],
			['outcomes', [...counts].map(([name, count]) => `${count} ${name}`).join(', ')],
			['messages', String(sent.length)],
			['runs, kills', `${runs}, ${kills}`],
			['days', `${days} (the last message after ${elapsed.toFixed(2)}), optimum ${optimum} (${fraction.toFixed(2)})`],
			['seconds', seconds.toFixed(0)],
		],
		limits: [
			{
				name: 'rows not accounted for',
				value: list.rows.filter(({ status }) => status !== 'sent' && status !== 'skipped').length,
				most: 0,
			},
			{
				name: 'rows that say sent, and nothing arrived',
				value: list.rows.filter((row) => row.status === 'sent' && !arrived(row.phone, times)).length,
				most: 0,
			},
			{ name: 'people who should have got it and did not', value: missed(played, times), most: 0 },
			{ name: 'people written to twice', value: [...times.values()].filter((count) => count > 1).length, most: 0 },
			{
				name: 'messages after an opt-out',
				value: sent.filter(({ address, at }) => at > (optedOutAt.get(address) ?? Infinity)).length,
				most: 0,
			},
			{ name: 'messages outside the hours', value: sent.filter((message) => !isWithinHours(message, list)).length, most: 0 },
			{
				name: 'most messages of a line in a minute',
				value: Math.max(...lines.map((line) => mostInMinute(sent.filter((each) => each.line === line)))),
				most: 20,
			},
			{ name: 'days above the optimum, in percent', value: Math.max(0, (days / optimum - 1) * 100), most: 3 },
			{ name: 'most refusals of a line in a day', value: mostRefusals(played), most: 1 },
		],
	};
}

function sentOf({ stage, lines }: Played): Sent[] {
	return lines
		.filter((line) => stage.spectrum.lines.some(({ phone }) => phone === line))
		.flatMap((line) =>
			[...stage.spectrum.store(line).messages.values()]
				.filter(({ isFromMe }) => isFromMe)
				.map(({ chatGuid, createdAt }) => ({ line, address: chatGuid.slice('any;-;'.length), at: createdAt })),
		)
		.sort((one, other) => one.at - other.at);
}

/** Days for that many people, when each line takes what it may: three lines, and one more from the fifth day on. */
function optimumOf(people: number, lines: number, newPerDay: number): number {
	const atFirst = (lines - 1) * newPerDay * 4;
	if (people <= atFirst) return people / ((lines - 1) * newPerDay);
	return 4 + (people - atFirst) / (lines * newPerDay);
}

function isWithinHours({ address, at }: Sent, { contacts }: List): boolean {
	const { zone = 'UTC' } = contacts.get(address) ?? {};
	const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(at));
	return hour >= 9 && hour < 20;
}

function mostInMinute(sent: readonly Sent[]): number {
	let most = 0;
	let first = 0;
	for (const [index, { at }] of sent.entries()) {
		while (at - (sent[first]?.at ?? at) >= minute) first += 1;
		most = Math.max(most, index - first + 1);
	}
	return most;
}

function mostRefusals({ stage, start }: Played): number {
	const refused = stage.spectrum.calls.filter(({ outcome }) => outcome?.type === 'refused' && outcome.code === 'newContactThrottled');
	return Math.max(0, ...countsOf(refused.map(({ line, at }) => `${line} ${Math.floor((at - start) / day)}`)).values());
}

/** People with iMessage who never opted out, and who got nothing. */
function missed({ list, optedOutAt }: Played, times: ReadonlyMap<string, number>): number {
	return [...list.contacts.values()].filter(({ address, hasImessage }) => hasImessage && !optedOutAt.has(address) && !times.has(address))
		.length;
}

function arrived(phone: string, times: ReadonlyMap<string, number>): boolean {
	const address = phone.startsWith('+') ? phone : `+1${phone.replace(/\D/g, '')}`;
	return times.has(address);
}

function countsOf(keys: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
	return counts;
}
