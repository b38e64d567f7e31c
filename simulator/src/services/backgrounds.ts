import { type chats, Empty } from '../generated';
import { invalidArgument } from '../calls/errors';
import { typeOfPicture } from '../store/fileTypes';
import { setBackground as store } from '../store/groups';
import { wait } from '../wait';
import type { CallContext } from './method';
import { chatForActing } from './validation';

const allowed: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/heic', 'image/heif']);

/** Answers once the picture can be handed out, and sets it then, whether or not the client has waited. */
export async function setBackground(context: CallContext, request: chats.SetBackgroundRequest): Promise<Empty> {
	const { line, behaviour, stopping } = context;
	const chat = chatForActing(context, request.chat_guid);
	const mimeType = typeOfPicture(request.data);
	if (mimeType === undefined || !allowed.has(mimeType)) {
		throw invalidArgument('data', 'a background is a JPEG, PNG, HEIC or HEIF image');
	}
	const data = Buffer.from(request.data);
	if (behaviour.backgroundMilliseconds > 0) await wait(line.clock, behaviour.backgroundMilliseconds, stopping);
	store(line, chat, { data, mimeType });
	return new Empty();
}

/** Removing what is not there changes nothing. */
export function removeBackground(context: CallContext, request: chats.RemoveBackgroundRequest): Empty {
	store(context.line, chatForActing(context, request.chat_guid), undefined);
	return new Empty();
}
