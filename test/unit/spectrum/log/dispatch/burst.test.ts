import type { ImessageEvent } from '../../../../../nodes/shared/spectrum/model/event/event';
import { joinBurst } from '../../../../../nodes/shared/spectrum/log/dispatch/burst';
import { alice, message } from './gatherSupport';

describe('one event of several', () => {
	const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).getTime();

	test('a single one stays what it is', () => {
		const only = message('a', at(0), { sequence: '7', raw: { a: 1 } });
		expect(joinBurst([only])).toBe(only);
	});

	test('place and id of the first, message and time of the last, all texts', () => {
		const picture = { type: 'attachment', id: 'file-1', name: 'a.png' };
		const events: ImessageEvent[] = [
			message('a', at(0), {
				sequence: '7',
				raw: { a: 1 },
				message: { id: 'a', text: 'Hi', replyTo: 'old', mentionsMe: true, mentions: [] },
			}),
			message('b', at(2), { sequence: '8', message: { id: 'b' }, content: picture }),
			message('c', at(3), { sequence: '11', message: { id: 'p:0/c', part: 0, text: 'Where is\nmy order?' } }),
		];
		const before = structuredClone(events);
		expect(joinBurst(events)).toEqual({
			event: 'message.received',
			id: 'a',
			sequence: '11',
			timestamp: '2026-01-01T00:00:03.000Z',
			space: { id: 'any;+;chat42', type: 'group', phone: '+15559876543' },
			sender: { id: alice, address: alice },
			message: { id: 'p:0/c', part: 0, text: 'Hi\nWhere is\nmy order?', mentionsMe: true },
			content: {
				type: 'burst',
				items: [
					{
						id: 'a',
						sequence: '7',
						timestamp: '2026-01-01T00:00:00.000Z',
						message: { id: 'a', text: 'Hi', replyTo: 'old', mentionsMe: true, mentions: [] },
						content: { type: 'text', text: 'text of a' },
						raw: { a: 1 },
					},
					{ id: 'b', sequence: '8', timestamp: '2026-01-01T00:00:02.000Z', message: { id: 'b' }, content: picture },
					{
						id: 'c',
						sequence: '11',
						timestamp: '2026-01-01T00:00:03.000Z',
						message: { id: 'p:0/c', part: 0, text: 'Where is\nmy order?' },
						content: { type: 'text', text: 'text of c' },
					},
				],
			},
		});
		expect(events).toEqual(before);
	});

	test('the last message that ends or restarts messages marks the burst', () => {
		const said = (...marks: Array<boolean | undefined>) =>
			joinBurst(
				marks.map((optOut, index) => ({
					event: 'message.received',
					id: String(index),
					space: { id: 'any;-;+15551230001', type: 'dm' },
					...(optOut === undefined ? {} : { optOut }),
				})),
			).optOut;
		expect([said(true, undefined), said(true, false), said(false, true), said(undefined, undefined)]).toEqual([
			true,
			false,
			true,
			undefined,
		]);
	});

	test('what is not known stays absent', () => {
		const bare = (id: string): ImessageEvent => ({ event: 'message.received', id, space: { id: 'any;+;chat42', type: 'group' } });
		expect(joinBurst([bare('a'), bare('b')])).toEqual({
			...bare('a'),
			message: { id: 'b' },
			content: { type: 'burst', items: [{ id: 'a' }, { id: 'b' }] },
		});
		expect(() => joinBurst([])).toThrow(RangeError);
	});
});
