import { logWorkflow, nextTexts, useLogStage } from '../../../support/logHost';
import { warnings } from '../../../support/triggerHost';

const alice = '+15551230001';

const start = useLogStage();

describe('the Trigger in stream mode', () => {
	it('starts one run for each message, in order, and none for what was before', async () => {
		const { spectrum, host } = await start();
		spectrum.receive({ from: alice, text: 'Before' });
		const active = await host.activate(logWorkflow());
		for (const text of ['1', '2', '3']) spectrum.receive({ from: alice, text });
		expect(await nextTexts(host, 3)).toEqual(['1', '2', '3']);
		expect(spectrum.webhooks).toEqual([]);
		await active.deactivate();
		await spectrum.whenIdle();
		expect(spectrum.streams).toHaveLength(0);
		expect(warnings(host)).toEqual([]);
	});

	it('catches up on what happened while n8n was down', async () => {
		const { spectrum, host, freshNodes } = await start({ host: { deduplicates: true } });
		await host.activate(logWorkflow());
		spectrum.receive({ from: alice, text: '1' });
		expect(await nextTexts(host, 1)).toEqual(['1']);
		const down = host.restart(freshNodes());
		spectrum.receive({ from: alice, text: '2' });
		await down;
		spectrum.receive({ from: alice, text: '3' });
		expect(await nextTexts(host, 2)).toEqual(['2', '3']);
	});

	it('begins on a line that joined while n8n was down at the last look without it', async () => {
		const { spectrum, host, freshNodes } = await start({ host: { deduplicates: true } });
		await host.activate(logWorkflow());
		spectrum.receive({ from: alice, text: '1' });
		expect(await nextTexts(host, 1)).toEqual(['1']);
		const down = host.restart(freshNodes());
		const { phone: line } = await spectrum.addLine('+15550000009');
		spectrum.receive({ line, from: alice, text: 'To the new line' });
		await down;
		expect(await nextTexts(host, 1)).toEqual(['To the new line']);
	});

	it('repeats no run of the original in a copy of the workflow that has its stored data', async () => {
		const { spectrum, host } = await start({ host: { deduplicates: true } });
		await host.activate(logWorkflow());
		for (const text of ['1', '2']) spectrum.receive({ from: alice, text });
		expect(await nextTexts(host, 2)).toEqual(['1', '2']);
		const staticData = host.staticData('log-workflow');
		spectrum.receive({ from: alice, text: '3' });
		expect(await nextTexts(host, 1)).toEqual(['3']);
		await host.activate({ ...logWorkflow({}, 'copy'), staticData });
		spectrum.receive({ from: alice, text: '4' });
		expect(await nextTexts(host, 2)).toEqual(['4', '4']);
	});

	it('goes on once where n8n starts it a second time and forgets the first', async () => {
		const { spectrum, host } = await start();
		const active = await host.activate(logWorkflow());
		await host.startOnceMore(active.workflowId);
		spectrum.receive({ from: alice, text: 'Once' });
		spectrum.receive({ from: alice, text: 'And on' });
		expect(await nextTexts(host, 2)).toEqual(['Once', 'And on']);
		await active.deactivate();
		await spectrum.whenIdle();
		expect(spectrum.streams).toEqual([]);
		expect(host.executions).toHaveLength(2);
		expect(warnings(host)).toEqual([]);
	});
});
