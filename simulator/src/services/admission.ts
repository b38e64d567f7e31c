import { status } from '@grpc/grpc-js';
import { RpcError } from '../calls/errors';
import type { StoredChat } from '../store/chat';
import type { LineStore } from '../store/line';
import type { CallContext } from './method';

/** Whom a call writes to. Without a GUID it is a group that is still to be made. */
export type Recipients = Pick<StoredChat, 'members' | 'isGroup'> & Partial<Pick<StoredChat, 'guid'>>;

/**
 * Refuses a write to people whom the project may not write to. A group passes with one who is allowed: our choice, the
 * contract speaks of single people.
 */
export function checkAudience({ line, users, behaviour }: CallContext, { members }: Recipients): void {
	if (line.plan === 'dedicated' || behaviour.audience === 'everybody') return;
	if (members.some((member) => users.allows(member))) return;
	throw new RpcError('', { status: status.PERMISSION_DENIED, message: 'Target not allowed for this project' });
}

/** Counts a message that is about to be sent, or refuses it because of a limit. Nothing else may refuse it after this. */
export function admitMessage(context: CallContext, recipients: Recipients): void {
	checkAudience(context, recipients);
	const { line, behaviour } = context;
	const isNew = recipients.guid === undefined || !line.conversations.has(recipients.guid);
	if (line.messagesToday.current >= behaviour.messagesPerDay) {
		throw new RpcError('dailyLimitExceeded', {
			message: 'The server has sent its messages of the day',
			retryAfter: secondsUntil(line, line.messagesToday.until),
		});
	}
	if (isNew && line.conversationsToday.current >= behaviour.newConversationsPerDay) {
		throw new RpcError('newContactThrottled', {
			message: 'The line has started its conversations of the day',
			retryAfter: secondsUntil(line, line.conversationsToday.until),
		});
	}
	line.messagesToday.add();
	if (isNew) line.conversationsToday.add();
}

function secondsUntil({ clock }: LineStore, end: number | undefined): number | undefined {
	return end === undefined ? undefined : (end - clock.now()) / 1000;
}
