import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Clock } from '../shared/domain/clock';
import { quote } from '../shared/errors/redact';
import { cloudCredential } from '../shared/n8n/credentials';
import { NodeStore } from '../shared/n8n/staticData';
import { readDelivery, type Delivery } from '../shared/webhook/delivery';
import { acceptedSecrets } from '../shared/webhook/keptWebhook';
import { settle } from '../shared/webhook/patience';
import type { KeptRepeats, Repeats } from '../shared/webhook/repeats';
import { verifySignature, type SignatureVerdict, type SignedRequest } from '../shared/webhook/signature';
import { toEvent } from '../shared/webhook/toEvent';
import { toItems } from './emit';
import { scopeOf, type KeptWebhooks, type Purpose } from './keptWebhooks';
import { ignored, refused, reply, repeated } from './replies';
import { readSettings } from './settings';

/** What outlives one delivery. */
export interface Receiver {
	readonly clock: Clock;
	readonly webhooks: KeptWebhooks;
	readonly repeats: Repeats;
}

/** Name of the entry in the node's stored data. */
const repeatsEntry = 'repeats';

/** Takes one request to the webhook's address: verifies it, reads it, answers it, and starts a run or does not. */
export async function receive(context: IWebhookFunctions, receiver: Receiver): Promise<IWebhookResponseData> {
	const request = await readRequest(context);
	// A body that was parsed and written again would be other bytes, so nothing stands in for the raw ones.
	if (request === undefined) return refused(context, 'noRawBody');
	const { verdict, detail } = await verify(context, request, receiver);
	if (verdict !== 'accepted') return refused(context, verdict, detail);

	const reading = readDelivery(request.body);
	switch (reading.verdict) {
		case 'malformed':
			return refused(context, 'malformedBody', reading.problem);
		case 'unknownEvent':
			return ignored(context, 'unknownEvent', quote(reading.event, []));
		case 'otherPlatform':
			return ignored(context, 'otherPlatform', quote(reading.platform, []));
		case 'notInbound':
			return ignored(context, 'notInbound', quote(reading.direction, []));
		case 'delivery':
			return accept(context, reading.delivery, receiver);
	}
}

function accept(context: IWebhookFunctions, delivery: Delivery, receiver: Receiver): IWebhookResponseData {
	const settings = readSettings(context);
	const event = toEvent(delivery, settings);
	if (!settings.events.has(event.event)) return ignored(context, 'notSelected', event.event);
	const workflowData = toItems(event);

	const purpose = purposeOf(context);
	// The scope stands for the webhook. Its id comes in a header that is not signed: with that in the identity, whoever
	// has captured a delivery could run it again under another id, and a message that two webhooks of a rotation
	// deliver would run twice.
	const identity = { scope: scopeOf(context, purpose), messageId: delivery.messageId };
	const store = new NodeStore(context);
	const claim = receiver.repeats.claim(identity, asRepeats(store.read(repeatsEntry)));
	if (!claim.first) return repeated(context);
	let isAnswered = false;
	try {
		store.write(repeatsEntry, claim.kept);
		receiver.webhooks.restore(context, purpose);
		// Answered here and not by n8n: n8n saves the stored data when a node has answered, but loses what changed when
		// it answers itself after starting the run (2.40: WorkflowRunner.establishContextForPersistence builds a second
		// workflow over the same data, which resets the mark of the change).
		const answer = reply(context, 200, { status: 'accepted' });
		isAnswered = true;
		return { ...answer, workflowData };
	} finally {
		if (!isAnswered) receiver.repeats.release(identity);
	}
}

/** The secrets that the node holds come first; the credential is read only when none of them signed. */
async function verify(
	context: IWebhookFunctions,
	request: SignedRequest,
	{ clock, webhooks }: Receiver,
): Promise<{ readonly verdict: SignatureVerdict; readonly detail?: string }> {
	const now = clock.now();
	const verdict = verifySignature(request, acceptedSecrets(webhooks.read(context, purposeOf(context)), now), now);
	if (verdict !== 'badSignature' || request.signature === undefined) return { verdict };
	const byHand = await settle(() => readSecretByHand(context));
	if (!byHand.ok) return { verdict, detail: 'the credential, which may hold that secret, could not be read' };
	return { verdict: verifySignature(request, [byHand.value], now) };
}

/** The credential's signing secret, or an empty text. Its other fields say nothing about a delivery. */
async function readSecretByHand(context: IWebhookFunctions): Promise<string> {
	const { webhookSigningSecret } = await context.getCredentials(cloudCredential);
	return typeof webhookSigningSecret === 'string' ? webhookSigningSecret.trim() : '';
}

async function readRequest(context: IWebhookFunctions): Promise<SignedRequest | undefined> {
	const request = context.getRequestObject() as { rawBody?: unknown; readRawBody?: () => Promise<void> };
	if (request.rawBody === undefined) await request.readRawBody?.();
	const body = request.rawBody;
	if (!(body instanceof Uint8Array)) return undefined;
	return {
		body,
		timestamp: header(context, 'x-spectrum-timestamp'),
		signature: header(context, 'x-spectrum-signature'),
	};
}

function header(context: IWebhookFunctions, name: string): string | undefined {
	const value = context.getHeaderData()[name];
	return typeof value === 'string' ? value : undefined;
}

/** A request to the address that the editor listens at runs in manual mode. */
function purposeOf(context: IWebhookFunctions): Purpose {
	return context.getMode() === 'manual' ? 'test' : 'production';
}

function asRepeats(stored: unknown): KeptRepeats {
	return typeof stored === 'object' && stored !== null ? (stored as IDataObject as KeptRepeats) : {};
}
