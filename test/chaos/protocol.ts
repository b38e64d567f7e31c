import type { StoredCredential } from '../support/host';
import type { Row } from './ledger';
import type { Began } from './life';
import type { Routes } from './network';

/** What a process of n8n is told when it is to begin. */
export interface Orders {
	/** Counts the starts of n8n, from 1. */
	readonly life: number;
	readonly credential: StoredCredential;
	readonly routes: Routes;
	/** What outlives the process: one entry a line. */
	readonly journal: string;
	readonly deduplicates: boolean;
	readonly parameters: object;
	readonly speed: number;
	readonly origin: number;
	readonly seed: number;
}

export type ToChild = { readonly type: 'begin'; readonly orders: Orders } | { readonly type: 'routes'; readonly routes: Routes };

export type FromChild = Began | { readonly type: 'row'; readonly row: Row } | { readonly type: 'warning'; readonly message: string };
