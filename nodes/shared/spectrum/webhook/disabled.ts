import type { DisabledWebhook } from '../auth/payloads';
import { quote } from '../errors/redact';

const reasons: ReadonlyMap<string, string> = new Map([
	['manual', 'a person has disabled it'],
	['receiver_gone', 'this n8n answered that the address of the webhook no longer exists'],
	['delivery_failures', 'too many deliveries failed in a row'],
]);

/** Why a webhook is disabled, as a clause: the control plane's reason, its meaning, and the time. */
export function whyDisabled({ reason, at }: DisabledWebhook): string {
	if (reason === undefined) return `Spectrum does not say why${since(at)}`;
	const meaning = reasons.get(reason);
	return `${quote(reason, [])}${meaning === undefined ? '' : `: ${meaning}`}${since(at)}`;
}

function since(at: string | undefined): string {
	return at === undefined ? '' : `, since ${quote(at, [])}`;
}
