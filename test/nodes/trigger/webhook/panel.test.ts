import { openPanel, type OpenPanel } from '../../../../simulator/test/web/openPanel';
import type { TestHost } from '../../../support/host';
import { person, runs, startTriggerHost, triggerWorkflow } from '../../../support/triggerHost';

// What a person does at the simulator's panel, as a workflow of n8n feels it.

let panel: OpenPanel;
let host: TestHost;

beforeEach(async () => {
	panel = await openPanel();
	// It has no TLS, which a credential of Spectrum Cloud needs over HTTP.
	host = await startTriggerHost(panel.spectrum, { credential: { connection: 'grpc' } });
	await host.activate(triggerWorkflow());
});

afterEach(async () => {
	await host.stop();
	await panel.close();
});

async function play(text: string): Promise<unknown> {
	await panel.act('play', { text, pace: 'atOnce' });
	await panel.told(({ play: { status } }) => status === 'done');
	const run = await host.nextExecution();
	return run.json('iMessage Trigger')[0];
}

test('a play starts a run, also when the clock was moved: the signature has the real time', async () => {
	expect(await play('Ada: Hello')).toMatchObject({ sender: { address: person }, message: { text: 'Hello' } });
	await panel.act('clock', { move: 'tomorrow' });
	await panel.act('clock', { move: 'tomorrow' });
	const late = (await play('Ada: Still there?')) as { timestamp: string };
	expect(late).toMatchObject({ message: { text: 'Still there?' } });
	expect(Date.parse(late.timestamp)).toBeGreaterThan(Date.now() + 86_400_000 / 2);
});

test('the last delivery once more starts no second run; tampered and stale, it is refused', async () => {
	await play('Ada: Hello');
	expect(await panel.act('redeliver', { how: 'again' })).toBe('Delivered once more: answered 200');
	expect(await panel.act('redeliver', { how: 'tampered' })).toBe('Delivered with a changed body: answered 401');
	expect(await panel.act('redeliver', { how: 'stale' })).toBe('Delivered with a signature of ten minutes ago: answered 400');
	expect(runs(host)).toBe(1);
	const { journal } = await panel.look();
	expect(journal.filter(({ kind }) => kind === 'delivery').map(({ outcome }) => outcome)).toEqual(['400', '401', '200', '200']);
});
