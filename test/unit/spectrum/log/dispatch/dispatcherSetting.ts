import type { Change } from '../../../../../nodes/shared/spectrum/model/event/change';
import type { ImessageEvent } from '../../../../../nodes/shared/spectrum/model/event/event';
import { cancelled } from '../../../../../nodes/shared/spectrum/errors/from';
import { unlessAborted } from '../../../../../nodes/shared/spectrum/timing/waiting';
import type { RunOutcome } from '../../../../../nodes/shared/spectrum/log/dispatch/acknowledge';
import {
	Dispatcher,
	type Delivery,
	type DispatchHost,
	type DispatchSettings,
} from '../../../../../nodes/shared/spectrum/log/dispatch/dispatcher';
import { Progress } from '../../../../../nodes/shared/spectrum/log/reader/progress';
import type { Gap, LogEntry } from '../../../../../nodes/shared/spectrum/log/entry';
import { FakeClock } from '../../../../support/fakeClock';
import { changeIn, failure, line } from '../fakeSession';
import { message } from './gatherSupport';

/** A run that was started, and that the test ends. */
export interface Run extends Delivery {
	readonly item: string;
	readonly name: string;
	end(outcome: RunOutcome): void;
	break(error: Error): void;
}

/** What a workflow does is written by the test: which events it wants, how long it prepares them, what becomes of runs. */
export class FakeHost implements DispatchHost<string> {
	readonly runs: Run[] = [];
	readonly warnings: string[] = [];
	readonly prepared: string[] = [];
	readonly unwanted = new Set<string>();
	/** What the workflow does not want when nobody was asked about it. */
	readonly unwantedUnasked = new Set<string>();
	/** How many of the next preparations of an event fail. */
	readonly prepareFailures = new Map<string, number>();
	/** What they fail with. */
	prepareFailure: Error = failure('unavailable');
	/** Thrown when an event is to be told without asking. */
	unaskedFailure: Error | undefined;
	readonly itemFailures = new Map<string, number>();
	/** Events whose preparation does not end. */
	readonly stuck = new Set<string>();
	/** What the workflow does not want when its messages are together. */
	readonly unwantedItems = new Set<string>();
	wantsGaps = true;
	throwsAtStart: Error | undefined;

	async prepare({ sequence }: LogEntry, signal: AbortSignal): Promise<ImessageEvent | undefined> {
		this.prepared.push(sequence);
		if (this.stuck.has(sequence)) await unlessAborted(new Promise(() => {}), signal);
		fail(this.prepareFailures, sequence, this.prepareFailure);
		return await Promise.resolve(this.unwanted.has(sequence) ? undefined : message(sequence, undefined));
	}

	async prepareWithoutLookups({ sequence }: LogEntry): Promise<ImessageEvent | undefined> {
		if (this.unaskedFailure !== undefined) throw this.unaskedFailure;
		return await Promise.resolve(this.unwantedUnasked.has(sequence) ? undefined : message(`${sequence} unasked`, undefined));
	}

	itemOfGap({ reason }: Gap): string | undefined {
		return this.wantsGaps ? `gap: ${reason}` : undefined;
	}

	async itemOf({ message: text }: ImessageEvent, signal: AbortSignal): Promise<string | undefined> {
		if (signal.aborted) throw cancelled();
		const item = (text?.text ?? '').replaceAll('text of ', '');
		fail(this.itemFailures, item);
		return await Promise.resolve(this.unwantedItems.has(item) ? undefined : item);
	}

	run(item: string, delivery: Delivery): Promise<RunOutcome> {
		if (this.throwsAtStart !== undefined) throw this.throwsAtStart;
		return new Promise((resolve, reject) => {
			const name = `${item.replaceAll('\n', '+')}/${delivery.attempt}`;
			this.runs.push({ ...delivery, item, name, end: resolve, break: reject });
		});
	}

	warn(text: string): void {
		this.warnings.push(text);
	}

	/** Every run so far, as event and attempt. */
	get names(): string[] {
		return this.runs.map(({ name }) => name);
	}

	end(name: string, outcome: RunOutcome = 'succeeded'): void {
		const run = this.runs.findLast((one) => one.name === name);
		if (run === undefined) throw new Error(`There is no run ${name}`);
		run.end(outcome);
	}
}

function fail(failures: Map<string, number>, name: string, error = new Error('not to be had yet')): void {
	const left = failures.get(name) ?? 0;
	failures.set(name, left - 1);
	if (left > 0) throw error;
}

export function setting(settings: Partial<DispatchSettings> = {}, progress = new Progress({ log: 0, cursor: '0' })) {
	const clock = new FakeClock();
	const host = new FakeHost();
	const dispatcher = new Dispatcher<string>({
		settings: { acknowledge: 'finished', maxParallel: 10, deadline: 60_000, maxAttempts: 3, ...settings },
		host,
		clock,
		// The whole of every pause.
		random: () => 1,
	});
	const ended: string[] = [];
	/** Exactly one end for each entry, once: whatever else is a fault. */
	const expectEnd = (sequence: number, what: string): void => {
		if (ended.some((end) => end.endsWith(` ${sequence}`))) throw new Error(`Event ${sequence} ends twice`);
		ended.push(`${what} ${sequence}`);
	};
	const accept = (sequence: number, space = 'a', change: Change = changeIn(space)): void => {
		if (!progress.claim(String(sequence))) throw new Error(`Event ${sequence} is not new`);
		dispatcher.accept({
			line,
			sequence: String(sequence),
			log: 0,
			change,
			earlierAttempt: progress.attemptOf(String(sequence)),
			sending: (attempt) => progress.sending(String(sequence), attempt),
			done: () => {
				expectEnd(sequence, 'done');
				progress.done(String(sequence));
			},
			release: () => {
				expectEnd(sequence, 'given back');
				progress.release(String(sequence));
			},
		});
	};
	return { clock, host, dispatcher, progress, ended, accept };
}
