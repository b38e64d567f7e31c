import type { IExecuteFunctions } from 'n8n-workflow';
import { occurrenceOfWrite } from '../../../nodes/shared/n8n/keys/writeOccurrences';

/** What of n8n's context the occurrences need: one node behind a Trigger, or one in a loop, in its given run. */
function contextOf(
	items: number,
	{ flow = {}, run = 0, isLoop = false }: { flow?: object; run?: number; isLoop?: boolean } = {},
): IExecuteFunctions {
	const before = isLoop
		? [
				{ node: 'Trigger', index: 0 },
				{ node: 'Send', index: 0 },
			]
		: [{ node: 'Trigger', index: 0 }];
	const context = {
		getNode: () => ({ id: 'send', name: 'Send', type: 'send' }),
		getParentNodes: () => [{ name: 'Trigger' }],
		getConnections: ({ name }: { name: string }) => (name === 'Send' ? [before] : []),
		getContext: () => flow,
		getInputData: () => Array.from({ length: items }, () => ({ json: {} })),
		evaluateExpression: () => run,
	};
	return context as never;
}

test('40,000 items are counted with one look at each', () => {
	const items = 40_000;
	const context = contextOf(items);
	let looks = 0;
	const nameAt = (index: number): string => {
		looks += 1;
		return `person ${index % 1_000}`;
	};
	// Every second one fails before it comes to its write.
	const occurrences = Array.from(
		{ length: items / 2 },
		(_, half) => occurrenceOfWrite(context, half * 2 + 1, nameAt(half * 2 + 1), nameAt).occurrence,
	);
	expect(looks).toBe(items);
	expect(occurrences.slice(0, 3)).toEqual([0, 0, 0]);
	expect(occurrences.at(-1)).toBe(items / 1_000 - 1);
});

describe('a node that runs again', () => {
	const names = ['anna', 'bob', 'anna'];
	const nameAt = (index: number): string => names[index] as string;
	const occurrences = (run: number, flow: object, from = 0) => {
		const context = contextOf(names.length, { flow, run, isLoop: true });
		return names.slice(from).map((name, index) => occurrenceOfWrite(context, from + index, name, nameAt));
	};

	test('counts on, with what n8n has stored of the runs before', () => {
		const flow = {};
		expect(occurrences(0, flow).map(({ occurrence }) => occurrence)).toEqual([0, 0, 1]);
		const stored = JSON.parse(JSON.stringify(flow)) as object;
		expect(occurrences(1, stored).map(({ occurrence }) => occurrence)).toEqual([2, 1, 3]);
	});

	test('counts an attempt that is made again once', () => {
		const flow = {};
		for (let attempt = 1; attempt <= 3; attempt++) expect(occurrences(0, flow).map(({ occurrence }) => occurrence)).toEqual([0, 0, 1]);
		expect(occurrences(1, flow).map(({ occurrence }) => occurrence)).toEqual([2, 1, 3]);
	});

	test('counts writes that a run did not come to', () => {
		const flow = {};
		occurrenceOfWrite(contextOf(names.length, { flow, isLoop: true }), 0, 'anna', nameAt);
		expect(occurrences(1, flow).map(({ occurrence }) => occurrence)).toEqual([2, 1, 3]);
	});

	test('says so when nothing is known of the runs before it, so that no key serves twice', () => {
		expect(occurrences(3, {})).toEqual([
			{ occurrence: 0, since: 3 },
			{ occurrence: 0, since: 3 },
			{ occurrence: 1, since: 3 },
		]);
		const flow = {};
		occurrences(5, flow);
		expect(occurrences(2, flow)[0]).toEqual({ occurrence: 0, since: 2 });
	});
});
