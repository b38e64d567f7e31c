import type { AuthContext } from '../auth/TokenSource';
import type { Connection } from '../model/connection';
import type { Line, Plan } from '../model/line';
import type { WriteKey } from '../keys/writeKey';
import { Addresses } from './addresses';
import { Attachments } from './attachments';
import { bestLineOf } from './bestLine';
import { Backgrounds } from './backgrounds';
import { Calls } from './calls';
import { Groups } from './groups';
import { Lines } from './lines';
import { Locations } from './locations';
import { Messages } from './messages';
import { Polls } from './polls';
import { sharedPool, type ConnectionPool } from './pool/pool';
import type { Reach } from './reach';
import type { LineChoice } from './routing';
import { Spaces } from './spaces';
import type { WriteMemory } from './pool/writeMemory';

/**
 * The nodes' access to Spectrum: the spaces and messages of one credential during one execution. Failures are always a
 * `SpectrumError`. Every write takes the key of its item and derives a key for each of its steps, so that the server
 * recognises a repeated attempt. A write that the server recognises as a repeat counts as done.
 */
export class Gateway {
	readonly spaces: Spaces;
	readonly backgrounds: Backgrounds;
	readonly messages: Messages;
	readonly attachments: Attachments;
	readonly polls: Polls;
	readonly groups: Groups;
	readonly addresses: Addresses;
	readonly locations: Locations;
	private readonly calls: Calls;

	/**
	 * A gateway is cheap to make: it uses connections of the pool that the whole process shares.
	 *
	 * @param reach the spaces that may be reached. Default: every space of the credential
	 */
	constructor(connection: Connection, context: AuthContext, pool: ConnectionPool = sharedPool, reach?: Reach) {
		this.calls = new Calls(pool.link(connection), context, reach, async () => await bestLineOf(connection, context));
		this.spaces = new Spaces(this.calls);
		this.backgrounds = new Backgrounds(this.calls);
		this.messages = new Messages(this.calls);
		this.attachments = new Attachments(this.calls);
		this.polls = new Polls(this.calls);
		this.groups = new Groups(this.calls);
		this.addresses = new Addresses(this.calls);
		this.locations = new Locations(this.calls);
	}

	/** The spaces that may be reached. Check with it what was found only by an ID. */
	get reach(): Reach {
		return this.calls.reach;
	}

	/** The credential's recent writes, which all executions share. */
	get memory(): WriteMemory {
		return this.calls.memory;
	}

	/** The lines of the credential, without addresses and tokens. */
	async lines(): Promise<Line[]> {
		return (await this.calls.inventory()).lines.map(({ id, phone }) => ({ id, phone }));
	}

	async plan(): Promise<Plan> {
		return (await this.calls.inventory()).plan;
	}

	/**
	 * The line for a call that belongs to no space: the chosen line, otherwise the line that the key selects, and without a
	 * key always the same line.
	 */
	async anyLine(choice: LineChoice, key?: WriteKey): Promise<Line> {
		return new Lines(this.calls).any(await this.calls.inventory(), choice, key);
	}
}
