import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Clock } from '../shared/domain/clock';
import type { ImessageEvent } from '../shared/domain/event';
import { judge } from '../shared/domain/eventFilter';
import { quote } from '../shared/errors/redact';
import { Gateway } from '../shared/gateway/Gateway';
import { cloudCredential, readConnection } from '../shared/n8n/credentials';
import { downloadAttachments, noAttachments, withAttachments, type EventAttachments } from '../shared/n8n/eventAttachments';
import { readAttachmentSettings } from '../shared/n8n/fields/triggerAttachments';
import { httpPort } from '../shared/n8n/http';
import { pollMemory } from '../shared/n8n/pollValues';
import { NodeStore } from '../shared/n8n/staticData';
import { readDelivery, type Delivery } from '../shared/webhook/delivery';
import { acceptedSecrets } from '../shared/webhook/keptWebhook';
import { settle } from '../shared/webhook/patience';
import type { DeliveryIdentity, KeptRepeats, Repeats } from '../shared/webhook/repeats';
import { verifySignature, type SignatureVerdict, type SignedRequest } from '../shared/webhook/signature';
import { toEvent } from '../shared/webhook/toEvent';
import type { Turns } from '../shared/domain/turns';
import { toItems } from './emit';
import { scopeOf, type KeptWebhooks, type Purpose } from './keptWebhooks';
import { ignored, meta, nameOf, refused, reply, repeated } from './replies';
import { readSettings } from './settings';

/** What outlives one delivery. */
export interface Receiver {
	readonly clock: Clock;
	readonly webhooks: KeptWebhooks;
	readonly repeats: Repeats;
	readonly turns: Turns;
}

/** Name of the entry in the node's stored data. */
const repeatsEntry = 'repeats';

/** How long all files of a delivery may take, and so the answer: half of the 30 s after which the sender gives up. */
const downloadMilliseconds = 15_000;

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
			return await accept(context, reading.delivery, receiver);
	}
}

/**
 * Deliveries of one message are taken in turn. One that comes while another still fetches files waits for what becomes
 * of that: it is a repeat when a run was started, and is taken itself when none was. Answered 200 at once it would be
 * lost with the other; answered 503, the sender's six attempts, which may all be made within 14 s, could be used up.
 */
async function accept(context: IWebhookFunctions, delivery: Delivery, receiver: Receiver): Promise<IWebhookResponseData> {
	const settings = readSettings(context);
	const event = toEvent(delivery, settings);
	if (!settings.events.has(event.event)) return ignored(context, 'notSelected', event.event);
	const verdict = judge(event, settings.filter);
	if (verdict !== 'passes') return ignored(context, 'filtered', verdict);
	// The scope stands for the webhook. Its id comes in a header that is not signed: with that in the identity, whoever
	// has captured a delivery could run it again under another id, and a message that two webhooks of a rotation
	// deliver would run twice.
	const identity = { scope: scopeOf(context, purposeOf(context)), messageId: delivery.messageId };
	// Counted from here, so that a wait is no reason to answer later.
	const answerBy = receiver.clock.now() + downloadMilliseconds;
	return await receiver.turns.take(JSON.stringify(identity), async () => {
		// Only asked here, and claimed when the files are there: every claim is stored with the next delivery, and after a
		// crash the sender's next attempt would pass for a repeat, though no run had been.
		if (receiver.repeats.knows(identity, storedRepeats(context))) return repeated(context);
		const attachments = await fetchAttachments(context, event, receiver, answerBy);
		return start(context, identity, toItems(event), attachments, receiver);
	});
}

/** Claims, answers and starts the run without a pause in between, so that each happens with the others or not at all. */
function start(
	context: IWebhookFunctions,
	identity: DeliveryIdentity,
	items: INodeExecutionData[][],
	attachments: EventAttachments,
	{ repeats, webhooks }: Receiver,
): IWebhookResponseData {
	const store = new NodeStore(context);
	const claim = repeats.claim(identity, storedRepeats(context));
	if (!claim.first) return repeated(context);
	let isAnswered = false;
	try {
		store.write(repeatsEntry, claim.kept);
		webhooks.restore(context, purposeOf(context));
		pollMemory.restore(context);
		const workflowData = items.map((output) => output.map((item) => withAttachments(item, attachments)));
		// Answered here and not by n8n: n8n saves the stored data when a node has answered, but loses what changed when
		// it answers itself after starting the run (2.40: WorkflowRunner.establishContextForPersistence builds a second
		// workflow over the same data, which resets the mark of the change).
		const answer = reply(context, 200, { status: 'accepted' });
		isAnswered = true;
		return { ...answer, workflowData };
	} finally {
		if (!isAnswered) repeats.release(identity);
	}
}

/** Whatever fails here is told on the item: the message itself has arrived. */
async function fetchAttachments(
	context: IWebhookFunctions,
	event: ImessageEvent,
	{ clock }: Receiver,
	answerBy: number,
): Promise<EventAttachments> {
	const fetched = await settle(async () => {
		const settings = readAttachmentSettings(context);
		if (settings === undefined) return {};
		return await downloadAttachments(event, {
			context,
			openGateway: async (signal) => new Gateway(await readConnection(context), authContext(context, signal)),
			settings,
			clock,
			deadlineMilliseconds: answerBy - clock.now(),
		});
	});
	const attachments = fetched.ok ? fetched.value : noAttachments(event, fetched.error);
	const { downloadError } = attachments;
	if (downloadError !== undefined) {
		context.logger.warn(
			`${nameOf(context)} starts a run with ${downloadError.failed.length} of the message's files missing: ${downloadError.message}`,
			meta(context),
		);
	}
	return attachments;
}

function authContext(context: IWebhookFunctions, signal: AbortSignal): ConstructorParameters<typeof Gateway>[1] {
	return { http: httpPort(context.helpers), signal, onWarning: (message) => context.logger.warn(message) };
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

function storedRepeats(context: IWebhookFunctions): KeptRepeats {
	const stored = new NodeStore(context).read(repeatsEntry);
	return typeof stored === 'object' && stored !== null ? (stored as IDataObject as KeptRepeats) : {};
}
