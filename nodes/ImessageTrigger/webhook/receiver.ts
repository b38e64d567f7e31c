import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Clock } from '../../shared/spectrum/timing/clock';
import type { ImessageEvent } from '../../shared/spectrum/model/event/event';
import { judge } from '../../shared/spectrum/filter/eventFilter';
import { quote } from '../../shared/spectrum/errors/redact';
import { answerOfEvent } from '../../shared/n8n/asking/consumedAnswers';
import type { AskingHub } from '../../shared/n8n/asking/hub';
import { Gateway } from '../../shared/spectrum/gateway/Gateway';
import { cloudCredential, readConnection } from '../../shared/n8n/credentials/credentials';
import { withAttachments, type EventAttachments } from '../downloads/eventAttachments';
import { downloadWith, nothingDownloaded } from '../downloads/eventDownloads';
import { readDownloadSettings } from '../downloads/downloadSettings';
import { accessOf } from '../../shared/n8n/credentials/access';
import { pollMemory } from '../../shared/n8n/memory/pollValues';
import { valueOfNode } from '../../shared/n8n/memory/staticData';
import type { StoredWebhook } from '../../shared/spectrum/webhook/storedWebhook';
import { readDelivery, type Delivery } from '../../shared/spectrum/webhook/delivery';
import { outcomeOf } from '../../shared/spectrum/errors/outcome';
import { identityOf, type DeliveryIdentity, Repeats } from '../../shared/spectrum/webhook/repeats';
import { toEvents } from '../../shared/spectrum/webhook/toEvent';
import {
	joinSecrets,
	ownSecrets,
	secretsByHand,
	verifyDelivery,
	type DeliveryRequest,
	type Verification,
} from '../../shared/spectrum/webhook/verification';
import { asText } from '../../shared/spectrum/values/json';
import { withAccount } from '../../shared/n8n/run/runAccount';
import { Turns } from '../../shared/spectrum/timing/turns';
import { purposeOf, scopeOf, type StoredWebhooks } from './storedWebhooks';
import { logAbout } from '../nodeLog';
import { ignored, refused, reply, repeated } from './replies';
import { readSettings } from '../settings';

const storedRepeats = valueOfNode('repeats', (stored) => asText(stored) ?? '');

/** How long all files of a delivery, and therefore the answer, may take: half of the 30 s after which the sender gives up. */
const downloadMilliseconds = 15_000;

/** Receives the deliveries to the webhooks of all trigger nodes, and remembers which ones it has handled. */
export class Receiver {
	private readonly repeats: Repeats;
	private readonly turns = new Turns();

	constructor(
		private readonly clock: Clock,
		private readonly webhooks: StoredWebhooks,
		private readonly questions: Pick<AskingHub, 'takes'>,
	) {
		this.repeats = new Repeats(clock);
	}

	/** Handles one request to a webhook's address: verifies, reads and answers it, and starts a run if the node wants the event. */
	async receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
		const request = await readRequest(context);
		// A body that was parsed and serialised again has different bytes, so nothing can replace the raw ones.
		if (request === undefined) return refused(context, 'noRawBody');
		const webhook = this.webhooks.read(context, purposeOf(context));
		const { verdict, detail, deliveryId } = await verify(context, request, webhook, this.clock.now());
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
				return await this.accept(context, reading.delivery, deliveryId);
		}
	}

	/**
	 * Handles the deliveries of one message one after the other. A delivery that comes while another still fetches files waits
	 * for its outcome: it is a repeat if a run was started, and is handled itself if none was. With a 200 at once it would be
	 * lost if the other one failed. With a 503 the sender could use up its six attempts, which may all come within 14 s.
	 */
	private async accept(context: IWebhookFunctions, delivery: Delivery, deliveryId: string | undefined): Promise<IWebhookResponseData> {
		const settings = readSettings(context);
		const all = toEvents(delivery, settings);
		const chosen = all.filter(({ event }) => settings.events.has(event));
		const [first] = all;
		if (chosen.length === 0) return ignored(context, 'notSelected', first?.event ?? '');
		const verdicts = chosen.map((event) => judge(event, settings.filter));
		const events = chosen.filter((_event, index) => verdicts[index] === 'passes');
		const [event] = events;
		if (event === undefined) {
			const [verdict = ''] = verdicts;
			return ignored(context, verdict === 'own' ? 'notInbound' : 'filtered', verdict);
		}
		// The scope stands for the webhook. The webhook's id comes in an unsigned header. With that in the identity, an
		// attacker with a captured delivery could run it again under another id, and a message that both webhooks of a
		// rotation deliver would run twice.
		const identity = { scope: scopeOf(context, purposeOf(context)), ...identityOf(delivery, event.event, deliveryId) };
		// Counted from here, so that waiting for a turn does not delay the answer further.
		const answerBy = this.clock.now() + downloadMilliseconds;
		return await this.turns.take(JSON.stringify([identity.scope, identity.messageId]), async () => {
			// Only checked here, and claimed once the files are there. Every claim is stored with the next delivery, so after a
			// crash an early claim would make the sender's next attempt look like a repeat, although no run was started.
			if (this.repeats.knows(identity, storedRepeats.read(context))) return repeated(context);
			if (await this.isAnswer(context, event)) return ignored(context, 'answer', event.event);
			// Only a single event has files. Several events are always changes of a group's members.
			const attachments = await fetchAttachments(context, event, this.clock, answerBy);
			return this.start(context, identity, events, attachments);
		});
	}

	/** A person who listens in the editor wants to see the event, whatever else it answers. */
	private async isAnswer(context: IWebhookFunctions, event: ImessageEvent): Promise<boolean> {
		const purpose = purposeOf(context);
		const account = this.webhooks.read(context, purpose)?.account;
		if (account === undefined || purpose === 'test') return false;
		return await this.questions.takes(account, answerOfEvent(event));
	}

	/** Claims, answers and starts the run without a pause in between, so that either all of this happens or none of it. */
	private start(
		context: IWebhookFunctions,
		identity: DeliveryIdentity,
		events: readonly ImessageEvent[],
		attachments: EventAttachments,
	): IWebhookResponseData {
		const purpose = purposeOf(context);
		const account = this.webhooks.read(context, purpose)?.account;
		const claim = this.repeats.claim(identity, storedRepeats.read(context));
		if (!claim.first) return repeated(context);
		let isAnswered = false;
		try {
			storedRepeats.write(context, claim.toStore);
			this.webhooks.restore(context, purpose);
			pollMemory.restore(context);
			const workflowData = [events.map((event) => withAttachments({ json: withAccount(event, account) }, attachments))];
			// Answered here and not by n8n. n8n saves the stored data when a node has answered, but loses the changes when it
			// answers itself after starting the run (2.40: WorkflowRunner.establishContextForPersistence builds a second
			// workflow over the same data, which resets the mark of the change).
			const answer = reply(context, 200, { status: 'accepted' });
			isAnswered = true;
			return { ...answer, workflowData };
		} finally {
			if (!isAnswered) this.repeats.release(identity);
		}
	}
}

