import { FastClock } from '../../../support/fastClock';
import { logWorkflow, nextTexts, useLogStage, type LogStage } from '../../../support/logHost';
import { RawLogServer, rawLogCredential, textEvent } from '../../../support/rawLogServer';
import { warnings } from '../../../support/triggerHost';

const startStage = useLogStage();
let stage: LogStage;
let server: RawLogServer;
let beats: NodeJS.Timeout;
const log = new Map<number, Uint8Array>([[1, textEvent(1, 'Before')]]);

beforeEach(async () => {
	// The two and a half minutes between two checks are one and a half seconds.
	stage = await startStage({ clock: new FastClock(100) });
	server = await RawLogServer.start(log);
	// Every 20 s, as the node counts.
	beats = setInterval(() => server.beat(), 200);
	stage.host.setCredential('selfHosted', rawLogCredential(server, '+15550000001'));
});

afterEach(() => {
	clearInterval(beats);
	server.stop();
});

test('what the log has and streams that beat do not bring is found within minutes, again and again', async () => {
	const { host } = stage;
	const active = await host.activate(logWorkflow({ authentication: 'spectrumSelfHostedApi' }));
	const isSaid = (): boolean =>
		warnings(host).some((message) => message.includes('The streams of line +15550000001 have not delivered what is in its log'));
	// The first ones may still come with a replay of the activation.
	for (let sequence = 2; !isSaid() && sequence < 10; sequence++) {
		log.set(sequence, textEvent(sequence, `Message ${sequence}`));
		expect(await nextTexts(host, 1)).toEqual([`Message ${sequence}`]);
	}
	expect(isSaid()).toBe(true);
	await active.deactivate();
});
