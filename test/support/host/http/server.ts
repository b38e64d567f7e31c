import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attachRawBodyReader } from './body';
import { asExpress } from './express';
import { handleWebhookRequest, type WebhookManager } from './requestHandler';

export interface WebhookManagers {
	live: WebhookManager;
	test: WebhookManager;
	/** Requests to executions that wait. */
	waiting: WebhookManager;
}

/**
 * The three webhook routes of packages/cli/src/abstract-server.ts on a free port. Everything else that n8n serves, and
 * its compression of answers, is left out.
 */
export class WebhookServer {
	private readonly server: Server;
	private managers?: WebhookManagers;
	private readonly pending = new Set<Promise<void>>();
	/** Stays known when nothing listens any more. */
	port = 0;

	private constructor() {
		this.server = createServer((request, response) => {
			const handled = this.handle(request, response).finally(() => this.pending.delete(handled));
			this.pending.add(handled);
		});
	}

	/** Listens at once, but drops every connection until {@link open} is called. */
	static async listen(address: string): Promise<WebhookServer> {
		const host = new WebhookServer();
		await new Promise<void>((resolve, reject) => {
			host.server.once('error', reject);
			host.server.listen(0, address, resolve);
		});
		host.port = (host.server.address() as AddressInfo).port;
		return host;
	}

	/** From here on requests are handled by `managers`. */
	open(managers: WebhookManagers): void {
		this.managers = managers;
	}

	/**
	 * Drops what arrives from now on, as a process that is down would, and waits for the requests in work.
	 *
	 * @throws if one of them is still unanswered after `patienceMilliseconds`
	 */
	async suspend(patienceMilliseconds: number): Promise<void> {
		this.managers = undefined;
		let timer: NodeJS.Timeout | undefined;
		const patience = new Promise<void>((resolve) => {
			timer = setTimeout(resolve, patienceMilliseconds);
		});
		await Promise.race([Promise.allSettled(this.pending), patience]);
		clearTimeout(timer);
		this.server.closeAllConnections();
		if (this.pending.size > 0) throw new Error(`${this.pending.size} webhook requests were never answered`);
	}

	/** As {@link suspend}, for good. */
	async close(patienceMilliseconds: number): Promise<void> {
		const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
		try {
			await this.suspend(patienceMilliseconds);
		} finally {
			await closed;
		}
	}

	private async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
		if (this.managers === undefined) {
			incoming.socket.destroy();
			return;
		}
		const [request, response] = asExpress(incoming, outgoing);
		attachRawBodyReader(request);
		const [, endpoint, ...segments] = request.path.split('/');
		const { live, test, waiting } = this.managers;
		const managers: Record<string, WebhookManager | undefined> = { webhook: live, 'webhook-test': test, 'webhook-waiting': waiting };
		const manager = managers[endpoint ?? ''];
		const path = segments.map((segment) => decodeURIComponent(segment)).join('/');
		if (manager === undefined || path === '') {
			response.status(404).send(`Cannot ${request.method} ${request.path}`);
			return;
		}
		await handleWebhookRequest(manager, request, response, path);
		// Not until it has left is the request over: closing the server would cut it off.
		if (response.writableEnded && !response.writableFinished && !response.destroyed) await once(response, 'close');
	}
}
