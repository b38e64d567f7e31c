/** A process of its own that sends one text with the credential it reads from its standard input. */
import { text } from 'node:stream/consumers';
import type { CloudCredentialData } from '../../simulator/src';
import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
// With its extension: the codex file beside it, Imessage.node.json, would be found first.
import { Imessage } from '../../nodes/Imessage/Imessage.node.ts';
import { ImessageTrigger } from '../../nodes/ImessageTrigger/ImessageTrigger.node.ts';
import { TestHost } from './host';
import { sendType, sendWorkflow, triggerType } from './sendHost';

async function main(): Promise<void> {
	const credential = JSON.parse(await text(process.stdin)) as CloudCredentialData;
	const host = await TestHost.start({
		nodes: { [sendType]: new Imessage(), [triggerType]: new ImessageTrigger() },
		credentials: [new SpectrumCloudApi()],
		credentialData: { cloud: { type: 'spectrumCloudApi', name: 'Cloud', data: { ...credential } } },
	});
	const to = { __rl: true, mode: 'address', value: '+15551234567' };
	const run = await host.execute(sendWorkflow({ to, text: 'Hello' }), { triggerItems: [{ json: {} }] });
	await host.stop();
	if (run.status !== 'success') throw new Error(run.error?.message);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
