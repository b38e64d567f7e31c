import type { AuthContext } from '../auth/TokenSource';
import type { LineInventory } from '../model/line';
import { SpectrumError } from '../errors/SpectrumError';
import type { WireMethod } from '../transport/Transport';
import type { KnownSpaces } from './pool/knownSpaces';
import type { Link, LinkUnaryOptions } from './pool/pool';
import type { WriteMemory } from './pool/writeMemory';
import type { OpenSpace } from './openSpace';
import { reachesEverything, type Reach } from './reach';

/** Options of a call. */
export interface CallOptions extends Omit<LinkUnaryOptions, 'context' | 'idempotencyKey'> {
	/** Replaces the signal of the execution. With null, only the deadline ends the call. */
	readonly signal?: AbortSignal | null;
}

/** Where a call goes: the ID of a line, or a space, which names its line. */
export type LineOrSpace = string | OpenSpace;

/** The calls of one credential during one execution. */
export class Calls {
	constructor(
		private readonly link: Link,
		private readonly context: AuthContext,
		/** The spaces that the execution may reach. Default: all spaces of the credential. */
		readonly reach: Reach = reachesEverything,
		/** The number of the project's best line for someone new. Undefined when there is none. */
		readonly bestLine: () => Promise<string | undefined> = async () => await Promise.resolve(undefined),
	) {}

	get knownSpaces(): KnownSpaces {
		return this.link.knownSpaces;
	}

	/** The credential's recent writes, which all executions share. */
	get memory(): WriteMemory {
		return this.link.memory;
	}

	/** Aborted when someone stops the execution. */
	get signal(): AbortSignal | undefined {
		return this.context.signal;
	}

	async inventory(): Promise<LineInventory> {
		return await this.link.inventory(this.context);
	}

	async read<Request, Response>(
		at: LineOrSpace,
		method: WireMethod<Request, Response>,
		request: Request,
		options: CallOptions = {},
	): Promise<Response> {
		return await this.unary(at, method, request, options);
	}

	/**
	 * Makes a write. The key is sent with the call and in the request, because a server may know a repeat by only one of them.
	 * Rejects with `duplicate` when the server recognises a repeat: see {@link acceptRepeat}.
	 */
	async write<Request extends object, Response>(
		at: LineOrSpace,
		method: WireMethod<Request, Response>,
		request: NoInfer<Omit<Request, 'clientMessageId'>>,
		idempotencyKey: string,
		options: CallOptions = {},
	): Promise<Response> {
		const whole = { ...request, clientMessageId: idempotencyKey } as Request;
		return await this.unary(at, method, whole, { ...options, idempotencyKey });
	}

	/** A stream that ends with the execution, or with `signal`. */
	stream<Request, Response>(
		lineId: string,
		method: WireMethod<Request, Response>,
		request: Request,
		signal: AbortSignal,
	): AsyncIterable<Response> {
		const { signal: execution } = this.context;
		const either = execution === undefined ? signal : AbortSignal.any([execution, signal]);
		return this.link.serverStream(lineId, method, request, { context: { ...this.context, signal: either } });
	}

	private async unary<Request, Response>(
		at: LineOrSpace,
		method: WireMethod<Request, Response>,
		request: Request,
		{ signal = this.context.signal, ...options }: CallOptions & Pick<LinkUnaryOptions, 'idempotencyKey'>,
	): Promise<Response> {
		const context = { ...this.context, signal: signal ?? undefined };
		const call = (lineId: string) => this.link.unary(lineId, method, request, { ...options, context });
		return typeof at === 'string' ? await call(at) : await this.inSpace(at, () => call(at.line.id));
	}

	/**
	 * Makes a call in a space. If the line no longer knows the space, the line is forgotten. A space that was opened before is
	 * opened once more, and the refused call is made again.
	 */
	private async inSpace<Result>(space: OpenSpace, call: () => Promise<Result>): Promise<Result> {
		try {
			return await call();
		} catch (error) {
			if (!isUnknownSpace(error)) throw error;
			this.link.knownSpaces.forget(space.id, space.line.id);
			if (space.reopen === undefined || (await space.reopen()) !== space.id) throw error;
			return await call();
		}
	}
}

export function isNotFound(error: unknown): error is SpectrumError {
	return error instanceof SpectrumError && error.kind === 'notFound';
}

function isUnknownSpace(error: unknown): boolean {
	return error instanceof SpectrumError && error.code === 'chatNotFound';
}

/**
 * Waits for a write. A repeat that the server recognises counts as done.
 *
 * @param find gives the result of a repeat, because the server does not send it again. Absent for a write without a result
 */
export async function acceptRepeat(write: Promise<void>): Promise<void>;
export async function acceptRepeat<Result>(write: Promise<Result>, find: () => Result | Promise<Result>): Promise<Result>;
export async function acceptRepeat<Result>(write: Promise<Result>, find?: () => Result | Promise<Result>): Promise<Result | undefined> {
	try {
		return await write;
	} catch (error) {
		if (error instanceof SpectrumError && error.kind === 'duplicate') return await find?.();
		throw error;
	}
}
