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

test('after a failure nothing more begins, and what has begun goes on', async () => {
	const begun: number[] = [];
	const ended: number[] = [];
	let go = (): void => {};
	const gate = new Promise<void>((resolve) => (go = resolve));
	const work = sideBySide([1, 2, 3, 4, 5], 2, async (thing) => {
		begun.push(thing);
		if (thing === 1) throw new Error('no');
		await gate;
		ended.push(thing);
	});
	await expect(work).rejects.toThrow('no');
	go();
	for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
	expect([begun, ended]).toEqual([[1, 2], [2]]);
});

test('without a thing nothing is done', async () => {
	const task = jest.fn(async () => {});
	await sideBySide([], 4, task);
	expect(task).not.toHaveBeenCalled();
});
