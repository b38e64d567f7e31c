import type { IHookFunctions, INodeParameterResourceLocator } from 'n8n-workflow';
import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { ImessageTrigger } from '../../nodes/ImessageTrigger/ImessageTrigger.node';
import type { Clock } from '../../nodes/shared/spectrum/timing/clock';
import type { CloudCredentialData, DeliveryResult, Simulator } from '../../simulator/src';
import { cloudData } from './connection';
import type { FakeClock } from './fakeClock';
import { TestHost, type WorkflowJson } from './host';

export const triggerType = 'n8n-nodes-spectrum-imessage.imessageTrigger';
export const publicHost = 'n8n.example.test';
/** Where the node of {@link triggerWorkflow} is registered while its workflow is active, and while the editor listens. */
export const productionUrl = `https://${publicHost}/webhook/hook-1/imessage`;
export const testUrl = `https://${publicHost}/webhook-test/hook-1/imessage`;

export interface TriggerHostOptions {
	/** The node's clock; default the system's. */
	readonly clock?: Clock;
	readonly credential?: Partial<CloudCredentialData>;
	/** n8n's WEBHOOK_URL; default `https://n8n.example.test/`, which the simulator delivers to. */
	readonly webhookUrl?: string;
	readonly reactivateAfterMilliseconds?: number;
	/** The n8n installation; default the id that all hosts of this process share. */
	readonly instanceId?: string;
}

/** n8n with the trigger and one credential for the simulator, reachable by it as `n8n.example.test`. */
export async function startTriggerHost(spectrum: Simulator, options: TriggerHostOptions = {}): Promise<TestHost> {
	const host = await TestHost.start({
		...freshNodes(options.clock, options.instanceId),
		credentials: [new SpectrumCloudApi()],
		credentialData: { cloud: cloudCredential(spectrum, options.credential) },
		webhookUrl: options.webhookUrl ?? `https://${publicHost}/`,
		reactivateAfterMilliseconds: options.reactivateAfterMilliseconds,
	});
	spectrum.mapHost(publicHost, host.port);
	return host;
}

/** A trigger that remembers nothing: what a new process has. */
export function freshNodes(clock?: Clock, instanceId?: string) {
	const trigger = new ImessageTrigger({ clock });
	if (instanceId !== undefined) moveTo(trigger, instanceId);
	return { nodes: { [triggerType]: trigger } };
}

/** n8n-core makes the id out of the process's encryption key, so a second installation exists for the node only. */
function moveTo({ webhookMethods }: ImessageTrigger, instanceId: string): void {
	const methods = webhookMethods?.default;
	for (const name of ['checkExists', 'create', 'delete'] as const) {
		const method = methods?.[name];
		if (methods === undefined || method === undefined) throw new Error(`The trigger has no method ${name}`);
		methods[name] = async function (this: IHookFunctions) {
			this.getInstanceId = () => instanceId;
			return await method.call(this);
		};
	}
}

export function cloudCredential(spectrum: Simulator, overrides: Partial<CloudCredentialData> = {}) {
	return { type: 'spectrumCloudApi', name: 'Cloud', data: { ...cloudData(spectrum, overrides), advanced: true } };
}

/** The Trigger's field of that name, as the editor stores it. */
export function publicAddress(value = `https://${publicHost}`): INodeParameterResourceLocator {
	return { __rl: true, mode: 'url', value };
}

/** iMessage Trigger in webhook mode with these parameters, and a node after it. */
export function triggerWorkflow(parameters: object = {}): WorkflowJson {
	return {
		id: 'trigger-workflow',
		name: 'Answer messages',
		nodes: [
			{
				id: 'trigger',
				name: 'iMessage Trigger',
				type: triggerType,
				typeVersion: 1,
				webhookId: 'hook-1',
				parameters: { receiveBy: 'webhook', publicAddress: publicAddress(), ...parameters },
				credentials: { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } },
			},
			{ id: 'next', name: 'Next', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
		],
		connections: { 'iMessage Trigger': { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
	};
}

/** What nodes and n8n logged as warnings or errors. */
export function warnings(host: TestHost): string[] {
	return host.logs.filter(({ level }) => level === 'warn' || level === 'error').map(({ message }) => message);
}

export const person = '+15551234567';

/** What the trigger answered to the last attempt of a delivery to the first webhook. */
export function answerOf([result]: readonly DeliveryResult[]): { status?: number; body: unknown } {
	const last = result?.attempts.at(-1);
	return { status: last?.status, body: last?.answer === undefined ? undefined : JSON.parse(last.answer) };
}

/** Runs that were started, finished or not. The trigger answers after it has decided, so this needs no waiting. */
export function runs(host: TestHost): number {
	return host.executions.length + host.running.length;
}

/** Longer waits, in milliseconds, are nothing that an activation waits for: an active trigger looks after its webhook. */
const longestAwaited = 60_000;

/** Lets a task that waits on this clock go on until it is done. */
export async function inTime<Result>(clock: FakeClock, task: Promise<Result>): Promise<Result> {
	let isDone = false;
	const end = () => {
		isDone = true;
	};
	task.then(end, end);
	while (!isDone) {
		await Promise.race([task.then(end, end), clock.whenWaiting()]);
		if (isDone) break;
		if ((clock.waits[0] ?? Number.POSITIVE_INFINITY) <= longestAwaited) await clock.advance(1_000);
		else await new Promise<void>((resolve) => setImmediate(resolve));
	}
	return await task;
}
