import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { SpectrumSelfHostedApi } from '../../credentials/SpectrumSelfHostedApi.credentials';
import { Imessage } from '../../nodes/Imessage/Imessage.node';
import { ImessageAnswerClock } from '../../nodes/ImessageAnswerClock/ImessageAnswerClock.node';
import { ImessageConversation } from '../../nodes/ImessageConversation/ImessageConversation.node';
import { ImessageTrigger } from '../../nodes/ImessageTrigger/ImessageTrigger.node';
import { AskingHub } from '../../nodes/shared/n8n/asking/hub';
import type { Clock } from '../../nodes/shared/spectrum/timing/clock';
import type { ArrivedMessage } from '../../simulator/src/store/arrivals';
import { Simulator, type SimulatorOptions } from '../../simulator/src';
import { sharedPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import { bothCredentials, type TestConnection } from './connection';
import { FakeClock } from './fakeClock';
import { TestHost, type Execution, type ExecutionHandle } from './host';
import { humanReview } from './humanReview';
import { sendType, sendWorkflow, triggerType } from './sendHost';

export const alice = '+15551234567';
export const bob = '+15557654321';
const minute = 60_000;
const anHour = 60 * minute;

/** The node type of a question's clock. */
export const clockType = 'n8n-nodes-spectrum-imessage.imessageAnswerClock';

export const conversationType = 'n8n-nodes-spectrum-imessage.imessageConversation';

/** The step of human review that n8n makes of the iMessage node. */
export const reviewType = `${sendType}HitlTool`;

/** A question of a running workflow, as a test follows it. */
export interface AskedQuestion {
	readonly handle: ExecutionHandle;
	/** The message that the person got. */
	readonly message: ArrivedMessage;
	/** ID of the poll, if the question has one. */
	readonly pollId: string;
}

interface StageOptions extends SimulatorOptions {
	/** Where n8n says that it is reached. Default: where it listens. */
	readonly webhookUrl?: string;
	/** How its credentials connect. */
	readonly connection?: TestConnection;
	/** How far the clock of n8n is behind that of the server, in milliseconds. */
	readonly behind?: number;
}

/** A Spectrum, an n8n, and one clock for both. */
export class AskingStage {
	/** Whoever watches questions in the process of the moment. */
	hub: AskingHub;

	private constructor(
		readonly clock: FakeClock,
		readonly spectrum: Simulator,
		readonly host: TestHost,
		hub: AskingHub,
		private readonly hubClock: Clock,
		private readonly environment: NodeJS.ProcessEnv,
	) {
		this.hub = hub;
	}

	static async start({ webhookUrl, connection, behind = 0, ...options }: StageOptions = {}): Promise<AskingStage> {
		const clock = new FakeClock(Date.now());
		const spectrum = await Simulator.start({ clock, ...options });
		// The host has no fixed port, so answers go to its public address.
		const environment: NodeJS.ProcessEnv = { N8N_PROTOCOL: 'https', N8N_SSL_KEY: 'key.pem', N8N_SSL_CERT: 'certificate.pem' };
		const hubClock = { now: () => clock.now() - behind, after: clock.after.bind(clock) };
		const hub = hubOn(hubClock, anHour, environment);
		const host = await TestHost.start({
			nodes: nodesWith(hub),
			...(webhookUrl === undefined ? {} : { webhookUrl }),
			credentials: [new SpectrumCloudApi(), new SpectrumSelfHostedApi()],
			credentialData: bothCredentials(spectrum, connection),
		});
		// The clock of a question finds this n8n on its own machine.
		if (webhookUrl !== undefined) Object.assign(environment, { N8N_PROTOCOL: 'http', N8N_PORT: String(host.port) });
		return new AskingStage(clock, spectrum, host, hub, hubClock, environment);
	}

	/** Ends everything, n8n first. */
	async stop(): Promise<void> {
		await this.host.stop();
		this.hub.close();
		sharedPool.close();
		await this.spectrum.stop();
	}

	/** Runs a workflow that asks, until it waits. `person` is where the question arrives. */
	async ask(parameters: object = {}, { person = alice, items = [{ json: { order: 7 } }] }: AskOptions = {}): Promise<AskedQuestion> {
		// Questions of one moment would be open at the same time.
		this.pass(1);
		const handle = this.begin(parameters, items);
		const phone = this.spectrum.phone(person);
		const message = await phone.next();
		const hasPoll =
			(parameters as { answeredBy?: string }).answeredBy !== 'words' &&
			(parameters as { responseType?: string }).responseType !== 'freeText';
		const pollId = hasPoll ? (await phone.next()).id : '';
		await this.host.hasWaited(handle.id);
		return { handle, message, pollId };
	}

	/** Runs a workflow that asks Alice, if the parameters name no other conversation. */
	begin(parameters: object = {}, items: Array<{ json: object }> = [{ json: { order: 7 } }]): ExecutionHandle {
		const all = {
			operation: 'sendAndWait',
			to: { __rl: true, mode: 'address', value: alice },
			message: 'May I send it?',
			...parameters,
		};
		return this.host.execute(sendWorkflow(all), { triggerItems: items.map(({ json }) => ({ json: { ...json } })) });
	}

	/**
	 * The process of n8n ends, and another one goes on with what is stored. Nothing happens in between.
	 *
	 * @param uptime how long it has run when it does anything, in milliseconds
	 */
	async restart(uptime = anHour): Promise<void> {
		this.hub.close();
		this.hub = hubOn(this.hubClock, uptime, this.environment);
		await this.host.restart({ nodes: nodesWith(this.hub) });
	}

	/** The end of an execution, also of one that another process has gone on with. */
	async ended({ id }: { readonly id: string }): Promise<Execution> {
		for (;;) {
			await this.clock.settle();
			const found = this.host.executions.find((execution) => execution.id === id);
			if (found !== undefined) return found;
		}
	}

	/** Time passes while nothing runs. */
	pass(minutes: number): void {
		this.clock.jumpTo(this.clock.now() + minutes * minute);
	}

	/** Moves time to the next beat of the only clock, and lets n8n resume what is due. */
	async beat(): Promise<void> {
		const [first] = this.host.waiting.filter(({ json }) => json.includes(clockType)).sort((one, other) => one.till - other.till);
		if (first === undefined) throw new Error('No clock waits');
		this.clock.jumpTo(Math.max(this.clock.now(), first.till));
		await this.host.wake(this.clock.now());
	}
}

interface AskOptions {
	readonly person?: string;
	readonly items?: Array<{ json: object }>;
}

/** @param uptime how long the process has run, in milliseconds */
function hubOn(clock: Clock, uptime: number, environment: NodeJS.ProcessEnv): AskingHub {
	return new AskingHub({ clock, uptime: () => uptime, random: () => 0, environment });
}

function nodesWith(hub: AskingHub) {
	return {
		[reviewType]: humanReview(new Imessage(hub)),
		[sendType]: new Imessage(hub),
		[clockType]: new ImessageAnswerClock(hub),
		[triggerType]: new ImessageTrigger({ questions: hub }),
		[conversationType]: new ImessageConversation(hub),
	};
}

/** The answer in the only item that came out. */
export function dataOf(execution: Execution): unknown {
	return execution.json('Send')[0]?.data;
}
