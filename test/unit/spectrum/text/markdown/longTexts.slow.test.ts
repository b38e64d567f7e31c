import { inSmallHeap, largestRatio } from '../../../../support/smallHeap';

test('200,000 characters and 40,000 entries pass every parser and every field of a delivery, in a small heap and in linear time', async () => {
	const all = await inSmallHeap('longTexts.ts', 128);
	expect(all.length).toBeGreaterThan(1_000);
	expect(all.filter(({ ratio = 0 }) => ratio > largestRatio)).toEqual([]);
	expect(all.at(-1)).toMatchObject({ what: '130,000 formats', message: '130000' });
}, 600_000);
