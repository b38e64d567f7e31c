import {
	naturalTypingMilliseconds,
	parseTypingSeconds,
	typingRefreshMilliseconds,
	typingWaits,
} from '../../../../nodes/shared/spectrum/model/typingTime';

describe('seconds', () => {
	test.each([
		[0.5, 500],
		[2.3456, 2_346],
		[300, 300_000],
	])('%d', (seconds, milliseconds) => {
		expect(parseTypingSeconds(seconds)).toEqual({ ok: true, value: milliseconds });
	});

	test.each([0, -1, 0.4, 300.1, Number.NaN, Number.POSITIVE_INFINITY])('%d is refused', (seconds) => {
		expect(parseTypingSeconds(seconds)).toEqual({ ok: false, problem: 'is not a number from 0.5 to 300' });
	});
});

describe('a natural time: one second and a tenth for each character, 20 seconds at most', () => {
	test.each([
		['a', 1_100],
		[' Hello \n', 1_500],
		['x'.repeat(100), 11_000],
		['x'.repeat(189), 19_900],
		['x'.repeat(190), 20_000],
		['x'.repeat(1_000_000), 20_000],
		['\u{1F468}\u200D\u{1F469}\u200D\u{1F467}e\u0301', 1_200],
	])('%#', (text, milliseconds) => {
		expect(naturalTypingMilliseconds(text)).toBe(milliseconds);
		expect(naturalTypingMilliseconds(text)).toBe(milliseconds);
	});
});

describe('the waits between two signs of typing', () => {
	test.each([
		[5_000, [5_000]],
		[30_000, [30_000]],
		[30_001, [30_000, 1]],
		[75_000, [30_000, 30_000, 15_000]],
	])('%d ms', (total, waits) => {
		expect(typingWaits(total)).toEqual(waits);
	});

	test('are all shorter than a minute, after which phones take the indicator down', () => {
		expect(typingRefreshMilliseconds).toBeLessThanOrEqual(40_000);
		expect(Math.max(...typingWaits(300_000))).toBe(typingRefreshMilliseconds);
	});
});
