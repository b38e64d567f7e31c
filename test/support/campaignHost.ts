import type { IBinaryKeyData } from 'n8n-workflow';
import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { SpectrumSelfHostedApi } from '../../credentials/SpectrumSelfHostedApi.credentials';
import { ImessageCampaign } from '../../nodes/ImessageCampaign/ImessageCampaign.node';
import { createPool, sharedPool, type ConnectionPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import { present } from '../../nodes/shared/spectrum/values/present';
import type { Clock } from '../../nodes/shared/spectrum/timing/clock';
import { Simulator, type SimulatorOptions } from '../../simulator/src';
import type { CallRecord } from '../../simulator/src/calls/record';
import { cloudData, type TestConnection } from './connection';
import { CountedTransport } from './countedTransport';
import { TestHost, type Execution, type WorkflowJson } from './host';
import { Store } from './host/store';

export const campaignType = 'n8n-nodes-spectrum-imessage.imessageCampaign';
export const lineOne = '+15550000001';
export const lineTwo = '+15550000002';
/** In New York: ten in the morning of a Wednesday at the start of {@link CampaignStage}. */
export const ada = '+12125550101';
export const bob = '+12125550102';
export const eve = '+12125550103';

const credentials = { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } };

/** The newest calls, among which one may be under way. */
const busyCalls = 50;

/** Rounds of the event loop without a call before campaigns that wait are woken. */
const quietRounds = 50;

/**
 * A time that stands still until a test moves it, or until nothing happens and a campaign waits: then it moves to the end of
 * that wait. Everything else, such as the limit of a call, runs on real time, because its work is real.
 */
export class MovedTime {
	/** For simulator and connections. */
	readonly clock: Clock;
	/** For campaigns. */
	readonly waiting: Clock;
	private readonly timers = new Set<{ readonly due: number; readonly task: () => void }>();
	private isWatching = false;
	/** Called when a wait is over, before the campaign goes on. */
	onMoved: () => void = () => undefined;

	/**
	 * @param at milliseconds since the epoch
	 * @param activity tells how many calls there were, and whether one is under way
	 */
	constructor(
		public at: number,
		private readonly activity: () => { readonly calls: number; readonly isBusy: boolean },
	) {
		const now = () => this.at;
		this.clock = {
			now,
			after: (milliseconds, task) => {
				const timer = setTimeout(task, milliseconds);
				timer.unref();
				return () => clearTimeout(timer);
			},
		};
		this.waiting = {
			now,
			after: (milliseconds, task) => {
				const timer = { due: this.at + milliseconds, task };
				this.timers.add(timer);
				if (!this.isWatching) void this.watch();
				return () => this.timers.delete(timer);
			},
		};
	}

	private async watch(): Promise<void> {
		this.isWatching = true;
		for (let quiet = 0, seen = -1; this.timers.size > 0; quiet++) {
			await new Promise<void>((resolve) => setImmediate(resolve));
			const { calls, isBusy } = this.activity();
			if (isBusy || calls !== seen) quiet = 0;
			seen = calls;
			if (quiet >= quietRounds) {
				this.wakeNext();
				quiet = 0;
			}
		}
		this.isWatching = false;
	}

	private wakeNext(): void {
		const [next] = [...this.timers].sort((one, other) => one.due - other.due);
		if (next === undefined) return;
		this.timers.delete(next);
		this.at = Math.max(this.at, next.due);
		this.onMoved();
		next.task();
	}
}

export interface CampaignParameters {
	readonly operation?: string;
	/** These two are options. */
	readonly newPerDay?: number;
	readonly perMinute?: number;
	readonly campaign?: string;
	readonly text?: string;
	readonly options?: object;
	readonly [name: string]: unknown;
}

export interface StageOptions {
	/** Default: ten in the morning in New York. */
	readonly start?: number;
	/** People of a line whom the process remembers. */
	readonly mostPeople?: number;
	/** How the credential connects. */
	readonly connection?: TestConnection;
}

/** A Spectrum and an n8n with the node, on one moved time. A restart of n8n forgets what its process remembered. */
export class CampaignStage {
	private pool: ConnectionPool;
	private readonly twins: CampaignStage[] = [];
	host!: TestHost;

	private constructor(
		readonly spectrum: Simulator,
		readonly time: MovedTime,
		private readonly store: Store,
		private readonly mostPeople: number | undefined,
		private readonly connection: TestConnection | undefined,
		private readonly transports: CountedTransport,
	) {
		this.pool = this.newPool();
	}

