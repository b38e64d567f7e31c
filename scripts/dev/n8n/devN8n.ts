import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../n8n/cache';
import { N8nClient } from '../../n8n/client';
import { N8nProcess } from '../../n8n/process';
import { installN8n, type N8nProgram } from '../../n8n/programs';
import type { Login } from '../greeting';
import { BookFile } from './book';
import { compilePack, placePack, type CompiledPack } from './pack';
import { provision, type Provision } from './provision';

/** How long n8n may take to end before it is killed. */
const patienceMilliseconds = 15_000;

export interface DevN8nOptions extends Pick<Provision, 'root' | 'simulator' | 'mode'> {
	/** Keeps n8n between runs. */
	readonly folder: string;
	readonly port: number;
	readonly brokerPort: number;
	/** Host name that Spectrum delivers to. */
	readonly publicHost: string;
	/** Ends what is under way. */
	readonly signal: AbortSignal;
	/** Hears that n8n has ended by itself, with the end of its log. */
	readonly onCrash: (log: string) => void;
}

/** The n8n of `npm run dev`, with the nodes of the working tree. */
export class DevN8n {
	private process: N8nProcess | undefined;

	private constructor(
		private readonly options: DevN8nOptions,
		private readonly program: N8nProgram,
		private readonly book: BookFile,
	) {}

	/** Installs n8n unless it is there, starts it, and gives it what it does not have yet. */
	static async start(options: DevN8nOptions): Promise<DevN8n> {
		const compiled = compilePack(options.root);
		compiled.catch(() => undefined);
		const program = await installN8n('2.40', options.signal);
		const n8n = new DevN8n(options, program, BookFile.open(options.folder));
		try {
			await n8n.run(await compiled);
			const client = await N8nClient.enter(n8n.url, n8n.login);
			await provision({ ...options, client, book: n8n.book, publicAddress: `https://${options.publicHost}` });
		} catch (error) {
			await n8n.stop();
			throw error;
		}
		return n8n;
	}

	get url(): string {
		return `http://127.0.0.1:${this.options.port}`;
	}

	get login(): Login {
		return this.book.book.owner;
	}

	/** Builds the nodes, and starts n8n with them. Sources that cannot be compiled leave the running n8n alone. */
	async rebuild(): Promise<void> {
		const pack = await compilePack(this.options.root);
		await this.stop();
		await this.run(pack);
	}

	/** Safe to call at any time. */
	async stop(): Promise<void> {
		const running = this.process;
		this.process = undefined;
		await running?.stop(patienceMilliseconds);
	}

	private async run(pack: CompiledPack): Promise<void> {
		const { root, folder, port, brokerPort, publicHost, signal } = this.options;
		const userFolder = path.join(folder, 'n8n');
		mkdirSync(path.join(userFolder, '.n8n'), { recursive: true, mode: 0o700 });
		const modules = path.resolve(this.program.command, '..', '..', '..');
		if (!existsSync(path.join(modules, 'n8n-workflow'))) throw new Error(`n8n in ${modules} is incomplete: delete that folder`);
		placePack(root, pack, path.join(userFolder, '.n8n', 'nodes'), modules);
		const started = await N8nProcess.start({
			program: this.program,
			userFolder,
			encryptionKey: this.book.book.encryptionKey,
			port,
			brokerPort,
			webhookUrl: `https://${publicHost}/`,
			extra: {
				// The editor is for the person at this machine; only webhooks come by the public name.
				N8N_EDITOR_BASE_URL: this.url,
				// n8n loads thousands of files. Node keeps what it has compiled of them, and a restart takes half the time.
				NODE_COMPILE_CACHE: path.join(cacheFolder(), `compiled-${this.program.version}`),
			},
			ownGroup: true,
			keptLines: 500,
			signal,
		});
		this.process = started;
		void started.whenEnded().then(() => {
			if (this.process !== started) return;
			this.process = undefined;
			this.options.onCrash(started.tail(20));
		});
	}
}
