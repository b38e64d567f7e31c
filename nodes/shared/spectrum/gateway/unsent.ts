import type { Message } from '../model/message';
import { kindTexts } from '../errors/kinds';
import { SpectrumError } from '../errors/SpectrumError';

/**
 * Returns the message of a send's answer. Throws `notSent` when Apple refused it, which the answer shows by an error code. A
 * message that is only not marked as sent may still be in transit. To send it by another service could deliver it twice.
 */
export function refuseUnsent<Answer extends Pick<Message, 'id'> & Partial<Message>>(message: Answer): Answer {
	const { isFromMe, sendErrorCode, id, flags } = message;
	if (isFromMe !== true || sendErrorCode === undefined) return message;
	throw new SpectrumError({
		kind: 'notSent',
		message: `${kindTexts.notSent.message}: Apple answered with its error ${sendErrorCode}`,
		advice: kindTexts.notSent.advice,
		context: { sendErrorCode: String(sendErrorCode), messageId: id, sent: String(flags?.isSent ?? false) },
	});
}
