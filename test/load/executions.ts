/** Executions that succeed and fail in many ways, with secrets in every credential. No execution, error or log shows one. */
import { randomBytes } from 'node:crypto';
import { sharedPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import { Simulator, type RpcFault } from '../../simulator/src';
import { Draw } from '../chaos/draw';
import { items, sendWorkflow, startSendHost } from '../support/sendHost';
import { Complaints, leftOver, openResources, type LoadResult, type LoadSettings } from './part';
import { Secrets } from './secrets';

/** The last message of an execution is the only one that is sent for certain; each of these may break the others. */
const faults: readonly RpcFault[] = [
	{ type: 'answerLost' },
	{ type: 'dropConnection' },
	{ type: 'duplicate' },
	{ type: 'error', code: 'internalError' },
	{ type: 'error', code: 'rateLimited' },
];

/** A key of a person's own server cannot be renewed: it counts as refused for a while, also for the execution after this one. */
const refusals: readonly RpcFault[] = [{ type: 'refusedToken' }, { type: 'expiredToken' }];

/** Most succeed or fail at once: each fault costs a pause, and each refusal of a token up to five seconds, in real time. */
export async function executions({ seed, count }: LoadSettings): Promise<LoadResult> {
	const draw = new Draw(seed);
	const before = openResources();
	const complaints = new Complaints();
	const projectSecret = `secret-${randomBytes(16).toString('hex')}`;
	const spectrum = await Simulator.start({ seed, plan: 'dedicated', rateLimit: Number.POSITIVE_INFINITY, projectSecret });
	// More than a line may send in a day.
	spectrum.settings.messagesPerDay = Number.POSITIVE_INFINITY;
	const apiKey = spectrum.lines[0]?.token ?? '';
	const secrets = new Secrets({ projectSecret, apiKey, wrongKey: `wrong-${projectSecret}` });
	const host = await startSendHost(spectrum);
	const done: Record<string, number> = {};
	try {
		for (let index = 0; index < count; index++) {
			const kind = draw.weighted({ right: 70, fault: 8, wrongRecipient: 10, wrongKey: 8, wrongCredential: 4 });
			const own = { ...spectrum.selfHostedCredential(), apiKey: kind === 'wrongKey' ? `wrong-${projectSecret}` : apiKey };
			const address = kind === 'wrongCredential' ? `${apiKey}:${projectSecret}` : own.address;
			host.setCredential('own', { type: 'spectrumSelfHostedApi', name: 'Own', data: { ...own, address } });
			const isOwn = kind === 'wrongKey' || kind === 'wrongCredential' || draw.chance(0.5);
			if (kind === 'fault') spectrum.faults.add('SendTextMessage', draw.one(isOwn || draw.chance(0.8) ? faults : refusals));
			const workflow = sendWorkflow(
				{
					authentication: isOwn ? 'spectrumSelfHostedApi' : 'spectrumCloudApi',
					resource: 'message',
					operation: 'sendText',
					to: { __rl: true, mode: 'address', value: '={{ $json.to }}' },
					text: '={{ $json.text }}',
				},
				draw.chance(0.5) ? { onError: 'continueErrorOutput' } : {},
			);
			const to = kind === 'wrongRecipient' ? draw.one(['', 'nobody', '12', '+1555']) : '+15551230001';
			const run = await host.execute(workflow, { triggerItems: items({ to, text: `Message ${index}` }) });
			const isWrong = kind === 'wrongRecipient' || kind === 'wrongKey' || kind === 'wrongCredential';
			const gave = run.json('Send', 0).filter((json) => !('error' in json)).length;
			complaints.unless(!isWrong || gave === 0, `${kind} of execution ${index} was sent`);
			complaints.unless(kind !== 'right' || gave === 1, `execution ${index} was not sent: ${run.error?.message}`);
			secrets.searchExecution(run);
			spectrum.faults.clear();
			host.executions.length = 0;
			done[kind] = (done[kind] ?? 0) + 1;
		}
		secrets.searchHost(host, ['send-workflow']);
		for (const seen of secrets.seen) complaints.add(`a secret was shown: ${seen}`);
		return { done, complaints: [...complaints.all, ...(await ended())] };
	} catch (error) {
		await ended();
		throw error;
	}

	async function ended(): Promise<string[]> {
		await host.stop();
		sharedPool.close();
		await spectrum.stop();
		return await leftOver(before);
	}
}
