import type { Target } from '../../model/target';
import { stepsOf, type WriteKey } from '../../keys/writeKey';
import { toSpectrumError } from '../../errors/from';
import { SpectrumError } from '../../errors/SpectrumError';
import { isRefused } from '../acceptance';
import type { Gateway } from '../Gateway';
import type { Sent } from '../messages';
import type { RouteWish } from '../routing';
import type { OpenSpace } from '../openSpace';

/** When a text goes out as SMS instead: the address has no iMessage, the send was refused, or either. */
export const fallbackConditions = ['unsupported', 'fails', 'both'] as const;

export type FallbackCondition = (typeof fallbackConditions)[number];

/** A text that may become an SMS. */
export interface FallbackRequest {
	/** E.164: SMS reaches phone numbers only. */
	readonly phone: string;
	/** The line of the iMessage. */
	readonly wish: RouteWish;
	readonly text: string;
	readonly when: FallbackCondition;
	/** The line of the SMS; default the line of the iMessage. */
	readonly smsLine?: string;
}

/** Why it became an SMS. */
export type FallbackReason =
	| { readonly because: 'imessageUnsupported' }
	| { readonly because: 'sendFailed'; readonly error: SpectrumError }
	/** An earlier attempt of the same write had become one, for a reason that was said then. */
	| { readonly because: 'earlierAttempt' };

export interface FallbackResult {
	readonly space: OpenSpace;
	readonly sent: Sent;
	readonly service: 'iMessage' | 'SMS';
	/** Present when it became an SMS. */
	readonly reason?: FallbackReason;
}

/**
 * Sends a text as iMessage, or as SMS where that is asked for. A shared plan has no SMS and is refused before any call.
 * The SMS is a write of its own (CreateChat with the service SMS and the text as its first message); a refusal of it
 * is passed on as it is.
 */
export async function sendWithSmsFallback(gateway: Gateway, request: FallbackRequest, key: WriteKey): Promise<FallbackResult> {
	if ((await gateway.plan()) === 'shared') throw noSms();
	// Looked up now: a wrong line must not show only when the SMS is needed.
	const smsLine = request.smsLine === undefined ? undefined : await gateway.anyLine({ pinned: request.smsLine });
	// Repeats of a write stay with its way: iMessage may be there the next time, and that would be a second message.
	const { smsWays: ways } = gateway.memory;
	const way = ways.get(key('send'));
	if (way?.service === 'SMS') return await sendSms(gateway, request, way.lineId, key, { because: 'earlierAttempt' });

	const target: Target = { by: 'address', address: request.phone };
	const { line } = await gateway.spaces.locate(target, request.wish, key);
	const smsLineId = (smsLine ?? line).id;
	if (way === undefined && request.when !== 'fails' && !(await gateway.addresses.isImessageAvailable(line.id, request.phone))) {
		return await sendSms(gateway, request, smsLineId, key, { because: 'imessageUnsupported' });
	}
	try {
		const space = await gateway.spaces.open(target, { pinned: line.id }, key);
		// Not before: a conversation that could not be opened holds no message that may have arrived.
		ways.set(key('send'), { service: 'iMessage' });
		return { space, sent: await gateway.messages.sendText(space, { text: request.text }, key), service: 'iMessage' };
	} catch (caught) {
		const error = toSpectrumError(caught);
		// A refusal of the repeat says nothing about the run before, whose iMessage may have arrived. That Apple has not sent
		// the message of this key does.
		if ((way !== undefined && error.kind !== 'notSent') || !isRefused(error)) throw withoutFallback(error, request.when);
		ways.delete(key('send'));
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
	const { smsWays: ways } = gateway.memory;
	ways.set(key('send'), { service: 'SMS', lineId });
	try {
		const { space, opening, alreadyDone } = await gateway.spaces.create(
			{ addresses: [phone], service: 'SMS', wish: { pinned: lineId }, opening: { text } },
			stepsOf(key, 'sms'),
		);
		return { space, sent: { message: opening, alreadySent: alreadyDone }, service: 'SMS', reason };
	} catch (caught) {
		// As above: an SMS of an earlier run, or of an earlier attempt, may have arrived.
		if (reason.because !== 'earlierAttempt' && isRefused(toSpectrumError(caught))) ways.delete(key('send'));
		throw caught;
	}
}

/** The failure as it was, and that it is the reason why no SMS went out. */
function withoutFallback(error: SpectrumError, when: FallbackCondition): SpectrumError {
	if (when === 'unsupported' || error.kind === 'cancelled') return error;
	return new SpectrumError({
		...error,
		message: `${error.message}. No SMS was sent, because it is not known whether the iMessage was accepted`,
		advice: `${error.advice} A repeat of the same run asks for the same iMessage again, and sends no SMS in place of one that may have been accepted.`,
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