	static async start(
		options: SimulatorOptions = {},
		{ start = Date.parse('2026-01-07T15:00:00Z'), mostPeople, connection }: StageOptions = {},
	): Promise<CampaignStage> {
		let calls: readonly CallRecord[] = [];
		const transports = new CountedTransport();
		const time = new MovedTime(start, () => ({
			calls: calls.length,
			isBusy: transports.underWay > 0 || calls.slice(-busyCalls).some(({ outcome }) => outcome === undefined),
		}));
		const usual = { plan: 'dedicated', lines: [lineOne, lineTwo], rateLimit: Number.POSITIVE_INFINITY } as const;
		const spectrum = await Simulator.start({ ...usual, ...options, clock: time.clock });
		const stage = new CampaignStage(spectrum, time, new Store(), mostPeople, connection, transports);
		calls = stage.spectrum.calls;
		await stage.boot();
		return stage;
	}

	async stop(): Promise<void> {
		for (const process of [...this.twins, this]) await process.end();
		sharedPool.close();
		await this.spectrum.stop();
	}

	/** Ends n8n's process and starts another one. Its database stays. */
	async restart(): Promise<void> {
		await this.end();
		this.pool = this.newPool();
		await this.boot();
	}

	/** Another process of the same n8n, such as a second worker. Ends with this one. */
	async twin(): Promise<CampaignStage> {
		const twin = new CampaignStage(this.spectrum, this.time, this.store, this.mostPeople, this.connection, this.transports);
		await twin.boot();
		this.twins.push(twin);
		return twin;
	}

	/** Runs the node over the items. */
	async run(items: readonly object[], parameters: CampaignParameters = {}, settings: object = {}): Promise<CampaignResult> {
		return new CampaignResult(await this.start(items, parameters, settings));
	}

	/** The same, with files in each item. */
	async runWith(binary: IBinaryKeyData, items: readonly object[], parameters: CampaignParameters): Promise<CampaignResult> {
		const triggerItems = items.map((json) => ({ json: { ...json }, binary: { ...binary } }));
		return new CampaignResult(await this.host.execute(workflowOf(parameters, {}), { triggerItems }));
	}

	/** As `run`, without waiting for the end. */
	start(items: readonly object[], parameters: CampaignParameters = {}, settings: object = {}) {
		return this.host.execute(workflowOf(parameters, settings), { triggerItems: items.map((json) => ({ json: { ...json } })) });
	}

	/** Texts that have arrived at an address, oldest first. */
	texts(address: string): Array<string | undefined> {
		return this.spectrum.phone(address).messages.map(({ text }) => text);
	}

	private newPool(): ConnectionPool {
		return createPool({
			clock: this.time.clock,
			openTransport: this.transports.open,
			...(this.mostPeople === undefined ? {} : { mostPeople: this.mostPeople }),
		});
	}

	private async end(): Promise<void> {
		await this.host.stop();
		this.pool.close();
	}

	private async boot(): Promise<void> {
		this.host = await TestHost.start({
			nodes: { [campaignType]: new ImessageCampaign({ clock: this.time.waiting, random: () => 0.5, pool: this.pool }) },
			credentials: [new SpectrumCloudApi(), new SpectrumSelfHostedApi()],
			credentialData: {
				cloud: { type: 'spectrumCloudApi', name: 'Cloud', data: cloudData(this.spectrum, present({ connection: this.connection })) },
			},
			store: this.store,
		});
	}
}

/** What a run gave. */
export class CampaignResult {
	constructor(readonly execution: Execution) {}

	get sent() {
		return this.execution.json('Campaign', 0);
	}

	get later() {
		return this.execution.json('Campaign', 1);
	}

	get skipped() {
		return this.execution.json('Campaign', 2);
	}

	/** Numbers of items, and the reason of each that was not sent. */
	get account() {
		const reasons = (items: ReadonlyArray<{ campaign?: unknown }>) => items.map(({ campaign }) => (campaign as { reason: string }).reason);
		return { error: this.execution.error?.message, sent: this.sent.length, later: reasons(this.later), skipped: reasons(this.skipped) };
	}

	/** The notices in the node's panel. */
	get hints(): string[] {
		return (this.execution.tasks('Campaign')[0]?.hints ?? []).map(({ message }) => message);
	}
}

function workflowOf({ options = {}, newPerDay, perMinute, ...parameters }: CampaignParameters, settings: object): WorkflowJson {
	return {
		id: 'campaign',
		name: 'Campaign',
		settings,
		nodes: [
			{ id: 'start', name: 'Start', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [0, 0], parameters: {} },
			{
				id: 'campaign-node',
				name: 'Campaign',
				type: campaignType,
				typeVersion: 1,
				position: [200, 0],
				parameters: {
					campaign: 'spring menu',
					text: '=Hi {{ $json.name }}, spring is here',
					...parameters,
					options: present({ newPerDay, perMinute, ...options }),
				},
				credentials,
			},
		],
		connections: { Start: { main: [[{ node: 'Campaign', type: 'main', index: 0 }]] } },
	};
}
