import { BoundedMap } from '../../../../nodes/shared/spectrum/timing/boundedMap';

const keys = (map: BoundedMap<number>): string[] => ['a', 'b', 'c', 'd'].filter((key) => map.has(key));

function filled(): BoundedMap<number> {
	const map = new BoundedMap<number>(3);
	for (const [index, key] of ['a', 'b', 'c'].entries()) map.set(key, index);
	return map;
}

test('holds so many entries, and the oldest one goes', () => {
	const map = filled();
	map.set('d', 3);
	expect([keys(map), map.size]).toEqual([['b', 'c', 'd'], 3]);
});

test('an entry that is set again is the newest', () => {
	const map = filled();
	map.set('a', 9);
	map.set('d', 3);
	expect([keys(map), map.get('a')]).toEqual([['a', 'c', 'd'], 9]);
});

test('touching an entry makes it the newest, and reading it does not', () => {
	const map = filled();
	expect([map.touch('a'), map.get('b'), map.touch('z')]).toEqual([0, 1, undefined]);
	map.set('d', 3);
	expect(keys(map)).toEqual(['a', 'c', 'd']);
});

test('a deleted entry leaves room', () => {
	const map = filled();
	map.delete('b');
	map.set('d', 3);
	expect(keys(map)).toEqual(['a', 'c', 'd']);
});
