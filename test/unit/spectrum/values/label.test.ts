import { shortened } from '../../../../nodes/shared/spectrum/values/cut';
import { asLabel } from '../../../../nodes/shared/spectrum/values/label';

test.each([
	['Summer party 👨‍👩‍👧', 'Summer party 👨‍👩‍👧'],
	['  two\nlines\u0000 ', 'two lines'],
	['invoice\u202egpj.exe', 'invoicegpj.exe'],
	['', ''],
])('%j becomes %j', (name, label) => {
	expect(asLabel(name)).toBe(label);
});

test('a name that is a letter of its own is cut, but no emoji is', () => {
	expect(asLabel('x'.repeat(1_000_000))).toBe(`${'x'.repeat(254)}…`);
	expect(asLabel(`${'x'.repeat(253)}😀😀`)).toBe(`${'x'.repeat(253)}…`);
});

test('a text is cut to a length, but no emoji is', () => {
	expect(shortened('Where to?', 9)).toBe('Where to?');
	expect(shortened('Where shall we go?', 9)).toBe('Where sh…');
	expect(shortened(`${'x'.repeat(7)}😀😀`, 9)).toBe(`${'x'.repeat(7)}…`);
});
