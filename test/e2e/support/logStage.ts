import type { Execution } from '../../../scripts/n8n/types';
import { linesOf, logAsJson } from './logLines';
import { person, triggerName, triggerWorkflow, type Behind } from './triggerWorkflow';
import { until } from '../../../scripts/n8n/until';
import { World, type Connected, type WorldOptions } from './world';

/** Streams of one link: one for each domain of events. */
export const ofOneLink = 4;

/** Looks for events each second. */
export const everySecond = { receiveBy: 'polling', pollEvery: 'custom', cronExpression: '* * * * * *' } as const;

/**
 * n8n looks every ten seconds for triggers that are missing, and starts one that its own retry is about to start. When the
 * workflow is deactivated at that moment, n8n itself loses the second one. Here it looks at its start only.
 */
const rareLooks = { N8N_WORKFLOW_PUBLICATION_RECONCILE_INTERVAL_SECONDS: '3600' } as const;

/** A real n8n, and for each test a Spectrum of its own with workflows that read its event log. */
export class LogStage {
	connected!: Connected;
	/** Lines of n8n's log that this test provokes. */
	readonly wanted: RegExp[] = [];
	private readonly workflowIds: string[] = [];
	private linesBefore = 0;

	private constructor(readonly world: World) {}

	static async start(options: WorldOptions = {}): Promise<LogStage> {
		return new LogStage(await World.start({ ...options, extra: { ...logAsJson, ...rareLooks, ...options.extra } }));
	}

	get client(): World['client'] {
		return this.world.client;
	}

	get spectrum(): Connected['spectrum'] {
		return this.connected.spectrum;
	}

	/** Before each test. */
	async begin(): Promise<void> {
		this.connected = await this.world.connect({ plan: 'dedicated' });
		this.linesBefore = this.world.n8n.log.length;
		this.wanted.length = 0;
		this.workflowIds.length = 0;
	}

	/** After each test: deactivation leaves nothing open, and the log has nothing to complain of. */
	async end(): Promise<void> {
		for (const workflowId of this.workflowIds) await this.client.deactivate(workflowId);
		await this.streamsBecome(0);
		expect(this.spectrum.webhooks).toEqual([]);
		const problems = linesOf(this.world.n8n.log.slice(this.linesBefore), ['warn', 'error']);
		expect(problems.filter((line) => !this.wanted.some((pattern) => pattern.test(line)))).toEqual([]);
	}

	async streamsBecome(count: number): Promise<void> {
		await until(
			`${count} streams are open`,
			() => this.spectrum.streams.filter(({ method }) => /^(Subscribe|Watch)/.test(method)).length === count,
		);
	}

	/** A workflow in stream mode, unless the parameters say another. */
	async imported(parameters: object = {}, credential = this.connected.cloud, behind?: Behind): Promise<string> {
		const workflow = triggerWorkflow(credential, { receiveBy: 'stream', ...parameters }, behind);
		const workflowId = await this.client.importWorkflow(workflow);
		this.workflowIds.push(workflowId);
		return workflowId;
	}

	async activated(...options: Parameters<LogStage['imported']>): Promise<string> {
		const workflowId = await this.imported(...options);
		await this.client.activate(workflowId);
		return workflowId;
	}

	/** One person writes. */
	say(...texts: string[]): void {
		for (const text of texts) this.spectrum.receive({ from: person, text });
	}
}

/** Text of the message that started a run. */
export const textOf = (run: Execution) => (run.startedWith(triggerName)[0]?.message as { text?: string } | undefined)?.text;

export const textsOf = (runs: readonly Execution[]) => runs.map(textOf).sort();
