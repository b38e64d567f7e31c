import type { StoredCredential } from '../../support/host';
import type { StoreEntry } from '../../support/host/store';
import type { Began } from '../life';

/** What a process of n8n is told when it is to begin. */
export interface WaitsOrders {
	/** Counts the starts of n8n, from 1. */
	readonly life: number;
	readonly credential: StoredCredential;
	/** What outlives the process: one {@link WaitsLine} a line. */
	readonly journal: string;
	/** The time of the world. It stands still until the next one is told. */
	readonly now: number;
	readonly seed: number;
}

/** A question that a workflow is to ask. */
export interface QuestionOrder {
	/** Stands in the words of the question. */
	readonly key: number;
	readonly person: string;
	readonly limitMinutes: number;
	readonly hasPoll: boolean;
}

export type ToWaits =
	| { readonly type: 'begin'; readonly orders: WaitsOrders }
	| { readonly type: 'ask'; readonly question: QuestionOrder }
	| { readonly type: 'time'; readonly now: number };

/** How a run that asks has ended. */
export interface Ended {
	readonly key: number;
	readonly status: string;
	readonly error?: string;
	/** The field `data` of its item. Absent when the item passed without one. */
	readonly data?: Readonly<Record<string, unknown>>;
}

/** One line of the journal. */
export type WaitsLine =
	| { readonly entry: StoreEntry }
	/** n8n has started. `at`: on the world's clock. */
	| { readonly life: number; readonly at: number }
	/** A run has begun that asks. */
	| { readonly asked: number; readonly id: string }
	| { readonly done: Ended; readonly id: string };

export type FromWaits =
	| Began
	| { readonly type: 'done'; readonly done: Ended }
	/** Everything that was due up to this time has been done. `open`: executions that wait or run, clocks included. */
	| { readonly type: 'at'; readonly now: number; readonly open: number }
	| { readonly type: 'warning'; readonly message: string };
