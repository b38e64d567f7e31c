import { OwnProcess } from '../ownProcess';
import { selfHostedToken } from './conversation';
import type { ServerOrder, ServerState } from './orders';

/** The bench's server in a process of its own. */
export class BenchServer {
	private constructor(
		private readonly process: OwnProcess,
		/** `host:port`, without TLS. */
		readonly address: string,
	) {}

	static async start(): Promise<BenchServer> {
		const process = OwnProcess.start('server/child.ts');
		const port = await process.ask<number>({ what: 'start' } satisfies ServerOrder);
		return new BenchServer(process, `127.0.0.1:${port}`);
	}

	/** Data of a credential of the kind `spectrumSelfHostedApi`. */
	get credential() {
		return { address: this.address, apiKey: selfHostedToken, phone: '', tls: false };
	}

	/** Base URL of the same server over HTTP. */
	async httpUrl(): Promise<string> {
		return `http://127.0.0.1:${await this.process.ask<number>({ what: 'startHttp' } satisfies ServerOrder)}`;
	}

	async emit(count: number, perSecond?: number): Promise<void> {
		await this.process.ask({ what: 'emit', count, perSecond } satisfies ServerOrder);
	}

	async append(count: number): Promise<number> {
		return await this.process.ask<number>({ what: 'append', count } satisfies ServerOrder);
	}

	async state(): Promise<ServerState> {
		return await this.process.ask<ServerState>({ what: 'state' } satisfies ServerOrder);
	}

	async stop(): Promise<void> {
		await this.process.stop();
	}
}
