import { systemClock } from '../../../../nodes/shared/spectrum/timing/clock';

test.each([1_000, 2 ** 31 - 1, 2 ** 31, 2 ** 40, Number.POSITIVE_INFINITY])(
	'a timer of %p ms waits as long as Node can count, and does not run at once',
	(milliseconds) => {
		const set = jest.spyOn(globalThis, 'setTimeout');
		systemClock.after(milliseconds, () => {})();
		expect(set.mock.calls[0]?.[1]).toBe(Math.min(milliseconds, 2 ** 31 - 1));
		set.mockRestore();
	},
);
