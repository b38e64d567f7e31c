import type { RequestRecord } from './controlPlane/server';
import type { Webhook, WebhookOptions } from './controlPlane/webhooks';
import type { Clock } from './clock';
import { cloudCredentialData, selfHostedCredentialData } from './credentials';
import { Dashboard } from './dashboard';
import type { DeliveryAttempt, DeliveryResult, PendingDelivery } from './deliveries/worker';
import { unreachableReason } from './deliveries/post';
import type { Faults } from './faults';
import type { CallRecord } from './calls/record';
import type { OpenStream } from './calls/openStream';
import type { LineServer } from './grpc/server';
import type { Received, Redelivery } from './inbox';
import { MovableClock } from './movableClock';
import { OwnDevice } from './ownDevice';
import type {
	CloudCredentialData,
	InboundMessage,
	SelfHostedCredentialData,
	SimulatedLine,
	SimulatorOptions,
	StopOptions,
} from './options';
import { settingsOf, type Settings } from './settings';
import type { Bounds } from './snapshot/bounds';
import type { Snapshot } from './snapshot/snapshot';
import { snapshotOf } from './snapshot/worldState';
import type { LoggedEvent } from './store/eventLog';
import type { LineStore } from './store/line';
import type { Phone } from './store/phone';
import type { Tokens } from './store/tokens';
import { World, type Happening } from './world';

/** A Spectrum in a box: gRPC servers, control plane and delivery worker, on ports given by the system. */
export class Simulator {
	private stopped: Promise<void> | undefined;

	private constructor(
		private readonly world: World,
		/** What it was started with: unless that was another one, a `MovableClock`, which a person may stop and move. */
		readonly clock: Clock,
	) {}

	static async start(options: SimulatorOptions = {}): Promise<Simulator> {
		const settings = settingsOf(options);
		const phones = settings.plan === 'shared' ? ['shared'] : (options.lines ?? ['+15550000001']);
		const seats = options.seats ?? phones.map((phone) => ({ phone }));
		const hosts = new Map(Object.entries(options.hosts ?? {}));
		const clock = options.clock ?? new MovableClock();
		return new Simulator(await World.start(settings, seats, { ...options, clock, hosts }), clock);
	}

	/**
	 * What may be changed while it runs: token lifetime, answer to repeats, rate limit, and what the contract leaves
	 * open (see `Behaviour`); besides, what it was started with.
	 */
	get settings(): Settings {
		return this.world.settings;
	}

	get projectId(): string {
		return this.settings.projectId;
	}

	get projectSecret(): string {
		return this.settings.projectSecret;
	}

	/** PEM of the authority to trust; made for this run. */
	get caPem(): string {
		return this.world.certificates.caPem;
	}

	/** `https://localhost:<port>`. */
	get controlPlaneUrl(): string {
		return `https://localhost:${this.world.controlPlane.port}`;
	}

	/** Base URL of the HTTP face of all lines, `https://localhost:<port>`; `http` without TLS. */
	get httpUrl(): string {
		return this.world.httpFace.url;
	}

	/** Scripted faults, by RPC name or control-plane route. */
	get faults(): Faults {
		return this.world.faults;
	}

	/** Every token handed out. */
	get tokens(): Tokens {
		return this.world.tokens;
	}

	get lines(): readonly SimulatedLine[] {
		return this.world.lines.all.map(toLine);
	}

	/** Starts a dedicated line; the next mint shows it. Without a phone it has no number yet. */
	async addLine(phone?: string): Promise<SimulatedLine> {
		this.refuseOnSharedPlan();
		return toLine(await this.world.lines.addAnywhere(phone));
	}

	/** Stops a dedicated line, by number or instance id; the next mint no longer shows it. */
	async removeLine(line: string): Promise<void> {
		this.refuseOnSharedPlan();
		await this.world.lines.remove(line);
	}

