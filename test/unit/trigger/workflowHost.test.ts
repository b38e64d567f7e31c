import { WorkflowHost, type WorkflowHostOptions } from '../../../nodes/ImessageTrigger/log/workflowHost';
import type { Gap } from '../../../nodes/shared/spectrum/log/entry';
import { FakeClock } from '../../support/fakeClock';
import { cloud } from '../spectrum/auth/support';
import { line } from '../spectrum/log/fakeSession';

it('gives gaps of several reasons at one place IDs of their own: what is written about one is no repeat of the other', () => {
	const options = { clock: new FakeClock(), account: 'account', connection: cloud, settings: { events: new Set(['line.gap']) } };
	const host = new WorkflowHost(options as unknown as WorkflowHostOptions);
	const gap = { line, after: '10', log: 0 };
	const unreadable = (sequence: string) => ({ ...gap, reason: 'eventUnreadable', unreadable: { sequence, problem: 'damaged' } }) as const;
	const gaps: Gap[] = [
		{ ...gap, reason: 'eventsMissing', next: '12' },
		{ ...gap, reason: 'cursorRejected' },
		{ ...gap, reason: 'cursorRejected', log: 1 },
		unreadable('11'),
		unreadable('12'),
	];
	const ids = gaps.map((one) => host.itemOfGap(one)?.json.id);
	expect(new Set(ids).size).toBe(gaps.length);
	expect(host.itemOfGap({ ...gap, reason: 'cursorRejected' })?.json.id).toBe(ids[1]);
});
