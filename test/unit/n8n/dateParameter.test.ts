import { tryToParseDateTime, type IExecuteFunctions } from 'n8n-workflow';
import { dateParameter } from '../../../nodes/shared/n8n/parameters/dateParameter';

const zone = 'Europe/Berlin';

function read(value: unknown, timezone = zone): string | undefined {
	const context = { getNodeParameter: () => value, getTimezone: () => timezone } as unknown as IExecuteFunctions;
	return dateParameter(context, 'after', 'After', 0)?.toISOString();
}

const evening = '2026-01-31T17:00:00.000Z';

test.each<[string, unknown]>([
	['ISO 8601', '2026-01-31T18:00:00'],
	['ISO 8601 with fractions', '2026-01-31T18:00:00.000'],
	['ISO 8601 with minutes', '2026-01-31T18:00'],
	['ISO 8601 with an offset', '2026-01-31T19:00:00+02:00'],
	['ISO 8601 with a short offset', '2026-01-31T19:00:00.000000+02'],
	['ISO 8601 in UTC', '2026-01-31T17:00:00Z'],
	['ISO 8601, basic', '20260131T180000'],
	['ISO 8601, basic, in UTC', '20260131T170000Z'],
	['SQL', '2026-01-31 18:00:00'],
	['SQL with fractions', '2026-01-31 18:00:00.000'],
	['SQL with an offset', '2026-01-31 19:00:00 +02:00'],
	['SQL with a zone', '2026-01-31 12:00:00 America/New_York'],
	['SQL in UTC', '2026-01-31 17:00 UTC'],
	['RFC 2822', 'Sat, 31 Jan 2026 18:00:00 +0100'],
	['RFC 2822 without a day of the week', '31 Jan 2026 17:00 GMT'],
	['RFC 2822 with a zone', 'Sat, 31 Jan 2026 12:00:00 EST'],
	['what n8n writes', ' 2026-01-31T18:00:00.000+01:00 '],
	['Luxon', tryToParseDateTime('2026-01-31T12:00:00', 'America/New_York')],
	['a Date', new Date(evening)],
])('%s: %s', (_name, value) => {
	expect(read(value)).toBe(evening);
});

test('a day is its first moment in the zone of the workflow', () => {
	expect(read('2026-11-10')).toBe('2026-11-09T23:00:00.000Z');
	expect(read('2026-11-10', 'America/New_York')).toBe('2026-11-10T05:00:00.000Z');
	expect(read('2024-02-29')).toBe('2024-02-28T23:00:00.000Z');
});

test.each([[''], [' '], [null], [undefined]])('%j is none', (value) => {
	expect(read(value)).toBeUndefined();
});

test.each<[unknown]>([
	['10.11.2026'],
	['11/20/2026'],
	['20/11/2026'],
	['2026/11/20'],
	['2026'],
	['2026-11'],
	['2026-1-2'],
	['2026-02-30'],
	['2025-02-29'],
	['2026-13-01'],
	['2026-00-10'],
	['2026-11-20T24:30'],
	['2026-11-20T18:60'],
	['30 Feb 2026 18:00 GMT'],
	['31 Jan 2026 18:00'],
	['2026-01-31 18:00 Europe/Nowhere'],
	['2026-01-31T18:00+99:00'],
	['18:00'],
	['yesterday'],
	['1763596800000'],
	[1763596800000],
	[0],
	[NaN],
	[true],
	[new Date('x')],
	[{ isLuxonDateTime: true, toISO: () => null, toMillis: () => NaN }],
	[{ year: 2026 }],
	[['2026-01-31']],
	[`2026-01-31${' '.repeat(200)}x`],
])('%s is refused with an example', (value) => {
	let refusal: unknown;
	try {
		read(value);
	} catch (caught) {
		refusal = caught;
	}
	expect(refusal).toMatchObject({
		kind: 'invalid',
		message: expect.stringMatching(/^The field "After" is not a date and time; found "/),
		advice: expect.stringContaining('2026-01-31T18:00:00'),
	});
});
