import type { LineInventory, Plan } from '../../../../nodes/shared/spectrum/model/line';
import { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { lineForKey, route } from '../../../../nodes/shared/spectrum/gateway/routing';

function inventory(plan: Plan, ...phones: string[]): LineInventory {
	return {
		plan,
		lines: phones.map((phone, index) => ({ id: `line-${index}`, phone, address: 'localhost:1', token: 'secret-token' })),
	};
}

const two = inventory('dedicated', '+15550000001', '+15550000002');

function refusal(run: () => unknown): SpectrumError {
	try {
		run();
	} catch (error) {
		if (error instanceof SpectrumError) return error;
	}
	throw new Error('nothing was refused');
}

describe('route', () => {
	test('a shared plan ignores a pinned line', () => {
		const shared = inventory('shared', 'shared');
		expect(route(shared, { pinned: '+15559999999', incoming: '+1555' })).toMatchObject({
			decided: true,
			line: { phone: 'shared' },
		});
	});

	test('the pinned line comes before the line of the incoming item', () => {
		expect(route(two, { pinned: '+1 555 000-0002', incoming: '+15550000001' })).toMatchObject({
			line: { phone: '+15550000002' },
		});
	});

	test('the line of the incoming item comes next, also by its id', () => {
		expect(route(two, { incoming: '+15550000002' })).toMatchObject({ line: { id: 'line-1' } });
		expect(route(two, { pinned: 'line-0' })).toMatchObject({ line: { phone: '+15550000001' } });
	});

	test('without a choice, or when the incoming line is gone, the servers are to be asked', () => {
		expect(route(two, {})).toEqual({
			decided: false,
			candidates: two.lines.map(({ id, phone }) => ({ id, phone })),
		});
		expect(route(two, { incoming: '+15550000009' })).toMatchObject({ decided: false });
	});

	test('a single line needs no question', () => {
		expect(route(inventory('dedicated', '+15550000001'), {})).toMatchObject({ decided: true });
	});

	test('an unknown pinned line names the lines there are, and nothing secret', () => {
		const error = refusal(() => route(two, { pinned: '+15550000009' }));
		expect(error.kind).toBe('invalid');
		expect(error.advice).toContain('+15550000001, +15550000002');
		expect(JSON.stringify(error)).not.toContain('secret-token');
	});

	test('a project without lines is an error that says so', () => {
		expect(refusal(() => route(inventory('dedicated'), {})).kind).toBe('unsupported');
	});
});

describe('lineForKey', () => {
	const lines = inventory('dedicated', ...Array.from({ length: 5 }, (_, index) => `+1555000000${index}`)).lines;
	const keys = Array.from({ length: 500 }, (_, index) => `key-${index}`);

	test('a repeated attempt picks the same line, in whatever order the inventory comes', () => {
		for (const key of keys) expect(lineForKey([...lines].reverse(), key)).toBe(lineForKey(lines, key));
	});

	test('all lines get their share', () => {
		const counts = new Map<string, number>();
		for (const key of keys) {
			const { id } = lineForKey(lines, key);
			counts.set(id, (counts.get(id) ?? 0) + 1);
		}
		expect(Math.min(...lines.map((line) => counts.get(line.id) ?? 0))).toBeGreaterThan(60);
	});

	test('a vanished line moves only the writes that were its own', () => {
		const [gone, ...rest] = lines;
		for (const key of keys) {
			const before = lineForKey(lines, key);
			if (before !== gone) expect(lineForKey(rest, key)).toBe(before);
		}
	});
});
