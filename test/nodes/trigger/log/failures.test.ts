import { logWorkflow, nextEvents, nextTexts, useLogStage, type LogStage } from '../../../support/logHost';
import { warnings } from '../../../support/triggerHost';

const alice = '+15551230001';

const start = useLogStage();

const wrongSecret = (spectrum: LogStage['spectrum']) => ({
	type: 'spectrumCloudApi',
	name: 'Cloud',
	data: { ...spectrum.cloudCredential({ projectSecret: 'wrong' }), advanced: true },
});

describe.each(['stream', 'polling'])('by %s', (receiveBy) => {
	it('a wrong secret refuses the activation, and leaves nothing behind', async () => {
		const { spectrum, host } = await start();
		host.setCredential('cloud', wrongSecret(spectrum));
		await expect(host.activate(logWorkflow({ receiveBy }))).rejects.toThrow(
			/workflow: "Spectrum Cloud refused the project ID or the project secret.*both again from the Spectrum dashboard into the credential/,
		);
		await spectrum.whenIdle();
	});

	it('a server that cannot be reached refuses the activation of a person', async () => {
		const { spectrum, host } = await start();
		host.setCredential('selfHosted', {
			type: 'spectrumSelfHostedApi',
			name: 'Own server',
			data: { ...spectrum.selfHostedCredential({ address: 'localhost:1' }) },
		});
		const workflow = logWorkflow({ receiveBy, authentication: 'spectrumSelfHostedApi' });
		await expect(host.activate(workflow)).rejects.toThrow(/localhost:1/);
	});

	it('a rejected cursor is an event, and a warning', async () => {
		const { spectrum, host, freshNodes } = await start({ host: { deduplicates: true } });
		const parameters = { receiveBy, events: ['message.received', 'line.gap'], pollEvery: 'custom', cronExpression: '* * * * * *' };
		await host.activate(logWorkflow(parameters));
		spectrum.receive({ from: alice, text: '1' });
		expect(await nextTexts(host, 1)).toEqual(['1']);
		const down = host.restart(freshNodes());
		spectrum.settings.retainedEvents = 2;
		for (const text of ['lost', 'lost as well', '2', '3']) spectrum.receive({ from: alice, text });
		await down;
		const events = await nextEvents(host, 3);
		expect(events.map(({ event, message }) => message?.text ?? event).sort()).toEqual(['2', '3', 'line.gap']);
		expect(events.find(({ event }) => event === 'line.gap')).toMatchObject({ line: '+15550000001', gap: { reason: 'cursorRejected' } });
		expect(warnings(host).filter((message) => /may be missing/.test(message))).toHaveLength(1);
	});

	it('a log that begins anew is read from its beginning', async () => {
		const { spectrum, host, freshNodes } = await start({ host: { deduplicates: true } });
		const parameters = { receiveBy, pollEvery: 'custom', cronExpression: '* * * * * *' };
		await host.activate(logWorkflow(parameters));
		for (const text of ['1', '2', '3']) spectrum.receive({ from: alice, text });
		expect(await nextTexts(host, 3)).toEqual(['1', '2', '3']);
		const stored = JSON.stringify(host.staticData('log-workflow'));
		// As if the server had been at a much higher number before it was set up anew.
		host.setStaticData('log-workflow', JSON.parse(stored.replace(/(cursor\W+)\d+/, '$1900')) as never);
		await host.restart(freshNodes());
		spectrum.receive({ from: alice, text: '4' });
		expect(await nextTexts(host, 4)).toEqual(['1', '2', '3', '4']);
		expect(warnings(host).filter((message) => /may be missing/.test(message))).toHaveLength(1);
	});

	it('a stored place that cannot be read is named in the log, and the line begins anew', async () => {
		const { spectrum, host, freshNodes } = await start();
		await host.activate(logWorkflow({ receiveBy, startAt: 'everything', pollEvery: 'custom', cronExpression: '* * * * * *' }));
		spectrum.receive({ from: alice, text: '1' });
		expect(await nextTexts(host, 1)).toEqual(['1']);
		const stored = JSON.stringify(host.staticData('log-workflow'));
		host.setStaticData('log-workflow', JSON.parse(stored.replace(/(log\W+)0/, '$1zero')) as never);
		await host.restart(freshNodes());
		expect(await nextTexts(host, 1)).toEqual(['1']);
		expect(warnings(host).filter((message) => message.includes('stored cursor for line +15550000001 cannot be read'))).toHaveLength(1);
	});
});

describe('by stream', () => {
	it('the start of n8n does not wait for a server that is down, and listens when it is back', async () => {
		const { spectrum, host, freshNodes } = await start();
		await host.activate(logWorkflow());
		const down = spectrum.faults.add('SubscribeMessageEvents', { type: 'dropConnection' }, { times: Number.POSITIVE_INFINITY });
		await host.restart(freshNodes());
		expect(host.isActive('log-workflow')).toBe(true);
		expect(host.activationError('log-workflow')).toBeUndefined();
		down.remove();
		spectrum.receive({ from: alice, text: 'Hi' });
		expect(await nextTexts(host, 1)).toEqual(['Hi']);
	});

	it('credentials that stop working end the trigger aloud, and n8n tries again', async () => {
		const { spectrum, host } = await start({ host: { reactivateAfterMilliseconds: 20 } });
		await host.activate(logWorkflow());
		const refused = spectrum.faults.add('SubscribeMessageEvents', { type: 'error', code: 'unauthorized', status: 7 }, { times: 2 });
		spectrum.cutConnections();
		await refused.struck;
		await host.reactivated('log-workflow');
		spectrum.receive({ from: alice, text: 'Hi' });
		expect(await nextTexts(host, 1)).toEqual(['Hi']);
		expect(host.logs.map(({ message }) => message)).toContainEqual(
			expect.stringMatching(/failed with the error: "The credential may not do this/),
		);
	});

	it('an expired token is renewed, and the stream goes on', async () => {
		const { spectrum, host } = await start();
		await host.activate(logWorkflow());
		const expired = spectrum.faults.add('SubscribeMessageEvents', { type: 'expiredToken' });
		spectrum.cutConnections();
		await expired.struck;
		spectrum.receive({ from: alice, text: 'Hi' });
		expect(await nextTexts(host, 1)).toEqual(['Hi']);
		expect(host.activationError('log-workflow')).toBeUndefined();
	});
});

test('a cron expression that n8n refuses leaves nothing behind: what was gathered goes to the next activation', async () => {
	const { spectrum, host } = await start();
	spectrum.receive({ from: alice, text: 'Hi' });
	const polled = { receiveBy: 'polling', startAt: 'everything', pollEvery: 'custom' };
	const wrong = logWorkflow({ ...polled, cronExpression: '99 * * * * *', options: { gatherSeconds: 600 } });
	await expect(host.activate(wrong)).rejects.toThrow();
	await host.activate(logWorkflow({ ...polled, cronExpression: '* * * * * *' }));
	expect(await nextTexts(host, 1)).toEqual(['Hi']);
});
