import type { Change } from '../../model/event/change';
import type { ImessageEvent } from '../../model/event/event';
import type { Line } from '../../model/line';
import { editedEvent, reactionEvent, receivedEvent, stickerEvent, unsentEvent } from './messages';
import { pollEvent, voteEvent } from './polls';
import type { ProjectionPorts } from './ports';
import { readEvent } from './reads';
import { chatEvent, groupEvent, memberEvent, renamedEvent } from './spaces';

/** One entry of a line's event log, with the look-ups for its event. */
export interface ChangeToProject {
	readonly change: Change;
	/** Its place in the log, a decimal number. */
	readonly sequence: string;
	readonly line: Line;
	readonly ports: ProjectionPorts;
}

/**
 * The event of a change, in the one shape of all events. Undefined when the change is no event for workflows. Rejects when
 * a look-up of the event (see `callNeededBy`) has failed and may succeed later.
 */
export async function projectChange({ change, sequence, line, ports }: ChangeToProject): Promise<ImessageEvent | undefined> {
	const place = { sequence, line };
	switch (change.type) {
		case 'message.received':
			return receivedEvent({ change, ...place });
		case 'message.edited':
			return editedEvent({ change, ...place });
		case 'message.unsent':
			return unsentEvent({ change, ...place });
		case 'message.read':
			return await readEvent({ change, ...place }, ports);
		case 'message.reactionAdded':
		case 'message.reactionRemoved':
			return reactionEvent({ change, ...place });
		case 'message.stickerPlaced':
			return stickerEvent({ change, ...place });
		case 'poll.created':
		case 'poll.optionAdded':
			return pollEvent({ change, ...place }, ports);
		case 'poll.voted':
		case 'poll.unvoted':
			return await voteEvent({ change, ...place }, ports);
		case 'group.displayNameChanged':
			return renamedEvent({ change, ...place });
		case 'group.participantAdded':
		case 'group.participantRemoved':
		case 'group.participantLeft':
			return memberEvent({ change, ...place });
		case 'group.iconChanged':
		case 'group.iconRemoved':
			return groupEvent({ change, ...place });
		case 'chat.backgroundChanged':
		case 'chat.backgroundRemoved':
		case 'chat.markedRead':
		case 'chat.archived':
		case 'chat.unarchived':
			return chatEvent({ change, ...place });
		case 'unknown':
		case 'unreadable':
			return undefined;
	}
}