	/** What a person does with the project on Spectrum's dashboard, besides registering webhooks. */
	get dashboard(): Dashboard {
		return new Dashboard(this.world);
	}

	/** Data of an n8n `spectrumCloudApi` credential for this simulator; with `connection: 'http'` for its HTTP face. */
	cloudCredential(overrides: Partial<CloudCredentialData> = {}): CloudCredentialData {
		const { projectId, projectSecret, controlPlaneUrl, caPem, lines, httpUrl } = this;
		const { plan } = this.settings;
		const data = cloudCredentialData({ projectId, projectSecret, controlPlaneUrl, caPem, plan, lines, httpUrl }, overrides.connection);
		return { ...data, ...overrides };
	}

	/** Data of an n8n `spectrumSelfHostedApi` credential: the first line as the server, the others as further lines. As above for HTTP. */
	selfHostedCredential(overrides: Partial<SelfHostedCredentialData> = {}): SelfHostedCredentialData {
		const { caPem, lines, httpUrl } = this;
		const { tls, plan } = this.settings;
		return { ...selfHostedCredentialData({ caPem, tls, plan, lines, httpUrl }, overrides.connection), ...overrides };
	}

	/** Lets the delivery worker reach `https://<host>/…` at a local port, as a reverse proxy would. */
	mapHost(host: string, port: number): void {
		this.world.hosts.set(host, port);
	}

	/** The name no longer resolves. */
	unmapHost(host: string): void {
		this.world.hosts.delete(host);
	}

	/** Somebody sends a message to a line: stored, logged, and told to the webhooks registered now. */
	receive(inbound: InboundMessage): Received {
		return this.world.inbox.receive(inbound);
	}

	/** As `receive`, for many: all of them at once, and no webhook hears of any. */
	receiveMany(inbound: Iterable<InboundMessage>): Received[] {
		return Array.from(inbound, (message) => this.receive({ ...message, webhooks: false }));
	}

	/** Delivers a received message once more, with the same id, as it was or tampered with. */
	redeliver(messageId: string, options?: Redelivery): Promise<DeliveryResult[]> {
		return this.world.inbox.redeliver(messageId, options);
	}

	/** A group that the line is a member of; the answer is its GUID. */
	createGroup({ line, members }: { readonly line?: string; readonly members: readonly string[] }): string {
		return this.world.lines.find(line).store.createGroup(members).guid;
	}

	/** The phone of an address: what lines send to it arrives there. */
	phone(address: string): Phone {
		return this.world.phones.at(address);
	}

	/** Every phone that anything has been said of, in that order. */
	get phones(): readonly Phone[] {
		return this.world.phones.all;
	}

	/** Calls back after every change of a line's log and of a phone, from now on; the answer stops it. */
	watch(watcher: (happening: Happening) => void): () => void {
		return this.world.watch(watcher);
	}

	/** Everything it remembers, for `SimulatorOptions.snapshot` of another one. It is true until the next change. */
	snapshot(bounds?: Bounds): Snapshot {
		return snapshotOf(this.world, this.clock, bounds);
	}

	/** What a line's server remembers: chats, history, files, polls. Default the first line. */
	store(line?: string): LineStore {
		return this.world.lines.find(line).store;
	}

	/** What the line's owner does on another device of the account. Default the first line. */
	ownDevice(line?: string): OwnDevice {
		return new OwnDevice(this.world.lines.find(line).store);
	}

	/** Every change that a line's log still has, oldest first; `store().log` is the log itself. Default the first line. */
	eventLog(line?: string): readonly LoggedEvent[] {
		return this.world.lines.find(line).store.log.after();
	}

	/** The RPCs seen last, oldest first; see `SimulatorOptions.retention`, as for the lists below. */
	get calls(): readonly CallRecord[] {
		return this.world.calls.items;
	}

	/** The first RPC not yet given out by this method, as soon as there is one; it may still be unanswered. */
	nextCall(): Promise<CallRecord> {
		return this.world.calls.next();
	}

