import { getMaxListeners } from 'node:events';
import { LocationRuns } from '../../../nodes/ImessageTrigger/log/locationRuns';
import type { LogTrigger } from '../../../nodes/ImessageTrigger/log/logTrigger';
import { FakeClock } from '../../support/fakeClock';
import { line } from '../spectrum/log/fakeSession';

it('lets many people wait for one signal, which Node does not take for a leak', async () => {
	const clock = new FakeClock();
	const limits: number[] = [];
	const runs = new LocationRuns({
		settings: { dispatch: { maxParallel: 1, deadline: 60_000 } },
		shared: { clock },
		host: {
			wantedLocation: () => ({ event: 'location.updated' }),
			itemOf: async (_event: unknown, signal: AbortSignal) => await Promise.resolve(void limits.push(getMaxListeners(signal))),
		},
		warn: () => {},
	} as unknown as LogTrigger);
	for (let person = 0; person < 20; person++) runs.take(line, { number: '1', location: { address: `+1555000${person}` } } as never);
	await clock.settle();
	expect(limits).toEqual(Array(20).fill(Number.POSITIVE_INFINITY));
	runs.close();
});
