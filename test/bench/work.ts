import type { Figure } from './figures';

/** How much a work does. The gate runs the short form, which takes seconds and proves that the work can be done. */
export interface WorkSettings {
	readonly isShort: boolean;
}

/** One work of the bench. It runs in a process of its own. */
export type Work = (settings: WorkSettings) => Promise<Figure[]>;

/** Works by the name of their file in `works`. In this order they are run. */
export const workNames = [
	'loading',
	'webhook',
	'markdown',
	'send',
	'clients',
	'http',
	'trigger',
	'catchUp',
	'files',
	'activations',
] as const;

export type WorkName = (typeof workNames)[number];
