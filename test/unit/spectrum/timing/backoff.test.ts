import { defaultBackoff, pauseAfter } from '../../../../nodes/shared/spectrum/timing/backoff';

it('doubles the bound of the pause with each failure, up to the cap, however many there are', () => {
	const bounds = [1, 2, 3, 6, 7, 8, 1_000, 1_000_000].map((failures) => pauseAfter(failures, defaultBackoff, () => 1));
	expect(bounds).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000, 30_000]);
});

it('draws evenly from all of it', () => {
	const drawn = [0, 0.25, 0.5].map((share) => pauseAfter(3, { base: 1_000, cap: 60_000 }, () => share));
	expect(drawn).toEqual([0, 1_000, 2_000]);
});
