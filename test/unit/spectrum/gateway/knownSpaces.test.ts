import { KnownSpaces } from '../../../../nodes/shared/spectrum/gateway/pool/knownSpaces';
import { OpenedSpaces } from '../../../../nodes/shared/spectrum/gateway/pool/openedSpaces';

test('the space that was used longest ago is forgotten first', () => {
	const known = new KnownSpaces(2);
	known.remember('a', 'line 1');
	known.remember('b', 'line 1');
	expect(known.lineOf('a')).toBe('line 1');
	known.remember('c', 'line 2');
	expect(['a', 'b', 'c'].map((space) => known.lineOf(space))).toEqual(['line 1', undefined, 'line 2']);
});

test('a space that moved is where it was seen last', () => {
	const known = new KnownSpaces();
	known.remember('a', 'line 1');
	known.remember('a', 'line 2');
	known.forget('a', 'line 1');
	expect(known.lineOf('a')).toBe('line 2');
	known.forget('a', 'line 2');
	expect(known.lineOf('a')).toBeUndefined();
});

test('ten thousand are kept, not more', () => {
	const known = new KnownSpaces();
	for (let number = 0; number <= 10_000; number++) known.remember(`space ${number}`, 'line');
	expect([known.lineOf('space 0'), known.lineOf('space 1')]).toEqual([undefined, 'line']);
});

test('opened conversations are bounded: the one that was opened longest ago goes first', () => {
	const spaces = new OpenedSpaces(2);
	for (const address of ['a', 'b', 'c']) spaces.remember('line', address, `space of ${address}`);
	expect(['a', 'b', 'c'].map((address) => spaces.spaceWith('line', address))).toEqual([undefined, 'space of b', 'space of c']);
	expect(spaces.spaceWith('other', 'c')).toBeUndefined();
});
