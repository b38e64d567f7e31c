import type { ITriggerFunctions } from 'n8n-workflow';
import { storeProgress, type ProgressBook } from './progressBook';
import { valueOfNode } from '../../shared/n8n/memory/staticData';
import type { Progress } from '../../shared/spectrum/log/reader/progress';
import type { ReaderOptions, StartAt } from '../../shared/spectrum/log/reader/replay';
import type { Line } from '../../shared/spectrum/model/line';
import type { Clock } from '../../shared/spectrum/timing/clock';
import { asFields } from '../../shared/spectrum/values/json';
import { isPersonWaiting } from '../nodeErrors';
import { warnOf } from '../nodeLog';

/** The moment of the activation, in milliseconds since the epoch, and the account. */
const storedBeginning = valueOfNode('begun', asFields);

/** When the lines were last looked up, in milliseconds since the epoch, and the account. */
const storedLook = valueOfNode('looked', asFields);

/**
 * Milliseconds. If the lines are known within this time of an activation, the trigger begins at the end of their logs, so the
 * clocks need not agree.
 */
const soon = 5_000;

/** The choices of First Activation, as the log describes them. */
const beginnings: Readonly<Record<StartAt, string>> = {
	now: 'from now on, so events since that cursor are skipped',
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
 * is stored, so that a restart of n8n in the meantime does not move it. The last check is stored, too: a line may join while
 * n8n is down.
 */
export class Places {
	private readonly ofLines = new Map<string, Progress>();
	/** When the trigger was activated, in milliseconds since the epoch. */
	private readonly activatedAt: number;
	/** The last look-up of the lines before a restart. Undefined when a person has started this: then it begins now. */
	private readonly lookedBefore: number | undefined;
	private storedLookAt: number | undefined;

	constructor(private readonly options: PlacesOptions) {
		const { context, account, clock } = options;
		const stored = storedBeginning.read(context);
		const continues = !this.isNew && stored?.account === account && typeof stored.at === 'number';
		this.activatedAt = continues ? Math.min(stored.at as number, clock.now()) : clock.now();
		const look = isPersonWaiting(context) ? undefined : storedLook.read(context);
		this.lookedBefore = look?.account === account && typeof look.at === 'number' ? look.at : undefined;
	}

	/**
	 * Where a reader of the line begins.
	 * @param unlistedAt when a check did not list the line yet, in milliseconds since the epoch
	 */
	of(line: Line, unlistedAt: number | undefined): Pick<ReaderOptions, 'progress' | 'startAt' | 'since' | 'prefersHead'> {
		const { clock, startAt } = this.options;
		const { progress, isDamaged } = this.progressOf(line);
		const lookedBefore = isDamaged ? undefined : this.lookedBefore;
		const begin = unlistedAt === undefined ? (lookedBefore ?? this.activatedAt) : Math.max(this.activatedAt, unlistedAt);
		const prefersHead = begin === this.activatedAt && clock.now() - this.activatedAt < soon;
		// If the clock of the host was put back in the meantime, that moment is still to come, and events up to it would be lost.
		const since = Math.min(begin, clock.now());
		return { progress, startAt, since, prefersHead };
	}

	/**
	 * Puts the places into the node's data. The moment of the activation is needed only until lines are known.
	 * @param lookedAt when the lines were last looked up, in milliseconds since the epoch
	 */
	store(lookedAt: number | undefined): void {
		const { context, account } = this.options;
		storeProgress(context, account, this.ofLines);
		// Only a new one: this is called with each event.
		if (lookedAt !== undefined && lookedAt !== this.storedLookAt) storedLook.write(context, { account, at: lookedAt });
		this.storedLookAt = lookedAt;
		storedBeginning.write(context, this.ofLines.size > 0 ? undefined : { account, at: this.activatedAt });
	}

	private progressOf(line: Line): { readonly progress: Progress; readonly isDamaged: boolean } {
		const { context, account, book, startAt } = this.options;
		let isDamaged = false;
		const progress = book.open(context, account, line.id, () => {
			isDamaged = true;
			warnOf(
				context,
				`its stored cursor for line ${line.phone} cannot be read. It begins as on a first activation: ${beginnings[startAt]}`,
			);
		});
		if (this.isNew && !this.ofLines.has(line.id)) progress.forgetSince();
		this.ofLines.set(line.id, progress);
		return { progress, isDamaged };
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
