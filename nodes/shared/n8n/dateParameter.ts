import { tryToParseDateTime, type IExecuteFunctions } from 'n8n-workflow';
import { invalid } from './parameters';

/**
 * A parameter as a moment; undefined when it is empty. A time without a zone, as n8n's own picker gives it, is read in
 * the zone of the workflow.
 */
export function dateParameter(
	context: IExecuteFunctions,
	name: string,
	displayName: string,
	itemIndex: number,
): Date | undefined {
	const value: unknown = context.getNodeParameter(name, itemIndex, '');
	if (value === '' || value === null || value === undefined) return undefined;
	const moment = momentOf(value, context.getTimezone());
	if (moment !== undefined) return moment;
	const shown = typeof value === 'string' ? value.trim() : JSON.stringify(value);
	if (shown === '') return undefined;
	throw invalid(itemIndex, displayName, 'is not a date and time', shown, '2026-01-31T18:00:00 or {{ $now.minus({ days: 7 }) }}');
}

function momentOf(value: unknown, zone: string): Date | undefined {
	// A number is what other nodes give for a time: milliseconds since 1970.
	if (typeof value === 'number') return valid(new Date(value));
	try {
		return valid(tryToParseDateTime(value, zone).toJSDate());
	} catch {
		return undefined;
	}
}

function valid(date: Date): Date | undefined {
	return Number.isNaN(date.getTime()) ? undefined : date;
}
