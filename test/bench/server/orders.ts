/** What the server is told. */
export type ServerOrder =
	| { readonly what: 'start' }
	/** Answer texts over HTTP, too. Gives the port. */
	| { readonly what: 'startHttp' }
	/** Write that many events to every open stream. With `perSecond` it answers when all are written. */
	| { readonly what: 'emit'; readonly count: number; readonly perSecond?: number }
	/** Put events into the log that no stream brings. */
	| { readonly what: 'append'; readonly count: number }
	| { readonly what: 'state' };

export interface ServerState {
	/** Calls of SendTextMessage so far. */
	readonly sends: number;
	/** Streams of events that are open. */
	readonly streams: number;
	/** Connections that carry them. */
	readonly connections: number;
}
