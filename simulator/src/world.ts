import { setMaxListeners } from 'node:events';
import type { Clock } from './clock';
import { sharedCertificates, type TestCertificates } from './net/certificates';
import { ControlPlane, type RequestRecord } from './controlPlane/server';
import { Webhooks } from './controlPlane/webhooks';
import type { ProjectProfile } from './controlPlane/profile';
import { unreachableReason } from './deliveries/post';
import { DeliveryWorker } from './deliveries/worker';
import { Faults } from './faults';
import type { CallRecord } from './calls/record';
import type { OpenStream } from './calls/openStream';
import { HttpFace } from './http/server';
import { Inbox } from './inbox';
import { Lines } from './lines';
import { Mailbox } from './mailbox';
import type { LineSeat, SimulatorOptions, StopOptions } from './options';
import { Crowd } from './people';
import { seededRandom } from './random';
import { bytesIn, programRetention, type Retention } from './retention';
import type { Settings } from './settings';
import { restoreWorld } from './snapshot/worldState';
import type { LoggedEvent } from './store/eventLog';
import type { LineStore } from './store/line';
import { Phones, type Phone, type PhoneHappening } from './store/phone';
import { Tokens } from './store/tokens';
import { Users } from './store/users';
import { TrackedClock } from './trackedClock';

/** What a world starts with besides its settings. */
export interface WorldOptions
	extends Pick<SimulatorOptions, 'certificates' | 'host' | 'controlPlanePort' | 'httpPort' | 'linePorts' | 'snapshot' | 'retention'> {
	readonly clock: Clock;
	readonly hosts: Map<string, number>;
}

/** Something that has just happened: on a line, or on a phone. */
export type Happening =
	| { readonly type: 'logged'; readonly line: LineStore; readonly event: LoggedEvent }
	| { readonly type: 'phone'; readonly phone: Phone; readonly change: PhoneHappening };

/** The parts of a running simulator, put together. */
export class World {
	readonly faults = new Faults();
	readonly phones: Phones;
	readonly calls: Mailbox<CallRecord>;
	readonly streams: Mailbox<OpenStream>;
	readonly requests: Mailbox<RequestRecord>;
	readonly tokens: Tokens;
	readonly lines: Lines;
	readonly users = new Users();
	readonly platforms = new Map([
		['imessage', true],
		['whatsapp_business', false],
	]);
	readonly profile: ProjectProfile = { fields: { firstName: 'Simulated', lastName: '', avatarUrl: null, imessageSynced: false } };
	readonly webhooks: Webhooks;
	readonly worker: DeliveryWorker;
	readonly inbox: Inbox;
	controlPlane!: ControlPlane;
	httpFace!: HttpFace;
	private readonly watchers = new Set<(happening: Happening) => void>();
	private readonly stopping = new AbortController();

	private constructor(
		readonly settings: Settings,
		readonly hosts: Map<string, number>,
		readonly certificates: TestCertificates,
		private readonly clock: TrackedClock,
		private readonly host: string,
		linePorts: readonly number[],
		retention: Retention,
	) {
		// Every delivery and call under way waits for it: many listeners are no leak.
		setMaxListeners(0, this.stopping.signal);
		const ofRecords = { most: retention.records, mostBytes: retention.recordBytes, bytesOf: bytesIn };
		this.calls = new Mailbox<CallRecord>(ofRecords);
		this.requests = new Mailbox<RequestRecord>(ofRecords);
		this.streams = new Mailbox<OpenStream>({ most: retention.records });
		this.phones = new Phones(retention);
		const { faults, phones, users } = this;
		const stopping = this.stopping.signal;
		this.tokens = new Tokens(clock, () => settings.tokenTtlSeconds);
		this.webhooks = new Webhooks(clock);
		this.lines = new Lines({
			plan: settings.plan,
			clock,
			phones,
			tokens: this.tokens,
			faults,
			certificates: settings.tls ? certificates : undefined,
			repeatAnswer: () => settings.repeats,
			behaviour: settings,
			retention,
			users,
			onCall: (record) => this.calls.push(record),
			onStream: (stream) => this.streams.push(stream),
			onLine: (store) => {
				this.inbox.follow(store);
				store.log.onAppend((event) => this.tell({ type: 'logged', line: store, event }));
			},
			firstSequence: settings.firstSequence,
			host,
			linePorts,
			stopping,
		});
		this.worker = new DeliveryWorker({
			webhooks: this.webhooks,
			behaviour: settings,
			clock,
			random: seededRandom(settings.seed),
			portOf: (host) => hosts.get(host),
			stopping,
			attemptsKept: ofRecords,
		});
		this.inbox = new Inbox(this.lines, this.worker, settings, users, retention.deliveries);
		phones.people = new Crowd(this.lines, this.inbox, settings);
		phones.onChange((phone, change) => this.tell({ type: 'phone', phone, change }));
	}

