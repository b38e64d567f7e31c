import type { Message } from '../model/message';
import { kindTexts } from '../errors/kinds';
import { SpectrumError } from '../errors/SpectrumError';

/**
 * Gives the message of a send's answer on, unless Apple has refused it: that is so when the answer has an error code. One
 * that is merely not marked as sent may be on its way still, and sending it another way could make it arrive twice.
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
