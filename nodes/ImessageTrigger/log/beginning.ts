import type { ITriggerFunctions } from 'n8n-workflow';
import type { Clock } from '../../shared/spectrum/timing/clock';
import { asFields } from '../../shared/spectrum/values/json';
import type { ReaderOptions } from '../../shared/spectrum/log/reader/replay';
import { valueOfNode } from '../../shared/n8n/memory/staticData';

/** The moment, in milliseconds since the epoch, and the account. */
const storedBeginning = valueOfNode('begun', asFields);

/**
 * Milliseconds. If the lines are known within this time of an activation, the trigger begins at the end of their logs, so the
 * clocks need not agree.
 */
const soon = 5_000;

/**
 * The moment from which an active trigger wants the events of a line that it has never read: its activation, or the last
 * check that did not list the line. If no line can be reached at an activation, that moment is stored, so that a restart of
 * n8n in the meantime does not move it.
 */
export class Beginning {
	/** Milliseconds since the epoch. */
	private readonly at: number;
	private hasLines = false;

	constructor(
		private readonly context: ITriggerFunctions,
		private readonly account: string,
		private readonly clock: Clock,
	) {
		const stored = storedBeginning.read(context);
		const continues = !this.isNew && stored?.account === account && typeof stored.at === 'number';
		this.at = continues ? Math.min(stored.at as number, clock.now()) : clock.now();
	}

	/**
	 * True when a user has activated the workflow. Earlier events then start no run, including those that an earlier
	 * activation did not reach.
	 */
	get isNew(): boolean {
		const activation = this.context.getActivationMode();
		return activation === 'activate' || activation === 'create';
	}

	/** Where a reader begins on a line in whose log it has no place yet. */
	ofLine(unlistedAt: number | undefined): Pick<ReaderOptions, 'since' | 'trustsEnd'> {
		this.hasLines = true;
		const since = Math.max(this.at, unlistedAt ?? this.at);
		return { since, trustsEnd: since === this.at && this.clock.now() - this.at < soon };
	}

	/** Stores the moment until lines are known. From then on each line has its own record. */
	keep(): void {
		storedBeginning.write(this.context, this.hasLines ? undefined : { account: this.account, at: this.at });
	}
}
