import type { ITriggerFunctions } from 'n8n-workflow';
import { storeProgress, type ProgressBook } from '../../shared/n8n/memory/progressBook';
import { valueOfNode } from '../../shared/n8n/memory/staticData';
import type { Progress } from '../../shared/spectrum/log/reader/progress';
import type { ReaderOptions, StartAt } from '../../shared/spectrum/log/reader/replay';
import type { Line } from '../../shared/spectrum/model/line';
import type { Clock } from '../../shared/spectrum/timing/clock';
import { asFields } from '../../shared/spectrum/values/json';
import { warnOf } from '../nodeLog';

/** The moment of the activation, in milliseconds since the epoch, and the account. */
const storedBeginning = valueOfNode('begun', asFields);

/**
 * Milliseconds. If the lines are known within this time of an activation, the trigger begins at the end of their logs, so the
 * clocks need not agree.
 */
const soon = 5_000;

/** The choices of First Activation, as the log describes them. */
const beginnings: Readonly<Record<StartAt, string>> = {
	now: 'from now on, so events since that place are skipped',
	everything: 'with everything that the server still has',
};

export interface PlacesOptions {
	readonly context: ITriggerFunctions;
	/** The account whose logs are read. */
	readonly account: string;
	readonly clock: Clock;
	readonly book: ProgressBook;
	readonly startAt: StartAt;
}

/**
 * The places of one active trigger in the logs of its lines. On a line that it has never read, it wants the events since its
 * activation, or since the last check that did not list the line. If no line can be reached at an activation, that moment
 * is stored, so that a restart of n8n in the meantime does not move it.
 */
export class Places {
	private readonly ofLines = new Map<string, Progress>();
	/** When the trigger was activated, in milliseconds since the epoch. */
	private readonly activatedAt: number;

	constructor(private readonly options: PlacesOptions) {
		const { context, account, clock } = options;
		const stored = storedBeginning.read(context);
		const continues = !this.isNew && stored?.account === account && typeof stored.at === 'number';
		this.activatedAt = continues ? Math.min(stored.at as number, clock.now()) : clock.now();
	}

	/**
	 * Where a reader of the line begins.
	 * @param unlistedAt when a check did not list the line yet, in milliseconds since the epoch
	 */
	of(line: Line, unlistedAt: number | undefined): Pick<ReaderOptions, 'progress' | 'startAt' | 'since' | 'prefersHead'> {
		const { clock, startAt } = this.options;
		const since = Math.max(this.activatedAt, unlistedAt ?? this.activatedAt);
		const prefersHead = since === this.activatedAt && clock.now() - this.activatedAt < soon;
		return { progress: this.progressOf(line), startAt, since, prefersHead };
	}

	/** Puts the places into the node's data. The moment of the activation is needed only until lines are known. */
	store(): void {
		const { context, account } = this.options;
		storeProgress(context, account, this.ofLines);
		storedBeginning.write(context, this.ofLines.size > 0 ? undefined : { account, at: this.activatedAt });
	}

	private progressOf(line: Line): Progress {
		const { context, account, book, startAt } = this.options;
		const progress = book.open(context, account, line.id, () =>
			warnOf(
				context,
				`its stored place in the log of line ${line.phone} cannot be read. It begins as on a first activation: ${beginnings[startAt]}`,
			),
		);
		if (this.isNew && !this.ofLines.has(line.id)) progress.forgetSince();
		this.ofLines.set(line.id, progress);
		return progress;
	}

	/**
	 * True when a user has activated the workflow. Earlier events then start no run, including those that an earlier
	 * activation did not reach.
	 */
	private get isNew(): boolean {
		const activation = this.options.context.getActivationMode();
		return activation === 'activate' || activation === 'create';
	}
}
