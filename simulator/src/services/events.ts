import { events, Heartbeat } from '../generated';
import { RpcError } from '../calls/errors';
import type { LoggedEvent } from '../store/eventLog';
import type { LineStore } from '../store/line';
import { toChatChange, toGroupChange, toMessageChange, toPollChange, type ReadActors } from './eventProjection';
import type { Behaviour } from './behaviour';
import { stream, type ServiceModule, type StreamContext } from './method';

const { CatchUpEventsComplete, CatchUpEventsResponse } = events;

export const eventService: ServiceModule = {
	name: 'EventService',
	definition: events.UnimplementedEventServiceService.definition,
	methods: { CatchUpEvents: stream(catchUp) },
};

/** The refusal of a cursor that the log cannot go on from. */
export function rejectedCursor({ cursorError }: Pick<Behaviour, 'cursorError'>): RpcError {
	const { code, ...options } = cursorError;
	return new RpcError(code, { message: 'The log cannot continue from this cursor', ...options });
}

/**
 * What is replayed and its head are fixed here, before the first frame. The shared plan has no group stream, yet its
 * log is replayed whole: the contract makes no exception.
 */
function catchUp({ line, behaviour }: StreamContext, request: events.CatchUpEventsRequest): Iterable<events.CatchUpEventsResponse> {
	const cursor = request.has_after_sequence ? request.after_sequence : undefined;
	const state = cursor === undefined ? 'held' : line.log.cursorState(cursor);
	if (state !== 'held' && behaviour.rejectsCursors) throw rejectedCursor(behaviour);
	return replay(line, line.log.after(cursor), line.log.head, behaviour);
}

function* replay(
	line: LineStore,
	logged: readonly LoggedEvent[],
	head: string,
	{ readActors, replayHeartbeatEvery }: Behaviour,
): Iterable<events.CatchUpEventsResponse> {
	for (const [index, event] of logged.entries()) {
		if (index % replayHeartbeatEvery === 0) yield new CatchUpEventsResponse({ heartbeat: new Heartbeat() });
		yield toFrame(line, event, readActors);
	}
	yield new CatchUpEventsResponse({ complete: new CatchUpEventsComplete({ head_sequence: head }) });
}

function toFrame(line: LineStore, event: LoggedEvent, readActors: ReadActors): events.CatchUpEventsResponse {
	const { sequence } = event;
	switch (event.domain) {
		case 'message':
			return new CatchUpEventsResponse({ sequence, message_changed: toMessageChange(line, event, readActors) });
		case 'chat':
			return new CatchUpEventsResponse({ sequence, chat_changed: toChatChange(line, event) });
		case 'group':
			return new CatchUpEventsResponse({ sequence, group_changed: toGroupChange(line, event) });
		case 'poll':
			return new CatchUpEventsResponse({ sequence, poll_changed: toPollChange(line, event) });
	}
}
