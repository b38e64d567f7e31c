import { activations } from './activations';
import { deliveries } from './deliveries';
import { executions } from './executions';
import type { LoadResult, LoadSettings } from './part';
import { sends } from './sends';

/** One part of the load, how much of it is much, and how much is enough for each change. */
export interface Part {
	readonly name: string;
	readonly run: (settings: LoadSettings) => Promise<LoadResult>;
	readonly long: number;
	readonly short: number;
}

export const parts: readonly Part[] = [
	{ name: 'deliveries', run: deliveries, long: 100_000, short: 600 },
	{ name: 'sends', run: sends, long: 10_000, short: 150 },
	{ name: 'activations', run: activations, long: 500, short: 5 },
	{ name: 'executions', run: executions, long: 5_000, short: 60 },
];
