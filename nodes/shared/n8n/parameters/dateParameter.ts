import { tryToParseDateTime, type IExecuteFunctions } from 'n8n-workflow';
import { readDateText, type DateText } from '../../spectrum/values/dateText';
import { invalid } from './parameters';
import { isDate, isLuxonMoment, shownValue } from './plainValue';

const example =
	'2026-01-31T18:00:00, 2026-01-31 18:00, Sat, 31 Jan 2026 18:00:00 +0100 or {{ $now.minus({ days: 7 }) }}. Another form, such as 31.01.2026, can be read with {{ DateTime.fromFormat($json.date, "dd.MM.yyyy") }}, and milliseconds with {{ DateTime.fromMillis($json.time) }}';

/**
 * A parameter as a moment; undefined when it is empty. A time without a zone, as n8n's own picker gives it, is read in
 * the zone of the workflow. Refuses every form in which a day and a month, or a unit, would have to be guessed.
 */
export function dateParameter(context: IExecuteFunctions, name: string, displayName: string, itemIndex: number): Date | undefined {
	const value: unknown = context.getNodeParameter(name, itemIndex, '');
	if (value === null || value === undefined || (typeof value === 'string' && value.trim() === '')) return undefined;
	const moment = momentOf(value, context.getTimezone());
	if (moment !== undefined && !Number.isNaN(moment.getTime())) return moment;
	throw invalid(itemIndex, displayName, 'is not a date and time', shownValue(value), example);
}

function momentOf(value: unknown, zone: string): Date | undefined {
	if (isLuxonMoment(value)) return new Date(value.toMillis());
	if (isDate(value)) return new Date(value.getTime());
	const text = typeof value === 'string' ? readDateText(value.trim()) : undefined;
	return text === undefined ? undefined : inZone(text, zone);
}

function inZone({ iso, hasOffset, zone }: DateText, workflowZone: string): Date | undefined {
	if (hasOffset) return new Date(iso);
	try {
		return tryToParseDateTime(iso, zone ?? workflowZone).toJSDate();
	} catch {
		// No such zone.
		return undefined;
	}
}
