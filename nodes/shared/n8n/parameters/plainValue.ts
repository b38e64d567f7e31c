import { jsonOf } from '../../spectrum/values/json';

/** The value of an expression as text. Undefined for an object, a list, not-a-number or an invalid date. */
export function plainText(value: unknown): string | undefined {
	switch (typeof value) {
		case 'undefined':
			return '';
		case 'string':
			return value;
		case 'number':
			return Number.isFinite(value) ? String(value) : undefined;
		case 'boolean':
		case 'bigint':
			return String(value);
		case 'object':
			return value === null ? '' : isoOf(value);
		default:
			return undefined;
	}
}

/** The parts of a Luxon `DateTime` that are used. Any copy of Luxon may have made it. */
interface Moment {
	toISO(): string | null;
	toMillis(): number;
}

/** A value of Luxon's `DateTime`, which `$now` gives. */
export function isLuxonMoment(value: unknown): value is Moment {
	return typeof value === 'object' && value !== null && (value as { isLuxonDateTime?: unknown }).isLuxonDateTime === true;
}

/** A `Date`, also of another realm, as n8n's Code node has one. */
export function isDate(value: unknown): value is Date {
	return Object.prototype.toString.call(value) === '[object Date]';
}

function isoOf(value: object): string | undefined {
	if (isLuxonMoment(value)) return value.toISO() ?? undefined;
	if (isDate(value)) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	return undefined;
}

/** Any value as an error shows it. */
export function shownValue(value: unknown): string {
	const text = plainText(value);
	if (text !== undefined) return text;
	if (isLuxonMoment(value)) return 'Invalid DateTime';
	if (isDate(value)) return 'Invalid Date';
	if (typeof value === 'number') return String(value);
	return jsonOf(value);
}
