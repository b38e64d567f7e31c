import type { Direction } from './net/tcpProxy';
import type { RpcErrorOptions } from './calls/errors';

/** Names of the control plane's routes. */
export type RouteName =
	| 'mint'
	| 'project'
	| 'imessage'
	| 'lines'
	| 'listWebhooks'
	| 'registerWebhook'
	| 'deleteWebhook'
	| 'updateWebhook'
	| 'rotateWebhookSecret'
	| 'egressIps'
	| 'routeLine'
	| 'listPlatforms'
	| 'changePlatform'
	| 'getProfile'
	| 'changeProfile'
	| 'listUsers'
	| 'createUser'
	| 'getUser'
	| 'deleteUser'
	| 'userRedirect'
	| 'publicRedirect';

/** Why a stream is reset, in HTTP/2's words. */
export type ResetCode = 'noError' | 'internalError' | 'refusedStream' | 'cancel' | 'enhanceYourCalm';

/** What goes wrong with a call, by gRPC or by HTTP. */
export type RpcFault =
	/** The token is live, yet it is answered UNAUTHENTICATED with `unauthenticated`. Nothing is written. */
	| ({ readonly type: 'refusedToken' } & InStream)
	/** As if the token had ended: UNAUTHENTICATED with `tokenExpired`. Nothing is written. */
	| ({ readonly type: 'expiredToken' } & InStream)
	/** Any error; with `afterWrite` the write happens all the same. */
	| ({ readonly type: 'error'; readonly code: string; readonly afterWrite?: boolean } & RpcErrorOptions & InStream)
	/** The write happens (or had happened) and is answered `duplicateMessage`. */
	| { readonly type: 'duplicate' }
	/** The write happens, then the connection is cut before the answer. A stream is cut at its end. */
	| { readonly type: 'answerLost' }
	/** The connection is cut before the write. */
	| ({ readonly type: 'dropConnection' } & InStream)
	| (SlowFault & InStream)
	| (HoldFault & InStream)
	| ResetFault
	| ProxyFault
	| (StreamFault & InStream);

/**
 * The call is over without an answer, before the write. By gRPC RST_STREAM ends it, and the connection stays; by HTTP the
 * whole connection ends with RST. Default `internalError`.
 */
export interface ResetFault extends InStream {
	readonly type: 'reset';
	readonly reason?: ResetCode;
}

/**
 * Somebody between client and server answers, and knows nothing of the contract: an HTML page without the middleware's
 * headers. It waits for a call over HTTP: those by gRPC pass. With `afterWrite` the write happens all the same, as behind a
 * proxy that gives up waiting.
 */
export interface ProxyFault {
	readonly type: 'proxyAnswer';
	/** Default 502. */
	readonly status?: number;
	/** Default: a page that names the status. */
	readonly body?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly afterWrite?: boolean;
}

/** What goes wrong with a stream, and cannot with another call. What strikes in a stream never takes an event back. */
export type StreamFault =
	/** Nothing passes in one direction of the whole connection, not even its end, until `release()`; nobody is told. */
	| { readonly type: 'stall'; readonly direction: Direction }
	/** The server takes no more streams on this connection, and ends it after a time on the simulator's clock; default 0. */
	| { readonly type: 'goaway'; readonly graceMilliseconds?: number }
	/** The last event comes a second time; default the first event. */
	| { readonly type: 'repeatFrame' }
	/** The answer to a cursor that is refused; see `settings.cursorError`. */
	| { readonly type: 'rejectedCursor' }
	/** The stream ends with OK, as if all had been said. */
	| { readonly type: 'endStream' };

/** For a stream only. By default it strikes before the first frame; one whose moment never comes strikes at the end. */
interface InStream {
	/** Strikes after so many chunks of bytes, 0 meaning after the header. */
	readonly afterChunks?: number;
	/** Strikes after so many events were written; heartbeats do not count. Of these, a cut may still lose some. */
	readonly afterEvents?: number;
}

const forStreams: ReadonlySet<string> = new Set<StreamFault['type']>(['stall', 'goaway', 'repeatFrame', 'rejectedCursor', 'endStream']);

export function isForStreams(fault: RpcFault): fault is StreamFault {
	return forStreams.has(fault.type);
}

/** What goes wrong with a request to the control plane. */
export type RouteFault =
	/** This answer instead of the real one; nothing happens behind it. Default body: the contract's failure envelope. */
	| {
			readonly type: 'status';
			readonly status: number;
			readonly code?: string;
			readonly message?: string;
			readonly body?: string;
			readonly headers?: Readonly<Record<string, string>>;
	  }
	/** The request takes effect, then the connection is cut before the answer. */
	| { readonly type: 'answerLost' }
	/** The connection is cut before anything happens. */
	| { readonly type: 'dropConnection' }
	/** No answer at all, until the client or `stop()` gives up. */
	| { readonly type: 'hang' }
	| SlowFault
	| HoldFault;