	static async start(settings: Settings, seats: readonly LineSeat[], options: WorldOptions): Promise<World> {
		const { hosts, clock, certificates = await sharedCertificates(), host = '127.0.0.1', linePorts = [], snapshot } = options;
		const retention = { ...programRetention, ...options.retention };
		const world = new World(settings, hosts, certificates, new TrackedClock(clock), host, linePorts, retention);
		if (snapshot !== undefined) restoreWorld(world, clock, snapshot);
		try {
			for (const seat of seats) await world.lines.add(seat, snapshot);
			world.controlPlane = await world.startControlPlane(options.controlPlanePort);
			world.httpFace = await world.startHttpFace(options.httpPort);
		} catch (error) {
			await Promise.all([world.lines.stop(), (world.controlPlane as ControlPlane | undefined)?.stop()]);
			throw error;
		}
		return world;
	}

	/** Closes everything, then rejects when something was left open. */
	async stop({ disconnectClients = false, graceMilliseconds = 10_000 }: StopOptions): Promise<void> {
		if (!disconnectClients) await atMost(graceMilliseconds, this.lines.whenIdle());
		const leaked = disconnectClients ? 0 : this.lines.connections.open;
		this.stopping.abort();
		this.faults.clear();
		const reason = new Error('The simulator stopped');
		this.phones.close(reason);
		this.calls.close(reason);
		this.streams.close(reason);
		this.worker.attempts.close(reason);
		this.requests.close(reason);
		await this.inbox.settled();
		await Promise.all([this.lines.stop(), this.controlPlane.stop(), this.httpFace.stop()]);
		const { pending } = this.clock;
		if (leaked > 0) throw new Error(`Left open by clients: ${leaked} gRPC connection(s)`);
		if (pending > 0) throw new Error(`Left behind by the simulator: ${pending} timer(s)`);
	}

	/** Calls back after everything that happens, from now on; the answer stops it. */
	watch(watcher: (happening: Happening) => void): () => void {
		this.watchers.add(watcher);
		return () => this.watchers.delete(watcher);
	}

	/** The time on the simulator's clock, ISO 8601. */
	now(): string {
		return new Date(this.clock.now()).toISOString();
	}

	private tell(happening: Happening): void {
		for (const watcher of [...this.watchers]) watcher(happening);
	}

	private startHttpFace(port: number | undefined): Promise<HttpFace> {
		return HttpFace.start({
			lines: () => this.lines.all.map(({ served }) => served),
			behaviour: this.settings,
			certificates: this.settings.tls ? this.certificates : undefined,
			place: { host: this.host, port },
		});
	}

	private startControlPlane(port: number | undefined): Promise<ControlPlane> {
		const { clock, faults, tokens, certificates, settings, webhooks, users, platforms, profile, hosts } = this;
		return ControlPlane.start({
			project: {
				id: settings.projectId,
				plan: settings.plan,
				createdAt: new Date(clock.now()).toISOString(),
				tokens,
				settings,
				lines: () => this.lines.listed,
				webhooks,
				users,
				platforms,
				profile,
				unreachable: (url) => unreachableReason(url, (host) => hosts.get(host)),
				now: () => this.now(),
			},
			projectSecret: () => settings.projectSecret,
			clock,
			faults,
			certificates,
			place: { host: this.host, port },
			rateLimit: () => settings.rateLimit,
			onRequest: (record) => this.requests.push(record),
			stopping: this.stopping.signal,
		});
	}
}

/** Waits for a promise, but no longer than this in real time. */
async function atMost(milliseconds: number, promise: Promise<void>): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const limit = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, milliseconds);
	});
	await Promise.race([promise, limit]);
	clearTimeout(timer);
}
