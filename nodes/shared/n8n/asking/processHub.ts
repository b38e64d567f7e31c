import type * as Hub from './hub';

/** The hub that the nodes of the process share. Loaded when it is first needed, because n8n loads every node when it starts. */
export function processHub(): Hub.AskingHub {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
	return (require('./hub') as typeof Hub).sharedHub;
}
