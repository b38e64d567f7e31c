import type { Change } from '../../../../../nodes/shared/spectrum/model/event/change';
import { setting } from './dispatcherSetting';

const unreadable: Change = { type: 'unreadable', problem: 'its bytes are not an event', spaceId: '', isFromMe: false };

test('an event that cannot be read is a warning with line and sequence, and passed over', async () => {
	const { accept, host, progress, ended, clock } = setting();
	host.wantsGaps = false;
	accept(1, '', unreadable);
	await clock.settle();
	expect(host.warnings).toEqual(['Line +15550000001: event 1 cannot be read and is skipped: its bytes are not an event']);
	expect(ended).toEqual(['done 1']);
	expect(progress.cursor).toBe('1');
	expect(host.prepared).toEqual([]);
	expect(host.runs).toEqual([]);
});

test('where gaps are wanted it is one, and the cursor passes when that was told', async () => {
	const { accept, host, progress, ended, clock } = setting();
	accept(8, '', unreadable);
	accept(9);
	await clock.settle();
	expect(host.runs.map(({ gap }) => gap)).toMatchObject([
		{ reason: 'eventUnreadable', after: '7', unreadable: { sequence: '8', problem: 'its bytes are not an event' } },
		{},
	]);
	expect(ended).toEqual([]);
	host.end('gap: eventUnreadable/1');
	host.end('9/1');
	await clock.settle();
	expect(ended.sort()).toEqual(['done 8', 'done 9']);
	progress.replayed('9');
	expect(progress.cursor).toBe('9');
});

test('a gap that could not be recorded is told again, and given back at the end', async () => {
	const { accept, host, dispatcher, ended, clock } = setting();
	accept(1, '', unreadable);
	await clock.settle();
	host.end('gap: eventUnreadable/1', 'notRecorded');
	await clock.settle();
	await clock.advance(500);
	expect(host.runs).toHaveLength(2);
	host.end('gap: eventUnreadable/1', 'notRecorded');
	await clock.settle();
	dispatcher.close();
	await clock.settle();
	expect(ended).toEqual(['given back 1']);
	expect(host.warnings.filter((warning) => warning.includes('cannot be read'))).toHaveLength(1);
});
