import type { History } from '../../../../nodes/shared/spectrum/campaign/history';
import { mayWrite, type WriteRules } from '../../../../nodes/shared/spectrum/campaign/mayWrite';

const now = Date.parse('2026-01-07T12:00:00Z');
const day = 24 * 60 * 60_000;
const rules: WriteRules = {
	window: { fromMinute: 540, untilMinute: 1200, days: [1, 2, 3, 4, 5, 6, 7] },
	zones: ['UTC'],
	pauseMilliseconds: day,
	mostUnanswered: 2,
	honoursOptOuts: true,
	isOptedOut: false,
	isUrgent: false,
};
const stranger: History = { isNew: true, unanswered: 0 };
const known: History = { isNew: false, unanswered: 1, lastSentAt: now - 2 * day };
const stopped: History = { ...known, mark: { at: now - 9 * day, isOut: true } };
const night = Date.parse('2026-01-07T23:00:00Z');

test.each<[string, History, Partial<WriteRules>, number, object]>([
	['someone new', stranger, {}, now, { may: 'send' }],
	['someone whom we wrote to days ago', known, {}, now, { may: 'send' }],
	['after a STOP', stopped, {}, now, { may: 'never', why: 'optedOut' }],
	['after a STOP, urgently', stopped, { isUrgent: true }, now, { may: 'never', why: 'optedOut' }],
	['after a STOP that does not count', stopped, { honoursOptOuts: false }, now, { may: 'send' }],
	['after a START', { ...known, mark: { at: 0, isOut: false } }, {}, now, { may: 'send' }],
	['someone on the list of the user', stranger, { isOptedOut: true, honoursOptOuts: false }, now, { may: 'never', why: 'optedOut' }],
	['a link to someone new', stranger, { unwantedFirst: 'link' }, now, { may: 'never', why: 'linkInFirstMessage' }],
	['a file to someone new', stranger, { unwantedFirst: 'file' }, now, { may: 'never', why: 'fileInFirstMessage' }],
	['a link to someone known', known, { unwantedFirst: 'link' }, now, { may: 'send' }],
	['too many without an answer', { ...known, unanswered: 2 }, {}, now, { may: 'later', why: 'unanswered' }],
	['too many, urgently', { ...known, unanswered: 2 }, { isUrgent: true }, now, { may: 'later', why: 'unanswered' }],
	['within the pause', { ...known, lastSentAt: now - day + 1 }, {}, now, { may: 'later', when: now + 1, why: 'pause' }],
	['within the pause, urgently', { ...known, lastSentAt: now }, { isUrgent: true }, now, { may: 'send' }],
	['a pause that has just ended', { ...known, lastSentAt: now - day }, {}, now, { may: 'send' }],
	['at night', stranger, {}, night, { may: 'later', when: Date.parse('2026-01-08T09:00:00Z'), why: 'window' }],
	['at night, urgently', stranger, { isUrgent: true }, night, { may: 'send' }],
	[
		'a pause that ends at night',
		{ ...known, lastSentAt: night - day },
		{},
		now,
		{ may: 'later', when: Date.parse('2026-01-08T09:00:00Z'), why: 'pause' },
	],
	['zones without a common hour', stranger, { zones: ['Europe/London', 'Pacific/Auckland'] }, now, { may: 'never', why: 'noCommonHour' }],
])('%s', (_, history, own, moment, verdict) => {
	expect(mayWrite(history, { ...rules, ...own }, moment)).toEqual(verdict);
});