	/** Streams open on all lines now, oldest first on each. */
	get streams(): readonly OpenStream[] {
		return this.world.lines.all.flatMap((server) => server.streams);
	}

	/** The first stream not yet given out by this method, as soon as it is open: a live one shows what comes from now on. */
	nextStream(): Promise<OpenStream> {
		return this.world.streams.next();
	}

	/** The last requests to the control plane, oldest first. */
	get requests(): readonly RequestRecord[] {
		return this.world.requests.items;
	}

	/** Registered webhooks, oldest first, with their secrets. */
	get webhooks(): readonly Webhook[] {
		return this.world.webhooks.all;
	}

	/**
	 * Registers a webhook as a person on the dashboard would; undefined when the URL is registered already. Default
	 * generation: the one of `settings`; an older registration stays as it was.
	 */
	registerWebhook(webhookUrl: string, options: Partial<WebhookOptions> = {}): Webhook | undefined {
		return this.world.webhooks.register(webhookUrl, { generation: this.settings.generation, ...options });
	}

	/** Why no delivery can reach a URL; undefined for one that can be delivered to. */
	unreachableReason(url: string): string | undefined {
		return unreachableReason(url, (host) => this.world.hosts.get(host));
	}

	/** Deletes one as somebody on the dashboard would; false when there is none. */
	deleteWebhook(id: string): boolean {
		return this.world.webhooks.delete(id);
	}

	/** Signs v0 with another secret from now on; the answer is that secret. */
	rotateSecret(webhookId: string, secret?: string): string {
		return this.world.webhooks.rotate(webhookId, secret);
	}

	/** What is not delivered yet, oldest first, with the next attempt of each. */
	get pendingDeliveries(): readonly PendingDelivery[] {
		return this.world.worker.pending;
	}

	/**
	 * Goes on with the deliveries that the snapshot had pending; until then they rest, because their receiver may start
	 * later than the simulator. What has fallen due meanwhile is delivered at once.
	 */
	resumeDeliveries(): void {
		this.world.inbox.resume();
	}

	/** The last attempts that have ended, oldest first. */
	get deliveries(): readonly DeliveryAttempt[] {
		return this.world.worker.attempts.items;
	}

	/**
	 * The first attempt not yet given out by this method, as soon as it ends. The wait before the next attempt, if
	 * there is one, has begun when the caller goes on: move the clock then.
	 */
	nextDelivery(): Promise<DeliveryAttempt> {
		return this.world.worker.attempts.next();
	}

	/** gRPC connections of all lines: open now, and opened in total. */
	get connections(): { readonly open: number; readonly opened: number } {
		return this.world.lines.connections;
	}

	/**
	 * Cuts every connection of a line, or of all: what a restart of the server does. By HTTP a line has those alone that
	 * wait for its answer.
	 */
	cutConnections(line?: string): void {
		const { lines, httpFace } = this.world;
		httpFace.cut(line === undefined ? undefined : lines.find(line).served);
		for (const server of line === undefined ? lines.all : [lines.find(line)]) server.cutConnections();
	}

	/** Resolves when no gRPC client is connected. */
	whenIdle(): Promise<void> {
		return this.world.lines.whenIdle();
	}

	/**
	 * Closes everything. Rejects, after closing all the same, when a client has left a gRPC connection open, or when a
	 * timer of the simulator is left. Safe to call twice.
	 */
	stop(options: StopOptions = {}): Promise<void> {
		this.stopped ??= this.world.stop(options);
		return this.stopped;
	}

	private refuseOnSharedPlan(): void {
		if (this.settings.plan === 'shared') throw new Error('The shared plan has exactly one line');
	}
}

function toLine({ store, address, staticToken }: LineServer): SimulatedLine {
	return { id: store.id, phone: store.phone, address, token: staticToken };
}
