import { systemClock, type Clock } from '../../../clock';
import type { Simulator } from '../../../Simulator';
import { wait } from '../../../wait';
import { WebError } from '../../route';
import { complaintOf, parsePlay, PlayError } from './parse';
import type { Stage } from './stage';
import type { Doing, Step } from './steps';

/** How far a play is. */
export interface PlayState {
	readonly status: 'idle' | 'playing' | 'done' | 'failed' | 'stopped';
	/** The line that is played, or where it ended; from 1. */
	readonly line?: number;
	/** Steps done, of so many. */
	readonly done: number;
	readonly total: number;
	readonly error?: string;
}

/** Real milliseconds between steps: `atOnce` has none, `asPeopleDo` lets a person follow. */
const pauses = { atOnce: 0, asPeopleDo: 900 } as const;
export type Pace = keyof typeof pauses;
export const paces = Object.keys(pauses) as readonly Pace[];

/** How long dots are shown, in pauses. */
const typingPauses = 2;
/** How long a person waits for an answer, in real milliseconds. */
export const longestWait = 60_000;

/** Plays conversations, one at a time. */
export class Player {
	private current: PlayState = { status: 'idle', done: 0, total: 0 };
	private stopping = new AbortController();
	private running: Promise<void> = Promise.resolve();

	/**
	 * @param onChange Called when the state has changed.
	 * @param timers Real time; a test has another.
	 */
	constructor(
		private readonly stage: Stage,
		private readonly onChange: () => void = () => undefined,
		private readonly timers: Clock = systemClock,
	) {}

	get state(): PlayState {
		return this.current;
	}

	/** Resolves when nothing is played any more. */
	get finished(): Promise<void> {
		return this.running;
	}

	/** Reads the whole play and begins; nothing is played when a line is not understood. The answer is the number of steps. */
	play(text: string, pace: Pace): number {
		if (this.current.status === 'playing') throw new WebError(409, 'A conversation is being played. Stop it first');
		const steps = read(text);
		this.stopping = new AbortController();
		this.tell({ status: 'playing', done: 0, total: steps.length });
		this.running = this.run(steps, pauses[pace], this.stopping.signal);
		return steps.length;
	}

	/** Ends after the step at hand. */
	stop(): void {
		this.stopping.abort();
	}

	private async run(steps: readonly Step[], pause: number, signal: AbortSignal): Promise<void> {
		const total = steps.length;
		const seen = new Arrivals(this.stage.simulator);
		for (const [done, step] of steps.entries()) {
			this.tell({ status: 'playing', line: step.line, done, total });
			try {
				await this.take(step, pause, seen, signal);
			} catch (error) {
				return this.tell({ status: 'failed', line: step.line, done, total, error: complaintOf(step.line, error) });
			}
			if (done < total - 1 && pause > 0) await wait(this.timers, pause, signal);
			if (signal.aborted) return this.tell({ status: 'stopped', line: step.line, done: done + 1, total });
		}
		this.tell({ status: 'done', line: steps[total - 1]?.line, done: total, total });
	}

	private async take({ action }: Step, pause: number, seen: Arrivals, signal: AbortSignal): Promise<void> {
		if (action.type === 'waits') return await this.waitForAnswer(action, seen, signal);
		// What comes from now on is an answer to this.
		if ('who' in action) seen.mark(this.stage.addressOf(action.who));
		if (action.type !== 'types') return this.stage.perform(action);
		this.stage.showTyping(action, true);
		await wait(this.timers, pause * typingPauses, signal);
		this.stage.showTyping(action, false);
	}

	private async waitForAnswer({ who }: Doing, seen: Arrivals, signal: AbortSignal): Promise<void> {
		const address = this.stage.addressOf(who);
		const over = new AbortController();
		const stopWatching = this.stage.simulator.watch(({ type }) => {
			if (type === 'phone' && seen.isAnswered(address)) over.abort();
		});
		try {
			if (!seen.isAnswered(address)) await wait(this.timers, longestWait, AbortSignal.any([over.signal, signal]));
		} finally {
			stopWatching();
		}
		if (seen.isAnswered(address)) seen.mark(address);
		else if (!signal.aborted) throw new Error(`no answer has reached ${who} within ${longestWait / 1000} seconds`);
	}

	private tell(state: PlayState): void {
		this.current = state;
		this.onChange();
	}
}

/** What has arrived on phones since their owners last did something. */
class Arrivals {
	private readonly counts = new Map<string, number>();

	constructor(private readonly simulator: Simulator) {
		for (const phone of simulator.phones) this.counts.set(phone.address, phone.messages.length);
	}

	mark(address: string): void {
		this.counts.set(address, this.simulator.phone(address).messages.length);
	}

	isAnswered(address: string): boolean {
		return this.simulator.phone(address).messages.length > (this.counts.get(address) ?? 0);
	}
}

function read(text: string): readonly Step[] {
	try {
		return parsePlay(text);
	} catch (error) {
		if (error instanceof PlayError) throw new WebError(422, error.message);
		throw error;
	}
}