/**
 * The answer comes late: `milliseconds` on the simulator's clock. The write happens at once; with `beforeWrite` it
 * happens at the end of the wait, and not at all when the client gives up first.
 */
export interface SlowFault {
	readonly type: 'slow';
	readonly milliseconds: number;
	readonly beforeWrite?: boolean;
}

/** The answer comes when the test calls `release()`. `beforeWrite` as for a slow answer. */
export interface HoldFault {
	readonly type: 'hold';
	readonly beforeWrite?: boolean;
}

export type Fault = RpcFault | RouteFault;

export interface FaultOptions {
	/** How many calls it strikes; default 1. `Infinity` until removed. */
	readonly times?: number;
	/** How many calls pass before it strikes; default 0. */
	readonly after?: number;
	/** Only calls on this line, by number or instance id. */
	readonly line?: string;
}

/** A fault that was added. */
export interface ScriptedFault {
	/** How often it has struck. */
	readonly hits: number;
	/** Resolves when it strikes for the first time, or has. */
	readonly struck: Promise<void>;
	/** Lets every held answer go, and those to come. */
	release(): void;
	/** Strikes no more; what it holds is released. */
	remove(): void;
}

class Script<F extends Fault> implements ScriptedFault {
	hits = 0;
	readonly struck: Promise<void>;
	readonly released: Promise<void>;
	release!: () => void;
	private strike!: () => void;
	private isReleased = false;
	private passing: number;
	private left: number;

	constructor(
		readonly fault: F,
		readonly line: string | undefined,
		options: FaultOptions,
	) {
		this.passing = options.after ?? 0;
		this.left = options.times ?? 1;
		this.struck = new Promise((resolve) => (this.strike = resolve));
		this.released = new Promise((resolve) => {
			this.release = () => {
				this.isReleased = true;
				resolve();
			};
		});
	}

	/** Whether nothing will come of it any more: it strikes nothing, and holds nothing. */
	get isOver(): boolean {
		const holds = this.fault.type === 'hold' || this.fault.type === 'stall';
		return this.left <= 0 && (!holds || this.isReleased);
	}

	/** Whether it strikes this call. */
	take(): boolean {
		if (this.left <= 0) return false;
		if (this.passing > 0) {
			this.passing--;
			return false;
		}
		this.left--;
		this.hits++;
		this.strike();
		return true;
	}

	remove(): void {
		this.left = 0;
		this.release();
	}
}

/** A fault that strikes the call at hand. */
export interface StruckFault<F extends Fault> {
	readonly fault: F;
	/** Resolves when a held answer may go. */
	readonly released: Promise<void>;
}

/** A fault that strikes at once, without a script. */
export function strikeNow(fault: RpcFault): ScriptedFault & StruckFault<RpcFault> {
	const script = new Script(fault, undefined, {});
	script.take();
	return script;
}

/**
 * The faults of a run. `target` is the name of an RPC (`SendTextMessage`), `read` or `write` for any RPC of that kind,
 * `rpc` for any RPC or stream, `connect` for a new gRPC connection (it is cut at once, whatever the fault says), or the
 * name of a control-plane route.
 */
export class Faults {
	private readonly scripts = new Map<string, Array<Script<Fault>>>();

	add(target: RouteName, fault: RouteFault, options?: FaultOptions): ScriptedFault;
	add(target: string, fault: RpcFault, options?: FaultOptions): ScriptedFault;
	add(target: string, fault: Fault, options: FaultOptions = {}): ScriptedFault {
		const script = new Script<Fault>(fault, options.line, options);
		// Those that are over are looked at no more.
		const waiting = (this.scripts.get(target) ?? []).filter(({ isOver }) => !isOver);
		this.scripts.set(target, [...waiting, script]);
		return script;
	}

	/** The first fault that strikes; targets in order of precedence. */
	take<F extends Fault>(
		targets: readonly string[],
		lines: ReadonlyArray<string | undefined> = [],
		transport?: 'grpc' | 'http',
	): StruckFault<F> | undefined {
		for (const target of targets) {
			for (const script of this.scripts.get(target) ?? []) {
				if (script.line !== undefined && !lines.includes(script.line)) continue;
				if (script.fault.type === 'proxyAnswer' && transport !== 'http') continue;
				if (script.take()) return script as unknown as StruckFault<F>;
			}
		}
		return undefined;
	}

	/** Forgets every fault and lets held answers go. */
	clear(): void {
		for (const list of this.scripts.values()) for (const script of list) script.remove();
		this.scripts.clear();
	}
}
