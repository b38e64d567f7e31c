import type { ITriggerFunctions } from 'n8n-workflow';
import type { Clock } from '../../shared/spectrum/timing/clock';
import { asFields } from '../../shared/spectrum/values/json';
import type { ReaderOptions } from '../../shared/spectrum/log/reader/replay';
import { NodeStore } from '../../shared/n8n/memory/staticData';

/** Name of the entry in the node's stored data: the moment, in milliseconds since the epoch, and the account. */
const entry = 'begun';

/** An activation whose lines are known so soon, in milliseconds, trusts the end of their logs: clocks need not agree then. */
const soon = 5_000;

/**
 * From when on an active trigger wants events of lines that it has never read: from its activation, or from the last look
 * that did not list the line. Where no line can be known at an activation, that moment is stored, so that a restart of n8n
 * in the meantime does not move it.
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
		const stored = asFields(new NodeStore(context).read(entry));
		const isGoingOn = !this.isNew && stored?.account === account && typeof stored.at === 'number';
		this.at = isGoingOn ? Math.min(stored.at as number, clock.now()) : clock.now();
	}

	/** Somebody has activated the workflow: what was before is left alone, also what a former activation has not reached. */
	get isNew(): boolean {
		const activation = this.context.getActivationMode();
		return activation === 'activate' || activation === 'create';
	}

	/** Where a reader of a line begins that has no place in its log. */
	ofLine(unlistedAt: number | undefined): Pick<ReaderOptions, 'since' | 'trustsEnd'> {
		this.hasLines = true;
		const since = Math.max(this.at, unlistedAt ?? this.at);
		return { since, trustsEnd: since === this.at && this.clock.now() - this.at < soon };
	}

	/** As soon as lines are known, each has its own record. */
	keep(): void {
		new NodeStore(this.context).write(entry, this.hasLines ? undefined : { account: this.account, at: this.at });
	}
}
