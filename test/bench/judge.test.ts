import { figure, interleaved, quotients, type Cost } from './figures';
import { judge } from './judge';

describe('a verdict', () => {
	const aim = { figure: 'a', work: 'A work', atMost: 10, short: 100 };

	it('is about the median, unless the aim says otherwise', () => {
		const measured = [figure('a', 'ms', [1, 20, 9])];
		expect(judge([aim], measured, false).judged[0]).toMatchObject({ value: 9, verdict: 'met' });
		expect(judge([{ ...aim, pick: 'most' }], measured, false).judged[0]).toMatchObject({ value: 20, verdict: 'missed' });
	});

	it('of a ratio that must be large', () => {
		const measured = [figure('a', '×', [0.7])];
		expect(judge([{ figure: 'a', work: 'A work', atLeast: 0.8 }], measured, false).judged[0]).toMatchObject({ verdict: 'missed' });
	});

	it('is explained up to what was measured when it was explained', () => {
		const explained = { ...aim, missed: { tolerated: 12, because: 'A library does so.' } };
		expect(judge([explained], [figure('a', 'ms', [11])], false).judged[0]).toMatchObject({ verdict: 'missed, as explained' });
		expect(judge([explained], [figure('a', 'ms', [13])], false).judged[0]).toMatchObject({ verdict: 'missed' });
	});

	it('has a wider limit in the short form, or none', () => {
		const measured = [figure('a', 'ms', [50])];
		expect(judge([aim], measured, true).judged[0]).toMatchObject({ verdict: 'met' });
		expect(judge([{ ...aim, short: undefined }], measured, true).judged[0]).toMatchObject({ verdict: 'not judged' });
	});

	it('is missed by what is not a number, and a figure that was not measured is named', () => {
		expect(judge([aim], [figure('a', 'ms', [])], false).judged[0]).toMatchObject({ verdict: 'missed' });
		expect(judge([aim], [], false)).toEqual({ judged: [], missing: ['a'] });
	});
});

test('ways take turns, and each is first once', async () => {
	const order: string[] = [];
	const way = (name: string) => async (): Promise<Cost> => {
		order.push(name);
		return { wall: order.length, cpu: 1 };
	};
	const costs = await interleaved(2, { one: way('one'), other: way('other') });
	expect(order).toEqual(['one', 'other', 'other', 'one']);
	expect(
		quotients(
			costs.one.map(({ wall }) => wall),
			costs.other.map(({ wall }) => wall),
		),
	).toEqual([1 / 2, 4 / 3]);
});
