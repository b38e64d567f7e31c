import type { Simulator } from '../simulator';
import { FakeClock } from '../support/fakeClock';
import { logWorkflow, nextTexts, startLogStage, type LogStage, type LogStageOptions } from '../support/logHost';
import { warnings } from '../support/triggerHost';

const alice = '+15551230001';

let stage: LogStage | undefined;
const start = async (options: LogStageOptions = {}) => (stage = await startLogStage(options));
afterEach(async () => {
	await stage?.stop();
	stage = undefined;
});

/** "Execute workflow" in the editor. */
const manual = { mode: 'manual' } as const;

describe('a test event by stream', () => {
	it('is the first that the workflow wants, and ends the listening', async () => {
		const { spectrum, host } = await start();
		const run = host.execute(logWorkflow({ filters: { textContains: ['order'] } }), manual);
		for (let count = 0; count < 4; count++) await spectrum.nextStream();
		spectrum.receive({ from: alice, text: 'Hi' });
		spectrum.receive({ from: alice, text: 'Order 1' });
		spectrum.receive({ from: alice, text: 'Order 2' });
		const execution = await run;
		expect(execution.status).toBe('success');
		expect(execution.json('Next')).toMatchObject([{ event: 'message.received', message: { text: 'Order 1' } }]);
		await spectrum.whenIdle();
	});

	it('beside the active workflow: both run, over one link, and neither displaces the other', async () => {
		const { spectrum, host } = await start();
		await host.activate(logWorkflow());
		const opened = spectrum.connections.opened;
		const run = host.execute(logWorkflow({}, 'editor'), manual);
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
		const run = host.execute(logWorkflow(), manual);
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

describe('a test event by polling', () => {
	it('is the newest that the workflow wants, and nothing is noted of it', async () => {
		const { spectrum, host } = await start();
		for (const text of ['Order 1', 'Order 2', 'Hi']) spectrum.receive({ from: alice, text });
		const workflow = logWorkflow({ receiveBy: 'polling', filters: { textContains: ['order'] } });
		for (let count = 0; count < 2; count++) {
			expect((await host.execute(workflow, manual)).json('Next')).toMatchObject([{ message: { text: 'Order 2' } }]);
		}
		await spectrum.whenIdle();
		expect(warnings(host)).toEqual([]);
	});

	it('waits for one when there is none', async () => {
		const clock = new FakeClock(Date.now());
		const { spectrum, host } = await start({ clock });
		const run = host.execute(logWorkflow({ receiveBy: 'polling' }), manual);
		await clock.whenWaiting();
		spectrum.receive({ from: alice, text: 'Hi' });
		await clock.advance(5_000);
		expect((await run).json('Next')).toMatchObject([{ message: { text: 'Hi' } }]);
	});
});
