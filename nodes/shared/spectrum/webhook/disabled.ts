import type { DisabledWebhook } from '../auth/payloads';
import { quote } from '../errors/redact';

const reasons: ReadonlyMap<string, string> = new Map([
	['manual', 'a person has disabled it'],
	['receiver_gone', 'this n8n answered that nothing is at its address any more'],
	['delivery_failures', 'too many deliveries in a row have failed'],
]);

/** Why a webhook is disabled, as a clause: the control plane's word, what it means, and since when. */
export function whyDisabled({ reason, at }: DisabledWebhook): string {
	if (reason === undefined) return `Spectrum does not say why${since(at)}`;
	const meaning = reasons.get(reason);
	return `${quote(reason, [])}${meaning === undefined ? '' : `: ${meaning}`}${since(at)}`;
}

function since(at: string | undefined): string {
	return at === undefined ? '' : `, since ${quote(at, [])}`;
}
