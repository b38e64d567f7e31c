import type { EventName } from '../../model/event/eventNames';
import type { Message } from '../../model/message';
import type { Poll } from '../../model/poll/poll';
import type { PollValue } from '../../model/poll/pollChoice';
import { kindTexts } from '../../errors/kinds';
import { SpectrumError } from '../../errors/SpectrumError';
import { isUnknownThere } from '../dispatch/lookupFailures';

/** What a workflow remembers of a poll beside what the server says. Empty, not absent, when it remembers nothing. */
export interface RememberedPoll {
	readonly title: string;
	readonly values: readonly PollValue[];
}

/**
 * What a projection may ask for. A gateway gives the first two: `{ messages: gateway.messages, polls: gateway.polls }`.
 * Both reject with `notFound` for what the line does not know.
 */
export interface ProjectionPorts {
	readonly messages: { get(lineId: string, messageId: string): Promise<Message> };
	readonly polls: { get(lineId: string, pollId: string): Promise<Poll> };
	recall(pollId: string): RememberedPoll;
}

/** What an event costs before it can be told: the poll or the message that it is about, read from the server. */
export type NeededCall = 'poll' | 'message';

/** The call that the event of a name needs; all others need none. */
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

/** Ports of somebody who asks nobody: every event is told as if the line did not know what it is about. */
export const askingNobody: Pick<ProjectionPorts, 'messages' | 'polls'> = {
	messages: { get: async () => await Promise.reject(notAsked()) },
	polls: { get: async () => await Promise.reject(notAsked()) },
};

/** What a call gives, or undefined when the server does not have it. Rejects when asking again may help. */
export async function unlessUnknown<Value>(call: Promise<Value>): Promise<Value | undefined> {
	try {
		return await call;
	} catch (error) {
		if (error instanceof SpectrumError && isUnknownThere(error)) return undefined;
		throw error;
	}
}

function notAsked(): SpectrumError {
	return new SpectrumError({ kind: 'notFound', status: 'NOT_FOUND', ...kindTexts.notFound });
}
