import type { ITriggerFunctions } from 'n8n-workflow';
import type { GapEvent, ImessageEvent } from '../../nodes/shared/spectrum/model/event/event';
import { ImessageTrigger } from '../../nodes/ImessageTrigger/ImessageTrigger.node';
import type { ConnectionPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import type { FastClock } from '../support/fastClock';
import type { StoreEntry } from '../support/host/store';
import { placesOf, type Row } from './ledger';

/** What a trigger hands on, noted at the moment when n8n inserts the row of its execution: a crash after it counts. */
export class Recording {
	private emitted: ImessageEvent | GapEvent | undefined;

	/** @param life counts the starts of n8n */
	constructor(private readonly life: number) {}

	/** A trigger that remembers nothing, as a new process has it. */
	trigger(clock: FastClock, random: () => number, pool: ConnectionPool): ImessageTrigger {
		const trigger = new ImessageTrigger({ clock, random, pool });
		const { trigger: start } = trigger;
		const note = (event: unknown): void => {
			this.emitted = event as ImessageEvent | undefined;
		};
		trigger.trigger = async function (this: ITriggerFunctions) {
			const emit = this.emit.bind(this);
			const recorded: ITriggerFunctions['emit'] = (data, ...rest) => {
				note(data[0]?.[0]?.json);
				try {
					emit(data, ...rest);
				} finally {
					note(undefined);
				}
			};
			Object.assign(this, { emit: recorded });
			return await start?.call(this);
		};
		return trigger;
	}

	/** The row that an entry of the store's journal tells of; undefined for one that tells of something else. */
	rowOf(entry: StoreEntry): Row | undefined {
		if (entry.type !== 'execution') return undefined;
		const { emitted } = this;
		if (emitted === undefined) throw new Error(`Execution ${entry.id} was started by nothing that the trigger handed on`);
		return {
			execution: entry.id,
			...(entry.key === undefined ? {} : { key: entry.key }),
			life: this.life,
			event: emitted.event,
			places: placesOf(emitted),
		};
	}
}
