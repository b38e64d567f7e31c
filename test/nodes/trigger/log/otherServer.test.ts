import { SpectrumSelfHostedApi } from '../../../../credentials/SpectrumSelfHostedApi.credentials';
import { Imessage } from '../../../../nodes/Imessage/Imessage.node';
import { ImessageTrigger } from '../../../../nodes/ImessageTrigger/ImessageTrigger.node';
import type { Simulator } from '../../../../simulator/src';
import { TestHost, type WorkflowJson } from '../../../support/host';
import { sendType } from '../../../support/sendHost';
import { triggerType } from '../../../support/triggerHost';
import { useSpectrum } from '../../../support/useSpectrum';

const alice = '+15551234567';
const number = '+15550000001';

/** One server, under a name and under an address: two servers, as far as the credentials can tell. */
function credentialsOf(spectrum: Simulator) {
	const own = { ...spectrum.selfHostedCredential({ connection: 'grpc' }) } as { address: string };
	const at = (host: string, phone: string) => ({
		type: 'spectrumSelfHostedApi',
		name: host,
		data: { ...own, phone, address: own.address.replace(/^[^:]*/, host) },
	});
	return {
		here: at('localhost', ''),
		there: at('127.0.0.1', ''),
		hereNamed: at('localhost', number),
		thereNamed: at('127.0.0.1', number),
		thereWithOther: at('127.0.0.1', '+15550000009'),
		byHttp: { ...at('localhost', ''), data: { ...spectrum.selfHostedCredential({ connection: 'http' }), phone: '' } },
	};
}
type Name = keyof ReturnType<typeof credentialsOf>;

const start = useSpectrum(
	async (spectrum) =>
		await TestHost.start({
			nodes: { [triggerType]: new ImessageTrigger({ random: () => 0 }), [sendType]: new Imessage() },
			credentials: [new SpectrumSelfHostedApi()],
			credentialData: credentialsOf(spectrum),
		}),
);

function answering(received: Name, answered: Name): WorkflowJson {
	const with_ = (id: Name) => ({ spectrumSelfHostedApi: { id, name: id } });
	const authentication = 'spectrumSelfHostedApi';
	return {
		id: 'answering',
		name: 'Answering',
		nodes: [
			{
				id: 'trigger',
				name: 'Trigger',
				type: triggerType,
				typeVersion: 1,
				parameters: { authentication, receiveBy: 'stream' },
				credentials: with_(received),
			},
			{
				id: 'send',
				name: 'Send',
				type: sendType,
				typeVersion: 1,
				parameters: { authentication, operation: 'sendText', text: 'Answer' },
				credentials: with_(answered),
			},
		],
		connections: { Trigger: { main: [[{ node: 'Send', type: 'main', index: 0 }]] } },
	};
}

async function run(received: Name, answered: Name) {
	const { spectrum, host } = await start({ tls: false });
	await host.activate(answering(received, answered));
	spectrum.receive({ from: alice, text: 'Hi' });
	const execution = await host.nextExecution();
	return { error: execution.errorOf('Send'), answers: spectrum.phone(alice).messages.map(({ text }) => text) };
}

test.each<[Name, Name]>([
	['here', 'there'],
	['here', 'thereNamed'],
	['hereNamed', 'there'],
	['hereNamed', 'thereWithOther'],
])('another server does not answer: %s, %s', async (received, answered) => {
	const { error, answers } = await run(received, answered);
	expect(error?.message).toMatch(/came in on another Spectrum account/);
	expect(error?.description).toMatch(/enter its number in "Phone" of both/);
	expect(answers).not.toContain('Answer');
});

test.each<[Name, Name]>([
	['here', 'here'],
	['here', 'hereNamed'],
	['hereNamed', 'here'],
	['hereNamed', 'thereNamed'],
	['here', 'byHttp'],
])('the same server does, whatever its credential says of it: %s, %s', async (received, answered) => {
	const { error, answers } = await run(received, answered);
	expect(error).toBeUndefined();
	expect(answers).toContain('Answer');
});
