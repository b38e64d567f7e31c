import type { AuthContext } from '../auth/TokenSource';
import type { Connection } from '../model/connection';
import type { Line, Plan } from '../model/line';
import type { WriteKey } from '../keys/writeKey';
import { Addresses } from './addresses';
import { Attachments } from './attachments';
import { Backgrounds } from './backgrounds';
import { Calls } from './calls';
import { Groups } from './groups';
import { Lines } from './lines';
import { Messages } from './messages';
import { Polls } from './polls';
import { sharedPool, type ConnectionPool } from './pool/pool';
import type { Reach } from './reach';
import type { RouteWish } from './routing';
import { Spaces } from './spaces';
import type { WriteMemory } from './pool/writeMemory';

/**
 * What a node sees of Spectrum: conversations and messages of one credential, during one execution. Failures are always
 * a `SpectrumError`. Every write takes the key of its item and derives one for each step from it, so that a repeated
 * attempt is recognised as the same write; where the server says that it was, the write counts as done.
 */
export class Gateway {
	readonly spaces: Spaces;
	readonly backgrounds: Backgrounds;
	readonly messages: Messages;
	readonly attachments: Attachments;
	readonly polls: Polls;
	readonly groups: Groups;
	readonly addresses: Addresses;
	private readonly calls: Calls;

	/**
	 * Connections come from the process-wide pool, so that gateways are cheap and share them.
	 *
	 * @param reach Which conversations may be reached. Default: every one of the credential.
	 */
	constructor(connection: Connection, context: AuthContext, pool: ConnectionPool = sharedPool, reach?: Reach) {
		this.calls = new Calls(pool.link(connection), context, reach);
		this.spaces = new Spaces(this.calls);
		this.backgrounds = new Backgrounds(this.calls);
		this.messages = new Messages(this.calls);
		this.attachments = new Attachments(this.calls);
		this.polls = new Polls(this.calls);
		this.groups = new Groups(this.calls);
		this.addresses = new Addresses(this.calls);
	}

	/** Which conversations may be reached; what is found by an ID alone is to be checked with it. */
	get reach(): Reach {
		return this.calls.reach;
	}

	/** What the process remembers of the credential's writes. */
	get memory(): WriteMemory {
		return this.calls.memory;
	}

	/** The lines of the credential, without what reaches them. */
	async lines(): Promise<Line[]> {
		return (await this.calls.inventory()).lines.map(({ id, phone }) => ({ id, phone }));
	}

	async plan(): Promise<Plan> {
		return (await this.calls.inventory()).plan;
	}

	/**
	 * The line for a call that belongs to no conversation: as wished, else one that the key decides on, else always
	 * the same one.
	 */
	async anyLine(wish: RouteWish, key?: WriteKey): Promise<Line> {
		return new Lines(this.calls).any(await this.calls.inventory(), wish, key);
	}
}
