import { systemClock, type CancelTimer, type Clock } from '../clock';
import { MovableClock } from '../movableClock';
import type { Simulator } from '../Simulator';

/** Changes within this time go into one snapshot, in milliseconds. */
const gathering = 1_000;
/** Between two looks at what nobody tells of, in milliseconds. */
const lookEvery = 2_000;
/** A large simulator is not busy with snapshots for more than this part of the time. */
const share = 1 / 20;

export interface KeeperOptions {
	/** Writes what stands now; the answer says in words what there was no room for. */
	readonly save: () => readonly string[];
	/** Hears what a person should know, each thing once. */
	readonly report: (problem: string) => void;
	/** Changes with something else that `save` writes. */
	readonly look?: () => string;
	/** Default real time: a person may stop the clock of the simulator. */
	readonly clock?: Clock;
}

/** Keeps the snapshot of a running simulator up to date. */
export class SnapshotKeeper {
	private readonly clock: Clock;
	private cancel: CancelTimer | undefined;
	private cancelLook: CancelTimer;
	private seen: string;
	private pause = gathering;
	private readonly stopWatching: () => void;
	private readonly reported = new Set<string>();

	constructor(
		private readonly simulator: Simulator,
		private readonly options: KeeperOptions,
	) {
		this.clock = options.clock ?? systemClock;
		this.stopWatching = simulator.watch(() => this.note());
		this.seen = this.untold();
		this.cancelLook = this.clock.after(lookEvery, () => this.look());
	}

	/** Something has changed. */
	note(): void {
		this.cancel ??= this.clock.after(this.pause, () => {
			this.cancel = undefined;
			this.save();
		});
	}

	/** Saves for the last time. */
	stop(): void {
		this.stopWatching();
		this.cancelLook();
		this.cancel?.();
		this.save();
	}

	/** Settings, people, webhooks, retries and the clock change in many places that tell nobody. */
	private look(): void {
		const now = this.untold();
		if (now !== this.seen) this.note();
		this.seen = now;
		this.cancelLook = this.clock.after(lookEvery, () => this.look());
	}

	private untold(): string {
		return untold(this.simulator) + (this.options.look?.() ?? '');
	}

	/** A disk that is full is no reason to end: the person is told, and the next change tries again. */
	private save(): void {
		const from = performance.now();
		try {
			for (const problem of this.options.save()) this.tell(problem);
		} catch (error) {
			this.tell(`The conversations cannot be kept: ${error instanceof Error ? error.message : String(error)}`);
		}
		this.pause = Math.max(gathering, (performance.now() - from) / share);
	}

	/** The same words once. */
	private tell(problem: string): void {
		if (this.reported.has(problem)) return;
		this.reported.add(problem);
		this.options.report(problem);
	}
}

/** What changes without a word, as one text. */
function untold({ settings, dashboard, webhooks, clock, pendingDeliveries }: Simulator): string {
	const { users, platforms, profile, lines } = dashboard;
	const { isPaused, ahead } = clock instanceof MovableClock ? clock.state : { isPaused: false, ahead: 0 };
	// While the clock stands still, it falls behind more and more.
	const moved = isPaused ? 'paused' : ahead;
	const pending = pendingDeliveries.map(({ messageId, webhookId, attempt }) => [messageId, webhookId, attempt]);
	const all = [pending, settings, users.all, [...platforms], profile.fields, webhooks, lines.map(({ status }) => status), moved];
	return JSON.stringify(all, (_name, value: unknown) => (typeof value === 'bigint' || value === Infinity ? String(value) : value));
}
