import type { Faults } from '../faults';
import type { Behaviour } from '../services/behaviour';
import type { LineStore } from '../store/line';
import type { Tokens } from '../store/tokens';
import type { Users } from '../store/users';
import type { OpenStream } from './openStream';
import type { CallRecord } from './record';

/** What the calls to a line need, whichever way they come. */
export interface ServedLine {
	readonly store: LineStore;
	readonly tokens: Tokens;
	readonly faults: Faults;
	readonly behaviour: Behaviour;
	readonly users: Users;
	/** Streams open now. */
	readonly streams: Set<OpenStream>;
	readonly onCall: (record: CallRecord) => void;
	/** Called with each stream as it opens. */
	readonly onStream: (stream: OpenStream) => void;
	/** Aborted when the simulator stops: whatever a call waits for ends. */
	readonly stopping: AbortSignal;
}

/** The names by which faults know the line. */
export function namesOf({ store }: ServedLine): ReadonlyArray<string | undefined> {
	return [store.phone, store.id];
}
