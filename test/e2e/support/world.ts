import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installN8n, type N8nProgram, type N8nVersion } from '../../../scripts/n8n/programs';
import { N8nClient } from '../../../scripts/n8n/client';
import { N8nProcess, publicHost } from '../../../scripts/n8n/process';
import type { Credential } from '../../../scripts/n8n/types';
import { Simulator, type SimulatorOptions } from '../../../simulator/src';
import { Database } from './database';
import { keepsWork, newUserFolder } from './workFolder';

/** What n8n proposes to call the first credential of each kind. */
export const cloudName = 'iMessage Spectrum Cloud account';
export const selfHostedName = 'iMessage Spectrum Self-Hosted account';

export interface WorldOptions {
	/** Default the newest. */
	readonly version?: N8nVersion;
	/** Settings of n8n beyond those that every test has. */
	readonly extra?: Readonly<Record<string, string>>;
	/** Default: one that is free. */
	readonly port?: number;
	/** Where this process finds it, if that is not its own address. */
	readonly url?: string;
}

/** A Spectrum, and the credentials for it in n8n. */
export interface Connected {
	readonly spectrum: Simulator;
	readonly cloud: Credential;
	readonly own: Credential;
}

/** A real n8n with our package, and the Spectrums that it speaks to. */
export class World {
	private readonly spectrums: Simulator[] = [];
	/** Of every Spectrum so far: no line of n8n's log may have one. */
	private readonly secrets = new Set<string>();
	/** Of the processes before the one that runs now. */
	private readonly formerLog: string[] = [];
	private readonly others: N8nProcess[] = [];
	private readonly databases: Database[] = [];
	private readonly folders: string[];

	private constructor(
		private readonly program: N8nProgram,
		private userFolder: string,
		private readonly options: Pick<WorldOptions, 'extra' | 'url'>,
		private running: N8nProcess,
		private signedIn: N8nClient,
	) {
		this.folders = [userFolder];
	}

	static async start({ version = '2.40', port, ...options }: WorldOptions = {}): Promise<World> {
		const program = await installN8n(version);
		const userFolder = newUserFolder();
		const n8n = await N8nProcess.start({ program, userFolder, port, ...options });
		try {
			return new World(program, userFolder, options, n8n, await N8nClient.setUp(n8n.url));
		} catch (error) {
			await n8n.kill();
			throw error;
		}
	}

	get n8n(): N8nProcess {
		return this.running;
	}

	get client(): N8nClient {
		return this.signedIn;
	}

	/** Starts a Spectrum that reaches this n8n, which knows nothing of it yet. */
	async startSpectrum(options: SimulatorOptions = {}): Promise<Simulator> {
		const spectrum = await Simulator.start(options);
		this.spectrums.push(spectrum);
		spectrum.mapHost(publicHost, this.n8n.port);
		return spectrum;
	}

	/** Starts a Spectrum that reaches this n8n, and that this n8n has credentials for. */
	async connect(options: SimulatorOptions = {}): Promise<Connected> {
		const spectrum = await this.startSpectrum(options);
		const cloud = await this.client.createCredential('spectrumCloudApi', cloudName, spectrum.cloudCredential());
		const own = await this.client.createCredential('spectrumSelfHostedApi', selfHostedName, spectrum.selfHostedCredential());
		return { spectrum, cloud, own };
	}

	/** Ends a Spectrum although n8n still keeps its connection for the next call. */
	async disconnect({ spectrum }: Connected): Promise<void> {
		this.noteSecretsOf(spectrum);
		this.spectrums.splice(this.spectrums.indexOf(spectrum), 1);
		await spectrum.stop({ disconnectClients: true });
	}

	/** Starts a further process of this n8n, as on a machine of its own: queue mode has them. */
	async join(role: 'worker' | 'webhook'): Promise<N8nProcess> {
		const { program } = this;
		const { extra } = this.options;
		const { encryptionKey } = this.n8n;
		const other = await N8nProcess.start({ program, userFolder: this.newFolder(), extra, role, encryptionKey });
		this.others.push(other);
		return other;
	}

	/** Starts n8n again after it was stopped or killed: same data, same address. */
	async startAgain(): Promise<void> {
		const { port, encryptionKey } = this.n8n;
		const { program, userFolder, options } = this;
		this.formerLog.push(...this.n8n.log);
		const beganAt = new Date();
		this.running = await N8nProcess.start({ program, userFolder, ...options, port, encryptionKey });
		// In queue mode a worker goes on with what the former main began.
		this.signedIn = await N8nClient.logIn(
			this.n8n.url,
			this.client.owner,
			options.extra?.EXECUTIONS_MODE === 'queue' ? undefined : beganAt,
		);
	}

	/** Reads n8n's SQLite database, also while n8n runs. Not for n8n 2.8, whose Node has no reader. */
	openDatabase(): Database {
		const database = Database.open(this.program, path.join(this.userFolder, '.n8n', 'database.sqlite'));
		this.databases.push(database);
		return database;
	}

	/** As {@link startAgain}, with nothing of the files that the one before had. */
	async replace(): Promise<void> {
		this.userFolder = this.newFolder();
		await this.startAgain();
	}

	/** What our nodes logged, and what n8n logged about them, since it started last. */
	logged(pattern: RegExp): string[] {
		return this.n8n.log.filter((line) => pattern.test(line));
	}

	/** Ends n8n first: it holds connections, which a Spectrum that stops would call leaked. */
	async stop(): Promise<void> {
		for (const spectrum of this.spectrums) this.noteSecretsOf(spectrum);
		const secrets = [...this.secrets];
		try {
			for (const n8n of [...this.others, this.n8n]) await n8n.stop();
		} finally {
			for (const database of this.databases) database.close();
			for (const spectrum of this.spectrums) await spectrum.stop();
			if (keepsWork()) writeFileSync(path.join(this.userFolder, 'n8n.log'), this.wholeLog.join('\n'));
			else for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
		}
		const told = this.wholeLog.filter((line) => secrets.some((secret) => line.includes(secret)));
		if (told.length > 0) throw new Error(`n8n's log has ${told.length} lines with a secret in them`);
	}

	/** Every line of every process so far. */
	get wholeLog(): readonly string[] {
		return [...this.formerLog, ...this.n8n.log, ...this.others.flatMap(({ log }) => log)];
	}

	private newFolder(): string {
		const folder = newUserFolder();
		this.folders.push(folder);
		return folder;
	}

	private noteSecretsOf({ projectSecret, lines, webhooks }: Simulator): void {
		this.secrets.add(projectSecret);
		for (const { token } of lines) this.secrets.add(token);
		for (const { signingSecret } of webhooks) this.secrets.add(signingSecret);
	}
}
