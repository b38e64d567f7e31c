import type { EventName } from '../../model/event/eventNames';
import type { Message } from '../../model/message';
import type { Poll } from '../../model/poll/poll';
import type { PollValue } from '../../model/poll/pollChoice';
import { kindTexts } from '../../errors/kinds';
import { SpectrumError } from '../../errors/SpectrumError';
import { isUnknownToServer } from '../dispatch/lookupFailures';

/** What a workflow remembers about a poll beside the data of the server. Empty when it remembers nothing. */
export interface RememberedPoll {
	readonly title: string;
	readonly values: readonly PollValue[];
}

/**
 * The look-ups of a projection. A gateway gives the first two: `{ messages: gateway.messages, polls: gateway.polls }`.
 * Both reject with `notFound` for what the line does not know.
 */
export interface ProjectionPorts {
	readonly messages: { get(lineId: string, messageId: string): Promise<Message> };
	readonly polls: { get(lineId: string, pollId: string): Promise<Poll> };
	recall(pollId: string): RememberedPoll;
}

/** The look-up that an event needs: its poll or its message, read from the server. */
export type NeededCall = 'poll' | 'message';

/** The look-up that each kind of event needs. The other kinds need none. */
export function callNeededBy(name: EventName): NeededCall | undefined {
	switch (name) {
		case 'poll.voted':
		case 'poll.unvoted':
			return 'poll';
		case 'message.read':
			return 'message';
		default:
			return undefined;
	}
}

/** Lookups that always fail with `notFound`: the event is made from the log entry alone. */
export const noLookups: Pick<ProjectionPorts, 'messages' | 'polls'> = {
	messages: { get: async () => await Promise.reject(noLookup()) },
	polls: { get: async () => await Promise.reject(noLookup()) },
};

/** The result of a look-up, or undefined when the server does not have it. Rejects when another attempt may help. */
export async function lookUp<Value>(call: Promise<Value>): Promise<Value | undefined> {
	try {
		return await call;
	} catch (error) {
		if (error instanceof SpectrumError && isUnknownToServer(error)) return undefined;
		throw error;
	}
}

function noLookup(): SpectrumError {
	return new SpectrumError({ kind: 'notFound', status: 'NOT_FOUND', ...kindTexts.notFound });
}
