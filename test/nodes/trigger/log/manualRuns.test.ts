import type { Simulator } from '../../../../simulator/src';
import { logWorkflow, nextTexts, useLogStage, type LogStage } from '../../../support/logHost';
import { warnings } from '../../../support/triggerHost';

const alice = '+15551230001';

const start = useLogStage();

/** "Fetch Test Event" and "Execute workflow" in the editor: n8n starts the node alike for both. */
const manual = { mode: 'manual' } as const;
const next = { options: { testEvent: 'next' } } as const;

describe('the next event, by stream', () => {
	it('is the first that the workflow wants, and ends the listening', async () => {
		const { spectrum, host } = await start();
		const run = host.execute(logWorkflow({ ...next, filters: { textContains: ['order'] } }), manual);
		for (let count = 0; count < 4; count++) await spectrum.nextStream();
		spectrum.receive({ from: alice, text: 'Hi' });
		spectrum.receive({ from: alice, text: 'Order 1' });
		spectrum.receive({ from: alice, text: 'Order 2' });
		const execution = await run;
		expect(execution.status).toBe('success');
		expect(execution.json('Next')).toMatchObject([{ event: 'message.received', message: { text: 'Order 1' } }]);
		expect(execution.json('Next')[0]).not.toHaveProperty('sample');
		await spectrum.whenIdle();
	});

	it('beside the active workflow: both run, over one link, and neither displaces the other', async () => {
		const { spectrum, host } = await start();
		await host.activate(logWorkflow());
		const opened = spectrum.connections.opened;
		const run = host.execute(logWorkflow(next, 'editor'), manual);
		while (spectrum.calls.filter(({ method }) => method === 'CatchUpEvents').length < 1) await spectrum.nextCall();
		await new Promise((resolve) => setImmediate(resolve));
		spectrum.receive({ from: alice, text: 'Hi' });
		expect((await run).json('Next')).toMatchObject([{ message: { text: 'Hi' } }]);
		expect(await nextTexts(host, 1)).toEqual(['Hi']);
		expect(spectrum.connections.opened).toBe(opened);
		spectrum.receive({ from: alice, text: 'Still there?' });
		expect(await nextTexts(host, 1)).toEqual(['Still there?']);
	});

	it.each([
		['listens', (spectrum: Simulator) => spectrum.nextStream()],
		['is about to', (spectrum: Simulator) => spectrum.faults.add('mint', { type: 'hang' }).struck],
	])('stops when the editor stops it while it %s, and nothing is logged as an error', async (_name, moment) => {
		const { spectrum, host } = await start();
		const run = host.execute(logWorkflow(next), manual);
		await moment(spectrum);
		run.cancel();
		const { status, error } = await run;
		expect(status).toBe('canceled');
		expect(error).toBeUndefined();
		await spectrum.whenIdle();
		expect(host.logs.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
	});

	it('says at once what is wrong with the credential', async () => {
		const { spectrum, host } = await start();
		host.setCredential('cloud', {
			type: 'spectrumCloudApi',
			name: 'Cloud',
			data: { ...spectrum.cloudCredential({ projectSecret: 'wrong' }), advanced: true },
		});
		const execution = await host.execute(logWorkflow(), manual);
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(/project ID|secret/i);
	});
});

describe.each(['stream', 'polling'])('the newest event, by %s', (receiveBy) => {
	const fetch = async ({ host }: LogStage, parameters: object = {}) =>
		await host.execute(logWorkflow({ receiveBy, ...parameters }), manual);

	it('is the newest of all lines that the workflow wants, marked as a sample, and nothing is noted of it', async () => {
		const stage = await start({ simulator: { lines: ['+15550000001', '+15550000002'] } });
		const { spectrum } = stage;
		const minute = (count: number) => Date.UTC(2026, 10, 21, 12, count);
		spectrum.receive({ from: alice, text: 'Order 1', line: '+15550000001', at: minute(1) });
		spectrum.receive({ from: alice, text: 'Order 3', line: '+15550000001', at: minute(3) });
		spectrum.receive({ from: alice, text: 'Order 2', line: '+15550000002', at: minute(2) });
		spectrum.receive({ from: alice, text: 'Hi', line: '+15550000002', at: minute(4) });
		await fetch(stage, { filters: { textContains: ['order'] } });
		const execution = await fetch(stage, { filters: { textContains: ['order'] } });
		expect(execution.json('Next')).toMatchObject([{ event: 'message.received', sample: true, message: { text: 'Order 3' } }]);
		expect(execution.json('Next')[0]).not.toHaveProperty('sampleMayBeAnswered');
		await spectrum.whenIdle();
		expect(warnings(stage.host)).toEqual([]);
	});

	it('may be answered where the option says so', async () => {
		const stage = await start();
		stage.spectrum.receive({ from: alice, text: 'Hi' });
		const execution = await fetch(stage, { options: { testEvent: 'newestAnswerable' } });
		expect(execution.json('Next')).toMatchObject([{ sample: true, sampleMayBeAnswered: true, message: { text: 'Hi' } }]);
	});

	it('says at once that there is none, and what to do', async () => {
		const stage = await start();
		stage.spectrum.receive({ from: alice, text: 'Hi' });
		const { status, error } = await fetch(stage, { filters: { textContains: ['order'] } });
		expect(status).toBe('error');
		expect(error?.message).toMatch(/no test event yet.*Write to one of your lines.*"Next Message".*"Test Event"/);
		await stage.spectrum.whenIdle();
	});

	it('reads only the lines that the filter names', async () => {
		const stage = await start({ simulator: { lines: ['+15550000001', '+15550000002'] } });
		stage.spectrum.receive({ from: alice, text: 'One', line: '+15550000001' });
		stage.spectrum.receive({ from: alice, text: 'Two', line: '+15550000002' });
		const execution = await fetch(stage, { filters: { lines: '+15550000001' } });
		expect(execution.json('Next')).toMatchObject([{ message: { text: 'One' } }]);
		expect(stage.spectrum.calls.filter(({ method }) => method === 'CatchUpEvents')).toHaveLength(1);
	});

	it('refuses a choice that there is not', async () => {
		const stage = await start();
		const { error } = await fetch(stage, { options: { testEvent: 'oldest' } });
		expect(error?.message).toMatch(/"Test Event" must be one of newest, newestAnswerable, next; found "oldest"/);
	});
});

test('a published workflow gives no samples', async () => {
	const { spectrum, host } = await start();
	await host.activate(logWorkflow({ options: { testEvent: 'newest' } }));
	spectrum.receive({ from: alice, text: 'Hi' });
	expect((await host.nextExecution()).json('Next')[0]).not.toHaveProperty('sample');
});