/** Fetches the files of the event. Any failure is reported on the item, because the message itself has arrived. */
async function fetchAttachments(
	context: IWebhookFunctions,
	event: ImessageEvent,
	clock: Clock,
	answerBy: number,
): Promise<EventAttachments> {
	const fetched = await outcomeOf(async () => {
		const downloads = readDownloadSettings(context);
		if (downloads === undefined) return {};
		return await downloadWith(event, downloads, {
			context,
			openGateway: async (signal) => new Gateway(await readConnection(context), accessOf(context, signal)),
			clock,
			deadlineMilliseconds: answerBy - clock.now(),
		});
	});
	const attachments = fetched.ok ? fetched.value : nothingDownloaded(event, fetched.error);
	const { downloadError } = attachments;
	if (downloadError !== undefined) {
		const missing = `${downloadError.failed.length} of the event's files missing`;
		logAbout(context, 'warn', `starts a run with ${missing}: ${downloadError.message}`);
	}
	return attachments;
}

/** Verifies with the node's own secrets first. Reads the credential only if these do not decide about all signatures. */
async function verify(
	context: IWebhookFunctions,
	request: DeliveryRequest,
	webhook: StoredWebhook | undefined,
	now: number,
): Promise<Verification & { readonly detail?: string }> {
	const own = ownSecrets(webhook, now);
	const verification = verifyDelivery(request, own, now);
	const isDecided = verification.verdict === 'badSignature' ? isUnsigned(request) : verification.isComplete;
	if (isDecided) return verification;
	const byHand = await outcomeOf(() => readSecretByHand(context));
	if (!byHand.ok) return { ...verification, detail: 'the credential, which may hold that secret, could not be read' };
	return verifyDelivery(request, joinSecrets(own, secretsByHand(byHand.value)), now);
}

function isUnsigned({ v0, standard }: DeliveryRequest): boolean {
	return v0.signature === undefined && standard.signature === undefined;
}

/** The credential's signing secret, or an empty text. Its other fields say nothing about a delivery. */
async function readSecretByHand(context: IWebhookFunctions): Promise<string> {
	const { webhookSigningSecret } = await context.getCredentials(cloudCredential);
	return typeof webhookSigningSecret === 'string' ? webhookSigningSecret.trim() : '';
}

async function readRequest(context: IWebhookFunctions): Promise<DeliveryRequest | undefined> {
	const request = context.getRequestObject() as { rawBody?: unknown; readRawBody?: () => Promise<void> };
	if (request.rawBody === undefined) await request.readRawBody?.();
	const body = request.rawBody;
	if (!(body instanceof Uint8Array)) return undefined;
	return {
		body,
		v0: { timestamp: header(context, 'x-spectrum-timestamp'), signature: header(context, 'x-spectrum-signature') },
		standard: {
			id: header(context, 'webhook-id'),
			timestamp: header(context, 'webhook-timestamp'),
			signature: header(context, 'webhook-signature'),
		},
	};
}

function header(context: IWebhookFunctions, name: string): string | undefined {
	const value = context.getHeaderData()[name];
	return typeof value === 'string' ? value : undefined;
}
