import type { Clock } from './clock';
import type { TestCertificates } from './net/certificates';
import { PortInUse } from './net/listen';
import type { LineStatus, ListedLine } from './controlPlane/project';
import type { Faults } from './faults';
import type { CallRecord } from './calls/record';
import type { OpenStream } from './calls/openStream';
import { LineServer, type LineServerOptions } from './grpc/server';
import type { LineSeat } from './options';
import type { Behaviour } from './services/behaviour';
import type { Retention } from './retention';
import { restoreLine } from './snapshot/lineState';
import type { Snapshot } from './snapshot/snapshot';
import { LineStore, type SimulatedPlan } from './store/line';
import type { Phones } from './store/phone';
import type { Tokens } from './store/tokens';
import type { Users } from './store/users';
import type { RepeatAnswer } from './store/writes';

export interface LinesOptions {
	readonly plan: SimulatedPlan;
	readonly clock: Clock;
	readonly phones: Phones;
	readonly tokens: Tokens;
	readonly faults: Faults;
	/** Absent: plaintext. */
	readonly certificates: TestCertificates | undefined;
	readonly repeatAnswer: () => RepeatAnswer;
	readonly behaviour: Behaviour;
	readonly retention: Retention;
	readonly users: Users;
	readonly onCall: (record: CallRecord) => void;
	readonly onStream: (stream: OpenStream) => void;
	/** Called with each new line, before anything happens on it. */
	readonly onLine: (store: LineStore) => void;
	/** Sequence of each log's first event. */
	readonly firstSequence: bigint;
	/** Address of this machine to listen on. */
	readonly host: string;
	/** Ports for lines that are added later, in order. */
	readonly linePorts: readonly number[];
	readonly stopping: AbortSignal;
}

/** The servers of a project's lines. */
export class Lines {
	private readonly servers: LineServer[] = [];
	private readonly createdAt = new Map<LineServer, string>();
	private readonly unavailable = new Set<LineServer>();
	/** Connections opened at servers that are gone. */
	private openedBefore = 0;

	constructor(private readonly options: LinesOptions) {}

	get tls(): boolean {
		return this.options.certificates !== undefined;
	}

	get all(): readonly LineServer[] {
		return this.servers;
	}

	/** The lines as the control plane lists them. */
	get listed(): readonly ListedLine[] {
		return this.servers.map((server) => ({
			id: server.store.id,
			phone: server.store.phone,
			createdAt: this.createdAt.get(server) ?? '',
			status: this.unavailable.has(server) ? 'unavailable' : 'available',
			chats: server.store.chats.size,
		}));
	}

	get connections(): { readonly open: number; readonly opened: number } {
		let open = 0;
		let opened = this.openedBefore;
		for (const { connections } of this.servers) {
			open += connections.open;
			opened += connections.opened;
		}
		return { open, opened };
	}

	/**
	 * Starts a line's server. On the dedicated plan its instance id is its port.
	 *
	 * @param snapshot what a former run knew of it
	 */
	async add({ phone, port, token }: LineSeat, snapshot?: Snapshot): Promise<LineServer> {
		const { plan, clock, phones, tokens, faults, certificates, repeatAnswer, behaviour, retention, users } = this.options;
		const { onCall, onStream, onLine, stopping, firstSequence, host } = this.options;
		const optionsAt = (given: number): LineServerOptions => {
			const id = plan === 'shared' ? 'shared' : String(given);
			const store = new LineStore({ id, phone, plan, clock, phones, repeatAnswer, firstSequence, behaviour, retention });
			const state = snapshot?.lines.find(({ label }) => label === store.label);
			if (state !== undefined) restoreLine(store, state);
			return { store, tokens, faults, behaviour, users, onCall, onStream, staticToken: token, stopping };
		};
		const server = await LineServer.start(optionsAt, certificates, { host, port });
		const { label } = server.store;
		this.createdAt.set(server, snapshot?.createdAt.get(label) ?? new Date(clock.now()).toISOString());
		if (snapshot?.unavailable.includes(label)) this.unavailable.add(server);
		this.servers.push(server);
		onLine(server.store);
		return server;
	}

	/** Starts a line's server on the first of the ports for it that nobody uses, else on one that the system chooses. */
	async addAnywhere(phone: string | undefined): Promise<LineServer> {
		const used = new Set(this.servers.map((server) => server.port));
		for (const port of this.options.linePorts.filter((candidate) => !used.has(candidate))) {
			try {
				return await this.add({ phone, port });
			} catch (error) {
				if (!(error instanceof PortInUse)) throw error;
			}
		}
		return await this.add({ phone });
	}

	/** Whether the control plane gives the line to new people; those it has keep it. */
	setStatus(line: string | undefined, status: LineStatus): void {
		const server = this.find(line);
		if (status === 'unavailable') this.unavailable.add(server);
		else this.unavailable.delete(server);
	}

	async remove(line: string): Promise<void> {
		const server = this.find(line);
		this.servers.splice(this.servers.indexOf(server), 1);
		this.openedBefore += server.connections.opened;
		await server.stop();
	}

	/** By number or instance id; the first when none is named. The shared plan has one line, whatever is named. */
	find(line?: string): LineServer {
		const [first] = this.servers;
		const server =
			line === undefined || this.options.plan === 'shared'
				? first
				: this.servers.find(({ store }) => store.phone === line || store.id === line);
		if (server === undefined) throw new Error(`There is no line ${line ?? ''}`);
		return server;
	}

	async whenIdle(): Promise<void> {
		await Promise.all(this.servers.map((server) => server.whenIdle()));
	}

	async stop(): Promise<void> {
		await Promise.all(this.servers.map((server) => server.stop()));
	}
}
