import { sideBySide } from '../../../../nodes/shared/spectrum/timing/sideBySide';

test('everything is done once, in order, and never more than so many at a time', async () => {
	const begun: number[] = [];
	let [running, most] = [0, 0];
	await sideBySide([1, 2, 3, 4, 5, 6, 7], 3, async (thing) => {
		begun.push(thing);
		most = Math.max(most, ++running);
		await Promise.resolve();
		running -= 1;
	});
	expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7]);
	expect(most).toBe(3);
});

test('a failure rejects, and nothing is done twice', async () => {
	const begun: number[] = [];
	const work = sideBySide([1, 2, 3], 1, async (thing) => {
		begun.push(thing);
		if (thing === 2) throw new Error('no');
		await Promise.resolve();
	});
	await expect(work).rejects.toThrow('no');
	expect(begun).toEqual([1, 2]);
});

test('without a thing nothing is done', async () => {
	const task = jest.fn(async () => {});
	await sideBySide([], 4, task);
	expect(task).not.toHaveBeenCalled();
});
