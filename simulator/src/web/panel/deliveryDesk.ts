import type { Redelivery } from '../../inbox';
import type { DeliveryAttempt } from '../../deliveries/worker';
import type { Simulator } from '../../Simulator';
import { WebError } from '../route';
import { contentWords } from './journal';
import { redactorOf, shownUrl } from './words';

/** The last delivery, made once more: as it was, changed after signing, or signed ten minutes ago. */
export type RedeliveryKind = 'again' | 'tampered' | 'stale';

/** What became of it. */
export interface RedeliveryOutcome {
	readonly message: string;
	/** HTTP status of the receiver's answer. */
	readonly status?: number;
}

/** Older than any receiver should take: the contract speaks of five minutes. */
const staleSeconds = 600;

const done: Readonly<Record<RedeliveryKind, string>> = {
	again: 'Delivered once more',
	tampered: 'Delivered with a changed body',
	stale: 'Delivered with a signature of ten minutes ago',
};

/** The last delivery to a webhook, or to any. */
export function lastDelivery({ deliveries }: Simulator, webhookId?: string): DeliveryAttempt | undefined {
	if (webhookId === undefined) return deliveries[deliveries.length - 1];
	return deliveries.findLast((attempt) => attempt.webhookId === webhookId);
}

/** The last delivery in words. */
export function lastDeliveryWords(simulator: Simulator): { readonly to: string; readonly content: string } | undefined {
	const last = lastDelivery(simulator);
	return last && { to: shownUrl(last.webhookUrl), content: contentWords(last.body, redactorOf(simulator)) };
}

/** Makes the last delivery once more, in one attempt, and tells what the receiver answered. */
export async function redeliverLast(simulator: Simulator, kind: RedeliveryKind, webhookId?: string): Promise<RedeliveryOutcome> {
	const last = lastDelivery(simulator, webhookId);
	if (last === undefined) throw new WebError(422, 'No webhook has been delivered yet. Have someone write first');
	const webhook = simulator.webhooks.find(({ id }) => id === last.webhookId);
	if (webhook === undefined) throw new WebError(422, 'The webhook of the last delivery is not registered any more');
	if (webhook.disabledAt !== undefined) throw new WebError(422, 'The webhook of the last delivery is disabled. Enable it first');
	const [result] = await simulator.redeliver(last.messageId, { webhookId: webhook.id, attempts: 1, ...tampering(kind, last.body) });
	const attempt = result?.attempts[0];
	if (attempt === undefined) throw new WebError(422, 'Nothing was delivered: the webhook was removed in the meantime');
	const { status, reason } = attempt;
	const answer = status === undefined ? `no answer (${reason ?? 'unknown'})` : `answered ${status}`;
	return { message: `${done[kind]}: ${answer}`, status };
}

function tampering(kind: RedeliveryKind, body: string): Redelivery {
	if (kind === 'again') return {};
	return kind === 'stale' ? { timestampOffsetSeconds: -staleSeconds } : { bodyAfterSigning: changed(body) };
}

/** Another text, as a stranger on the way would write; a body without a text gets a field more. */
function changed(body: string): string {
	const payload = JSON.parse(body) as { message?: { content?: { text?: unknown } } };
	const content = payload.message?.content;
	if (typeof content?.text !== 'string') return JSON.stringify({ ...payload, tampered: true });
	content.text = 'Somebody changed this on its way.';
	return JSON.stringify(payload);
}
