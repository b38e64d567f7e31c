import { systemClock, type CancelTimer, type Clock } from '../../clock';
import type { ScriptedFault } from '../../faults';
import { services } from '../../services/registry';
import type { Simulator } from '../../Simulator';
import { WebError } from '../route';
import { faultOf, wordsOf, type WantedFault } from './faultKinds';

/** A fault that waits for its call. */
export interface ArmedFault {
	readonly id: string;
	/** In words: `Refuse the token`. */
	readonly what: string;
	/** `rpc` any call or stream, `read` or `write` any of that kind, or a method. */
	readonly target: string;
	/** Number of the line; absent: any line. */
	readonly line?: string;
	/** Absent: a call by any way. */
	readonly transport?: 'http';
}

/** A line that is down, until it starts again. */
export interface DownLine {
	readonly line: string;
	/** Seconds after which it starts again, as it was asked for. */
	readonly seconds: number;
}

/** Methods with one answer, by name: what a fault may wait for besides a kind of call. */
export const faultMethods: readonly string[] = services.flatMap(({ methods }) =>
	Object.entries(methods).flatMap(([name, { kind }]) => (kind === 'read' || kind === 'write' ? [name] : [])),
);
export const faultTargets: readonly string[] = ['rpc', 'write', 'read', ...faultMethods];

/** Faults that may wait at once. */
const mostArmed = 50;

/** Faults by a click, and what is still to strike. */
export class FaultDesk {
	private readonly waiting = new Map<string, { readonly shown: ArmedFault; readonly script: ScriptedFault }>();
	private readonly down = new Map<string, { readonly shown: DownLine; readonly script: ScriptedFault; readonly cancel: CancelTimer }>();
	private count = 0;

	/** @param timers Real time, as for the clients that find a line down; a test has another. */
	constructor(
		private readonly simulator: Simulator,
		private readonly timers: Clock = systemClock,
	) {}

	get armed(): readonly ArmedFault[] {
		return [...this.waiting.values()].map(({ shown }) => shown);
	}

	get downLines(): readonly DownLine[] {
		return [...this.down.values()].map(({ shown }) => shown);
	}

	/** Strikes the next call that fits, once. */
	arm(wanted: WantedFault, { target, line }: { readonly target: string; readonly line?: string }): ArmedFault {
		if (this.waiting.size >= mostArmed) throw new WebError(422, `${mostArmed} faults are waiting already. Remove one first`);
		if (wanted.kind === 'loseAnswer' && target === 'rpc')
			throw new WebError(422, 'A stream has no answer to lose. Choose reads, writes or a method');
		if (line !== undefined) this.check(line);
		const id = String(++this.count);
		const shown: ArmedFault = {
			id,
			what: wordsOf(wanted),
			target,
			line,
			transport: wanted.kind === 'proxyAnswer' ? 'http' : undefined,
		};
		const script = this.simulator.faults.add(target, faultOf(wanted), { line });
		this.waiting.set(id, { shown, script });
		void script.struck.then(() => this.waiting.delete(id));
		return shown;
	}

	/** It strikes no more. */
	disarm(id: string): void {
		const found = this.waiting.get(id);
		if (found === undefined) throw new WebError(404, 'This fault has struck already, or was removed');
		found.script.remove();
		this.waiting.delete(id);
	}

	/** Cuts the streams that are open now, with their connections; the answer is how many there were. */
	cutStreams(line?: string): number {
		if (line !== undefined) this.check(line);
		const open = this.simulator.streams.filter((stream) => line === undefined || stream.line === line);
		for (const stream of open) stream.strike({ type: 'dropConnection' });
		return open.length;
	}

	/** Every connection of a line is cut, and none is let in, for so many seconds of real time. */
	restart(line: string, seconds: number): void {
		this.check(line);
		this.start(line);
		const script = this.simulator.faults.add('connect', { type: 'dropConnection' }, { times: Number.POSITIVE_INFINITY, line });
		const cancel = this.timers.after(seconds * 1000, () => this.start(line));
		this.down.set(line, { shown: { line, seconds }, script, cancel });
		this.simulator.cutConnections(line);
	}

	/** Lets clients in again, before its time. */
	start(line: string): void {
		const found = this.down.get(line);
		found?.cancel();
		found?.script.remove();
		this.down.delete(line);
	}

	/** Leaves no fault and no timer. */
	close(): void {
		for (const { script } of this.waiting.values()) script.remove();
		this.waiting.clear();
		for (const line of [...this.down.keys()]) this.start(line);
	}

	private check(line: string): void {
		if (this.simulator.lines.some(({ id, phone }) => (phone ?? id) === line)) return;
		throw new WebError(404, `There is no line ${line}`);
	}
}
