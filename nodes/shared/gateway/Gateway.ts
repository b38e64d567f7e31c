import type { AuthContext } from '../auth/TokenSource';
import type { Connection } from '../domain/connection';
import type { Line } from '../domain/line';
import { Messages } from './messages';
import { sharedPool, type ConnectionPool } from './pool';
import { Spaces } from './spaces';

/** What a node sees of Spectrum: conversations and messages of one credential, during one execution. */
export class Gateway {
	readonly spaces: Spaces;
	readonly messages: Messages;
	private readonly inventory: () => Promise<readonly Line[]>;

	/** Connections come from the process-wide pool, so that gateways are cheap and share them. */
	constructor(connection: Connection, context: AuthContext, pool: ConnectionPool = sharedPool) {
		const link = pool.link(connection);
		this.spaces = new Spaces(link, context);
		this.messages = new Messages(link, context);
		this.inventory = async () => (await link.inventory(context)).lines;
	}

	/** The lines of the credential, without what reaches them. */
	async lines(): Promise<Line[]> {
		return (await this.inventory()).map(({ id, phone }) => ({ id, phone }));
	}
}
