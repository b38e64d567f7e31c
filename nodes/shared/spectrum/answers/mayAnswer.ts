import type { MessageSender } from '../model/sender';
import type { Question } from './question';

/**
 * Whether an answer of this sender counts. Anyone can forge the sender of an SMS, so only a listed address may answer over
 * a service other than iMessage, and only if the author allowed it for that address.
 */
export function mayAnswer({ mayAnswer: rule }: Question, sender: Pick<MessageSender, 'address'> & { readonly service: string }): boolean {
	const isImessage = sender.service === 'iMessage';
	if (rule.who === 'anyone') return isImessage;
	const key = addressKey(sender.address);
	const person = rule.people.find(({ address }) => addressKey(address) === key);
	return person !== undefined && (isImessage || person.allowSms);
}

/** Equal for two spellings of one person's address. */
export function addressKey(address: string): string {
	return address.trim().toLowerCase();
}
