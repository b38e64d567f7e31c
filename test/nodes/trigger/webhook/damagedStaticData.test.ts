import type { IDataObject } from 'n8n-workflow';
import type { Simulator } from '../../../../simulator/src';
import type { TestHost } from '../../../support/host';
import { answerOf, person, runs, startTriggerHost, triggerWorkflow } from '../../../support/triggerHost';
import { useSpectrum } from '../../../support/useSpectrum';

const startSetting = useSpectrum(startTriggerHost);
let spectrum: Simulator;
let host: TestHost;

beforeEach(async () => {
	({ spectrum, host } = await startSetting({ rateLimit: Infinity }));
});

/** What people and scripts have put into the place of a node's data, or into it. */
const damages: ReadonlyArray<readonly [string, unknown]> = [
	['null for the node', { 'node:iMessage Trigger': null }],
	['a text for the node', { 'node:iMessage Trigger': 'reset' }],
	['null for the node and the workflow', { 'node:iMessage Trigger': null, global: null }],
	['null for each entry', { 'node:iMessage Trigger': { webhooks: null, repeats: null, progress: null } }],
];

test.each(damages)('%s: the workflow is activated, and each delivery starts it once', async (_name, staticData) => {
	const active = await host.activate({ ...triggerWorkflow(), staticData: staticData as IDataObject });
	const { messageId } = spectrum.receive({ from: person, text: 'Hi', webhooks: false });
	for (let attempt = 0; attempt < 2; attempt++) expect(answerOf(await spectrum.redeliver(messageId, { attempts: 1 })).status).toBe(200);
	expect(runs(host)).toBe(1);
	await active.deactivate();
	expect(spectrum.webhooks).toHaveLength(0);
});
