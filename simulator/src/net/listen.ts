import type { ListenOptions, Server } from 'node:net';

/** Where a server listens. */
export interface Place {
	/** Address of this machine; default 127.0.0.1. */
	readonly host?: string;
	/** Default: one that the system chooses. */
	readonly port?: number;
}

/** The port belongs to another program now. */
export class PortInUse extends Error {
	constructor(
		readonly host: string,
		readonly port: number,
		/** What was to listen there. */
		readonly purpose: string,
	) {
		super(`${purpose} cannot start: port ${port} on ${host} is used by another program`);
	}
}

/**
 * Resolves when the server listens.
 *
 * @throws PortInUse
 */
export async function listen(server: Server, place: Place, purpose: string): Promise<void> {
	const { host = '127.0.0.1', port = 0 } = place;
	// Without `exclusive`, a worker of Node's cluster would share the port.
	const options: ListenOptions = { host, port, exclusive: true };
	await new Promise<void>((resolve, reject) => {
		const fail = (error: NodeJS.ErrnoException): void => {
			reject(error.code === 'EADDRINUSE' ? new PortInUse(host, port, purpose) : error);
		};
		server.once('error', fail);
		server.listen(options, () => {
			server.off('error', fail);
			resolve();
		});
	});
}
