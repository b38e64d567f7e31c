import { FastClock } from '../../../support/fastClock';
import { logWorkflow, nextTexts, useLogStage, type LogStage } from '../../../support/logHost';
import { warnings } from '../../../support/triggerHost';

const alice = '+15551230001';
const hour = 3_600_000;

/** Both sides on one clock: what counts is when something happened. */
let clock: FastClock;
const startStage = useLogStage();
let stage: LogStage;

beforeEach(async () => {
	clock = new FastClock(60);
	stage = await startStage({ clock, simulator: { clock } });
});

test.each(['stream', 'polling'])(
	'a line that joins while the trigger runs (%s) begins at the last look that did not list it',
	async (receiveBy) => {
		const { spectrum, host } = stage;
		// Every 30 s, which are half a second here, would be n8n's own time: the polls come each second.
		await host.activate(logWorkflow({ receiveBy, pollEvery: 'custom', cronExpression: '* * * * * *' }));
		const { phone = '' } = await spectrum.addLine('+15550000009');
		spectrum.receive({ line: phone, from: alice, text: 'Old', at: clock.now() - hour });
		spectrum.receive({ line: phone, from: alice, text: 'Before any look listed the line' });
		expect(await nextTexts(host, 1)).toEqual(['Before any look listed the line']);
		spectrum.receive({ line: phone, from: alice, text: 'Next' });
		expect(await nextTexts(host, 1)).toEqual(['Next']);
	},
);

test.each(['stream', 'polling'])('messages before the first start that succeeds are not lost (%s)', async (receiveBy) => {
	const { spectrum, host, freshNodes } = stage;
	const nodeData = () => host.staticData('log-workflow')['node:iMessage Trigger'];
	await host.activate(logWorkflow({ receiveBy, pollEvery: 'custom', cronExpression: '* * * * * *' }));
	spectrum.receive({ from: alice, text: 'Old' });
	expect(await nextTexts(host, 1)).toEqual(['Old']);
	// As on the first start of another n8n, which cannot reach Spectrum.
	const outage = spectrum.faults.add('mint', { type: 'status', status: 503 }, { times: Number.POSITIVE_INFINITY });
	host.setStaticData('log-workflow', {});
	await host.restart(freshNodes());
	expect(warnings(host).filter((message) => /cannot be reached yet|next attempt is at the next interval/.test(message))).not.toEqual([]);
	expect(nodeData()).toHaveProperty('begun');
	spectrum.receive({ from: alice, text: 'While nobody was reached' });
	// And on a second start of it, likewise.
	await host.restart(freshNodes());
	outage.remove();
	expect(await nextTexts(host, 1)).toEqual(['While nobody was reached']);
	spectrum.receive({ from: alice, text: 'Next' });
	expect(await nextTexts(host, 1)).toEqual(['Next']);
	// From now on each line has its own place. A line that joins later must not get events since that moment.
	expect(nodeData()).not.toHaveProperty('begun');
});
