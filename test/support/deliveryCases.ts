import type { DeliveryResult, Redelivery } from '../../simulator/src';

/** What was answered to the last attempt of a delivery. */
export function answerOf(result: DeliveryResult | undefined): { status?: number; body: unknown } {
	const last = result?.attempts.at(-1);
	return { status: last?.status, body: last?.answer === undefined ? undefined : JSON.parse(last.answer) };
}

export const accepted = { status: 200, body: { status: 'accepted' } };

/** Deliveries that are refused, with the answer: the same in the test host and in a real n8n. */
export const refusals: ReadonlyArray<readonly [string, Redelivery, number, string]> = [
	['another secret', { secret: 'guessed' }, 401, 'badSignature'],
	['no signature', { headers: { 'x-spectrum-signature': undefined, 'webhook-signature': undefined } }, 401, 'badSignature'],
	['a forged signature beside a right one of Standard Webhooks', { signature: `v0=${'0'.repeat(64)}` }, 401, 'badSignature'],
	['a forged signature of Standard Webhooks beside a right one', { standardSecret: 'guessed' }, 401, 'badSignature'],
	['an empty signature of Standard Webhooks', { standardSignature: '' }, 401, 'badSignature'],
	['another name than was signed', { headers: { 'webhook-id': 'evt_other' } }, 401, 'badSignature'],
	['a malformed signature', { signature: 'v0=abc' }, 401, 'badSignature'],
	['no timestamp', { headers: { 'x-spectrum-timestamp': undefined } }, 401, 'badSignature'],
	['one byte changed on the way', { bodyAfterSigning: '{"event":"messages","message":{}} ' }, 401, 'badSignature'],
	['a forged and old one', { secret: 'guessed', timestampOffsetSeconds: -999 }, 401, 'badSignature'],
	['a stale timestamp', { timestampOffsetSeconds: -310 }, 400, 'staleTimestamp'],
	['a future timestamp', { timestampOffsetSeconds: 3_600 }, 400, 'futureTimestamp'],
	['a timestamp that is no number', { timestamp: 'soon' }, 400, 'malformedTimestamp'],
	['a body that is not the contract', { body: '{"event":"messages"}' }, 400, 'malformedBody'],
	['a body that is a list', { body: '[]' }, 400, 'malformedBody'],
	['an empty body', { body: '' }, 400, 'malformedBody'],
	[
		'a body that is no JSON, of a type that n8n does not parse',
		{ body: 'x', headers: { 'content-type': 'application/octet-stream' } },
		400,
		'malformedBody',
	],
];
