import type { Simulator } from '../../../../simulator/src';
import { logWorkflow, useLogStage } from '../../../support/logHost';
import { productionUrl, publicAddress, publicHost, warnings } from '../../../support/triggerHost';

const start = useLogStage();

/** Nothing listens there, so a call would fail with another error than the refusal. */
const nowhere = 'https://localhost:1';

const byHttp = {
	cloud: (spectrum: Simulator) => ({
		type: 'spectrumCloudApi',
		name: 'Cloud',
		data: { ...spectrum.cloudCredential(), connection: 'http', httpAddress: nowhere },
	}),
	selfHosted: (spectrum: Simulator) => ({
		type: 'spectrumSelfHostedApi',
		name: 'Own server',
		data: { ...spectrum.selfHostedCredential(), connection: 'http', address: nowhere },
	}),
};

async function startByHttp() {
	const stage = await start({ host: { webhookUrl: `https://${publicHost}/` } });
	stage.spectrum.mapHost(publicHost, stage.host.port);
	for (const [id, credential] of Object.entries(byHttp)) stage.host.setCredential(id, credential(stage.spectrum));
	return stage;
}

describe.each([
	['spectrumCloudApi', /Choose Webhook in "Receive By", or choose gRPC in "Connection"/],
	['spectrumSelfHostedApi', /by gRPC only: give this node a credential whose "Connection" is gRPC/],
] as const)('with a credential of %s that connects by HTTP', (authentication, advice) => {
	it.each([
		['stream', 'Stream'],
		['polling', 'Polling'],
	])('receiving by %s is refused at once, with what to do', async (receiveBy, name) => {
		const { spectrum, host } = await startByHttp();
		const activation = host.activate(logWorkflow({ receiveBy, authentication }));
		await expect(activation).rejects.toThrow(`"Receive By" is ${name}, but "Connection" of the credential is HTTP`);
		await expect(activation).rejects.toThrow(advice);
		expect([spectrum.requests, spectrum.calls, spectrum.connections.opened]).toEqual([[], [], 0]);
	});

	it.each(['newest', 'next'])('so is a test event, %s', async (testEvent) => {
		const { spectrum, host } = await startByHttp();
		const { status, error } = await host.execute(logWorkflow({ authentication, options: { testEvent } }), { mode: 'manual' });
		expect(status).toBe('error');
		expect(error?.message).toContain('which has no streams of events');
		expect([spectrum.requests, spectrum.calls]).toEqual([[], []]);
	});
});

it('a webhook needs no stream, and a credential that connects by gRPC is not refused beside it', async () => {
	const { spectrum, host } = await startByHttp();
	await host.activate(logWorkflow({ receiveBy: 'webhook', publicAddress: publicAddress() }));
	expect(spectrum.webhooks.map(({ webhookUrl }) => webhookUrl)).toEqual([productionUrl]);
	host.setCredential('selfHosted', { ...byHttp.selfHosted(spectrum), data: { ...spectrum.selfHostedCredential() } });
	await host.activate(logWorkflow({ authentication: 'spectrumSelfHostedApi' }, 'by-grpc'));
	expect(warnings(host)).toEqual([]);
});
