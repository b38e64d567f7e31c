import { present } from './present';

/** A point in time that was given as text, in one form. */
export interface DateText {
	/** `YYYY-MM-DDTHH:MM:SS.sss`, followed by `Z` or an offset if the text has one. */
	readonly iso: string;
	readonly hasOffset: boolean;
	/** The name of the time zone, if the text has a name instead of an offset. */
	readonly zone?: string;
}

// Seconds and their fractions may be missing, and so may the whole time. SQL puts a space where ISO 8601 has a T.
const isoOrSql =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d{2}(?::?\d{2})?)| ([A-Za-z_]+(?:\/[A-Za-z_+-]+){0,2}))?)?$/i;
const isoBasic = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(?:(\d{2}))?(Z|[+-]\d{2}(?::?\d{2})?)?$/;
const rfc2822 =
	/^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), ?)?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? (GMT|UTC?|Z|EST|EDT|CST|CDT|MST|MDT|PST|PDT|[+-]\d{4})$/i;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const namedOffsets: Readonly<Record<string, string>> = {
	EST: '-05:00',
	EDT: '-04:00',
	CST: '-06:00',
	CDT: '-05:00',
	MST: '-07:00',
	MDT: '-06:00',
	PST: '-08:00',
	PDT: '-07:00',
};

/** Reads dates in ISO 8601, SQL and RFC 2822. Undefined for every other form, and for a day or a time that does not exist. */
export function readDateText(text: string): DateText | undefined {
	if (text.length > 100) return undefined;
	const iso = isoOrSql.exec(text);
	if (iso !== null) {
		const [, year, month, day, hour, minute, second, fraction, offset, zone] = iso;
		return dateText({ year, month, day, hour, minute, second, fraction }, offset, zone);
	}
	const basic = isoBasic.exec(text);
	if (basic !== null) {
		const [, year, month, day, hour, minute, second, offset] = basic;
		return dateText({ year, month, day, hour, minute, second }, offset);
	}
	const mail = rfc2822.exec(text);
	if (mail === null) return undefined;
	const [, day = '', name = '', year, hour, minute, second, offset] = mail;
	const month = String(months.indexOf(name.toLowerCase()) + 1).padStart(2, '0');
	return dateText({ year, month, day: day.padStart(2, '0'), hour, minute, second }, offset);
}

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction';

function dateText(parts: Partial<Record<Part, string>>, offset?: string, zone?: string): DateText | undefined {
	const { year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = '' } = parts;
	const isTime = Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59;
	// JavaScript would move a 31st of February into March.
	const isDay = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));
	if (!isTime || !isDay) return undefined;
	const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}`;
	if (offset !== undefined) return { iso: iso + normalOffset(offset.toUpperCase()), hasOffset: true };
	return { iso, hasOffset: false, ...present({ zone }) };
}

function daysIn(year: number, month: number): number {
	return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function normalOffset(offset: string): string {
	const named = namedOffsets[offset];
	if (named !== undefined) return named;
	const [, sign, hours, minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? [];
	return sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`;
}
