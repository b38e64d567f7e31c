import { Simulator, type Generation, type InboundContent } from '../../simulator/src';
import type { TestHost } from '../support/host';
import { answerOf, person, startTriggerHost, triggerWorkflow } from '../support/triggerHost';

const file = { type: 'attachment', id: 'A1', name: 'a.png', mimeType: 'image/png', bytes: Buffer.from('bytes') } as const;

/** Registrations of both generations deliver these alike: the Trigger's output is the same to a letter. */
describe('the Trigger behind webhooks', () => {
	let spectrum: Simulator;
	let host: TestHost;

	const start = async (generation: Generation): Promise<void> => {
		spectrum = await Simulator.start({ generation });
		host = await startTriggerHost(spectrum);
		await host.activate(triggerWorkflow());
	};

	afterEach(async () => {
		await host.stop();
		await spectrum.stop();
	});

	/** What a run says, without what every message has of its own. */
	const output = async (content: InboundContent): Promise<unknown> => {
		const { delivered, messageId } = spectrum.receive({ from: person, content, messageId: 'spc-msg-1', at: Date.UTC(2026, 10, 21) });
		expect(answerOf(await delivered)).toMatchObject({ status: 200 });
		const [item = {}] = (await host.nextExecution()).json('iMessage Trigger');
		expect(item).toMatchObject({ id: messageId, account: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown });
		const { account: _project, ...message } = item;
		return message;
	};

	describe.each<[string, InboundContent]>([
		['a text', { type: 'text', text: 'Hi' }],
		['a file', file],
		['a link', { type: 'richlink', url: 'https://example.com/' }],
		['an album', { type: 'group', items: [file, { type: 'text', text: 'Look' }] }],
		['what nobody knows', { type: 'hologram', depth: 3 }],
	])('%s', (_name, content) => {
		it('is the same event in July and in November', async () => {
			await start('july');
			const july = await output(content);
			await host.stop();
			await spectrum.stop();
			await start('november');
			expect(await output(content)).toEqual(july);
		});
	});

	it.each<Generation>(['july', 'november'])('registers itself with a control plane of %s, and is told of there', async (generation) => {
		await start(generation);
		expect(spectrum.webhooks).toMatchObject([{ generation }]);
		expect(spectrum.requests.find(({ route }) => route === 'registerWebhook')).toMatchObject({ status: 201 });
	});
});
