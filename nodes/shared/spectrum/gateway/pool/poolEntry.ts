import type { AuthContext, TokenSource } from '../../auth/TokenSource';
import type { CancelTimer, Clock } from '../../timing/clock';
import type { LineAccess, LineInventory } from '../../model/line';
import { cancelled } from '../../errors/from';
import { SpectrumError } from '../../errors/SpectrumError';
import type { Transport } from '../../transport/Transport';
import { KnownSpaces } from './knownSpaces';
import { Outages } from './outages';
import { PooledConnection } from './poolConnection';
import { WriteMemory } from './writeMemory';

/** The parts and settings of an entry. */
export interface PoolEntryOptions {
	readonly source: TokenSource;
	readonly openTransport: (line: LineAccess) => Transport;
	readonly clock: Clock;
	readonly idleMilliseconds: number;
	readonly forgetMilliseconds: number;
	/** Default: an empty one. */
	readonly memory?: WriteMemory;
	/** Called when the entry was not used for `forgetMilliseconds`. */
	readonly onForgotten: () => void;
}

/**
 * Everything that the process holds for one credential: its tokens, the connections of its lines, the lines of its spaces,
 * its recent outages and its recent writes.
 */
export class PoolEntry {
	readonly knownSpaces = new KnownSpaces();
	readonly memory: WriteMemory;
	readonly outages: Outages;
	private readonly connections = new Map<string, PooledConnection>();
	private users = 0;
	private closed = false;
	/** The inventory whose lines the connections were compared with last. */
	private reconciled: LineInventory | undefined;
	private cancelForget: CancelTimer = () => {};

	constructor(private readonly options: PoolEntryOptions) {
		this.outages = new Outages(options.clock);
		this.memory = options.memory ?? new WriteMemory();
		// Its memory may be looked at without a call that follows.
		this.forgetLater();
	}

	/** Marks the entry as in use. Each `enter` is followed by one `leave`. */
	enter(): void {
		this.users += 1;
		this.cancelForget();
	}

	leave(): void {
		this.users -= 1;
		if (this.users > 0 || this.closed) return;
		this.forgetLater();
	}

	private forgetLater(): void {
		this.cancelForget = this.options.clock.after(this.options.forgetMilliseconds, () => {
			this.close();
			this.options.onForgotten();
		});
	}

	async inventory(context: AuthContext, renewed = false): Promise<LineInventory> {
		const { source } = this.options;
		return this.reconcile(await (renewed ? source.renewed(context) : source.inventory(context)));
	}

	/** The line with a live token. Rejects with `invalid` when the credential has no such line. */
	async line(lineId: string, context: AuthContext): Promise<LineAccess> {
		return find(lineId, await this.inventory(context));
	}

	/** The same line with a renewed token, after the server refused the previous one. */
	async renewedLine(line: LineAccess, refusal: SpectrumError, context: AuthContext): Promise<LineAccess> {
		return find(line.id, this.reconcile(await this.options.source.refused(line.token, refusal, context)));
	}

	/** The final error of a line that also refused the renewed token. */
	refusedAgain(refusal: SpectrumError): SpectrumError {
		return this.options.source.refusedAgain(refusal);
	}

	/** The connection of a line. A renewed token uses the same connection. */
	connection(line: LineAccess): PooledConnection {
		// A call that waited for its token while the pool was closed must not open a connection.
		if (this.closed) throw poolClosed();
		const key = connectionKey(line);
		let connection = this.connections.get(key);
		if (connection === undefined) {
			const { openTransport, clock, idleMilliseconds } = this.options;
			connection = new PooledConnection(() => openTransport(line), clock, idleMilliseconds);
			this.connections.set(key, connection);
			// A call may have waited with a line that is gone by now.
			this.reconciled = undefined;
		}
		return connection;
	}

	/** A new connection to a line. It belongs to the caller. */
	openTransport(line: LineAccess): Transport {
		if (this.closed) throw poolClosed();
		return this.options.openTransport(line);
	}

	/** Closes every connection now. None opens again. */
	close(): void {
		this.closed = true;
		this.cancelForget();
		for (const connection of this.connections.values()) connection.close();
		this.connections.clear();
	}

	/** Drops the lines that are no longer in the inventory. */
	private reconcile(inventory: LineInventory): LineInventory {
		if (inventory === this.reconciled) return inventory;
		this.reconciled = inventory;
		const current = new Set(inventory.lines.map(connectionKey));
		for (const [key, connection] of this.connections) {
			if (current.has(key)) continue;
			connection.retire();
			this.connections.delete(key);
		}
		return inventory;
	}
}

function poolClosed(): SpectrumError {
	return cancelled(new Error('The pool was closed'));
}

function connectionKey(line: LineAccess): string {
	return JSON.stringify([line.id, line.address, line.instanceId]);
}

function find(lineId: string, inventory: LineInventory): LineAccess {
	const line = inventory.lines.find(({ id }) => id === lineId);
	if (line !== undefined) return line;
	const phones = inventory.lines.map(({ phone }) => phone);
	throw new SpectrumError({
		kind: 'invalid',
		message: `The credential has no line "${lineId}"`,
		advice:
			phones.length === 0
				? 'It has no lines at all at the moment. Add a line to the project in the Spectrum dashboard.'
				: `Use one of its lines: ${phones.join(', ')}. A line that was there before may have been removed from the project.`,
	});
}
