import type { Target } from '../../model/target';
import { stepsOf, type WriteKey } from '../../keys/writeKey';
import { toSpectrumError } from '../../errors/from';
import { SpectrumError } from '../../errors/SpectrumError';
import { isRefused } from '../acceptance';
import type { Gateway } from '../Gateway';
import type { Sent } from '../messages';
import type { LineChoice } from '../routing';
import type { OpenSpace } from '../openSpace';

/** When a text is sent as SMS instead: the address has no iMessage, the send was refused, or either of them. */
export const fallbackConditions = ['unsupported', 'fails', 'both'] as const;

export type FallbackCondition = (typeof fallbackConditions)[number];

/** A text that may become an SMS. */
export interface FallbackRequest {
	/** E.164, because SMS reaches only phone numbers. */
	readonly phone: string;
	/** Decides the line of the iMessage. */
	readonly lineChoice: LineChoice;
	readonly text: string;
	readonly when: FallbackCondition;
	/** The line of the SMS. Default: the line of the iMessage. */
	readonly smsLine?: string;
}

/** Why the text was sent as SMS. */
export type FallbackReason =
	| { readonly because: 'imessageUnsupported' }
	| { readonly because: 'sendFailed'; readonly error: SpectrumError }
	/** An earlier attempt of the same write was an SMS, and reported its reason then. */
	| { readonly because: 'earlierAttempt' };

export interface FallbackResult {
	readonly space: OpenSpace;
	readonly sent: Sent;
	readonly service: 'iMessage' | 'SMS';
	/** Present when the text was sent as SMS. */
	readonly reason?: FallbackReason;
}

/**
 * Sends a text as iMessage, or as SMS under the chosen condition. A shared plan has no SMS and is refused before any call.
 * The SMS is a separate write: CreateChat with the service SMS and the text as its first message. If that is refused, its
 * error is passed on.
 */
export async function sendWithSmsFallback(gateway: Gateway, request: FallbackRequest, key: WriteKey): Promise<FallbackResult> {
	if ((await gateway.plan()) === 'shared') throw noSms();
	// Looked up now, so that a wrong line fails at once and not only when the SMS is needed.
	const smsLine = request.smsLine === undefined ? undefined : await gateway.anyLine({ pinned: request.smsLine });
	// Repeats of a write use the same service. iMessage may be available the next time, and would be a second message.
	const { servicesOfWrites } = gateway.memory;
	const earlier = servicesOfWrites.get(key('send'));
	if (earlier?.service === 'SMS') return await sendSms(gateway, request, earlier.lineId, key, { because: 'earlierAttempt' });

	const target: Target = { by: 'address', address: request.phone };
	const { line } = await gateway.spaces.locate(target, request.lineChoice, key);
	const smsLineId = (smsLine ?? line).id;
	if (earlier === undefined && request.when !== 'fails' && !(await gateway.addresses.isImessageAvailable(line.id, request.phone))) {
		return await sendSms(gateway, request, smsLineId, key, { because: 'imessageUnsupported' });
	}
	try {
		const space = await gateway.spaces.open(target, { pinned: line.id }, key);
		// Only after the opening succeeded: no message can have arrived in a space that was not opened.
		servicesOfWrites.set(key('send'), { service: 'iMessage' });
		return { space, sent: await gateway.messages.sendText(space, { text: request.text }, key), service: 'iMessage' };
	} catch (caught) {
		const error = toSpectrumError(caught);
		// A refused repeat says nothing about the earlier run, whose iMessage may have arrived. Only `notSent` does, because it
		// reports that Apple has not sent the message of this key.
		if ((earlier !== undefined && error.kind !== 'notSent') || !isRefused(error)) throw withoutFallback(error, request.when);
		servicesOfWrites.delete(key('send'));
		if (request.when === 'unsupported') throw error;
		return await sendSms(gateway, request, smsLineId, key, { because: 'sendFailed', error });
	}
}

async function sendSms(
	gateway: Gateway,
	{ phone, text }: FallbackRequest,
	lineId: string,
	key: WriteKey,
	reason: FallbackReason,
): Promise<FallbackResult> {
	const { servicesOfWrites } = gateway.memory;
	servicesOfWrites.set(key('send'), { service: 'SMS', lineId });
	try {
		const { space, opening, alreadyDone } = await gateway.spaces.create(
			{ addresses: [phone], service: 'SMS', lineChoice: { pinned: lineId }, opening: { text } },
			stepsOf(key, 'sms'),
		);
		return { space, sent: { message: opening, alreadySent: alreadyDone }, service: 'SMS', reason };
	} catch (caught) {
		// As above, the SMS of an earlier run or attempt may have arrived.
		if (reason.because !== 'earlierAttempt' && isRefused(toSpectrumError(caught))) servicesOfWrites.delete(key('send'));
		throw caught;
	}
}

/** The same failure, with the reason why no SMS was sent. */
function withoutFallback(error: SpectrumError, when: FallbackCondition): SpectrumError {
	if (when === 'unsupported' || error.kind === 'cancelled') return error;
	return new SpectrumError({
		...error,
		message: `${error.message}. No SMS was sent, because it is unknown whether the iMessage was accepted`,
		advice: `${error.advice} A repeat of the same run requests the same iMessage again. It sends no SMS if the iMessage may have been accepted.`,
		cause: error.cause,
	});
}

function noSms(): SpectrumError {
	return new SpectrumError({
		kind: 'unsupported',
		message: 'A shared plan cannot send SMS, so there is nothing to fall back to',
		advice: 'Send with the iMessage node, which needs no fallback, or use a dedicated plan or a server of your own.',
	});
}
