import { Progress } from '../../../../../nodes/shared/spectrum/log/reader/progress';
import { setting } from './dispatcherSetting';

describe('the end', () => {
	it('gives back at once what was not handed on, wherever it is, and notes the end of what runs', async () => {
		const { accept, dispatcher, clock, host, ended, progress } = setting({ maxParallel: 2 });
		host.stuck.add('4');
		host.prepareFailures.set('5', 99);
		accept(1, 'a');
		accept(2, 'a');
		accept(3, 'b');
		accept(4, 'c');
		accept(5, 'd');
		accept(6, 'e');
		await clock.settle();
		expect(host.names).toEqual(['1/1', '3/1']);
		dispatcher.close();
		// 2 waits behind a run of its space, 6 for a slot, 4 and 5 have not been read.
		expect(ended.toSorted()).toEqual(['given back 2', 'given back 4', 'given back 5', 'given back 6']);
		host.end('1/1');
		host.end('3/1', 'crashed');
		await clock.settle();
		expect([ended.slice(4), host.names]).toEqual([
			['done 1', 'given back 3'],
			['1/1', '3/1'],
		]);
		expect([progress.cursor, progress.toStored().sent, clock.pending]).toEqual(['1', { 3: 1 }, 0]);
	});

	it('gives back what waits to be repeated, and what was gathered', async () => {
		const repeated = setting({ acknowledge: 'succeeded' });
		repeated.accept(1);
		await repeated.clock.settle();
		repeated.host.end('1/1', 'failed');
		await repeated.clock.settle();
		repeated.dispatcher.close();
		await repeated.clock.settle();
		expect([repeated.ended, repeated.clock.pending]).toEqual([['given back 1'], 0]);
		const gathered = setting({ gatherWithin: 5_000 });
		gathered.accept(1);
		gathered.accept(2);
		await gathered.clock.settle();
		gathered.dispatcher.close();
		await gathered.clock.settle();
		expect([gathered.ended.toSorted(), gathered.clock.pending]).toEqual([['given back 1', 'given back 2'], 0]);
	});

	it('takes nothing any more', async () => {
		const { accept, dispatcher, clock, host, ended } = setting();
		dispatcher.close();
		accept(1);
		dispatcher.gap({ line: { id: 'line-1', phone: '+1' }, reason: 'cursorRejected', after: '1', log: 0 });
		await clock.settle();
		expect([ended, host.prepared, host.names, clock.pending]).toEqual([['given back 1'], [], [], 0]);
	});

	it('comes between furnishing and running', async () => {
		const { accept, dispatcher, clock, host, ended } = setting();
		host.itemOf = async () => {
			await Promise.resolve();
			dispatcher.close();
			return 'item';
		};
		accept(1);
		await clock.settle();
		expect([ended, host.names, clock.pending]).toEqual([['given back 1'], [], 0]);
	});

	it('lets the next one have what was given back, and not what still runs', async () => {
		const progress = new Progress({ log: 0, cursor: '0' });
		const earlier = setting({ maxParallel: 1 }, progress);
		earlier.accept(1, 'a');
		earlier.accept(2, 'b');
		await earlier.clock.settle();
		earlier.dispatcher.close();
		const later = setting({}, progress);
		expect(() => later.accept(1, 'a')).toThrow('is not new');
		later.accept(2, 'b');
		await later.clock.settle();
		later.host.end('2/1');
		await later.clock.settle();
		expect(progress.cursor).toBe('0');
		earlier.host.end('1/1');
		await earlier.clock.settle();
		expect(progress.cursor).toBe('2');
	});
});

describe('bursts', () => {
	it('are one run, handed on together and done together', async () => {
		const { accept, clock, host, ended, progress } = setting({ gatherWithin: 5_000 });
		accept(1);
		await clock.advance(4_000);
		accept(2);
		await clock.advance(4_999);
		expect(host.names).toEqual([]);
		await clock.advance(1);
		expect(host.names).toEqual(['1+2/1']);
		expect([progress.toStored().sent, host.runs[0]?.entries.map(({ sequence }) => sequence)]).toEqual([{ 1: 1, 2: 1 }, ['1', '2']]);
		host.end('1+2/1', 'crashed');
		await clock.advance(500);
		host.end('1+2/2');
		await clock.settle();
		expect([ended, progress.cursor, clock.pending]).toEqual([['done 1', 'done 2'], '2', 0]);
	});

	it('that were handed on before a restart come as they were, with the attempt that follows', async () => {
		const { accept, clock, host } = setting({ gatherWithin: 5_000 }, new Progress({ log: 0, cursor: '0', sent: { 1: 4, 2: 4 } }));
		accept(1);
		accept(2);
		await clock.advance(5_000);
		expect(host.names).toEqual(['1+2/5']);
	});

	it.each([
		['received', ['1+2/1', '3/1']],
		['finished', ['1+2/2', '3/1']],
	] as const)('that may have been answered are not joined with what came later (%s)', async (acknowledge, names) => {
		const { accept, clock, host } = setting(
			{ acknowledge, gatherWithin: 5_000 },
			new Progress({ log: 0, cursor: '0', sent: { 1: 1, 2: 1 } }),
		);
		for (const sequence of [1, 2, 3]) accept(sequence);
		await clock.advance(5_000);
		if (acknowledge === 'finished') host.end('1+2/2');
		await clock.settle();
		expect(host.names).toEqual(names);
	});

	it('that the workflow does not want are done without a run', async () => {
		const { accept, clock, host, ended } = setting({ gatherWithin: 5_000 });
		host.unwantedItems.add('1\n2');
		accept(1);
		accept(2);
		await clock.advance(5_000);
		expect([ended, host.names, clock.pending]).toEqual([['done 1', 'done 2'], [], 0]);
	});
});
