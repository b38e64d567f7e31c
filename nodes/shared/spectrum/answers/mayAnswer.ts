import type { MessageSender } from '../model/sender';
import type { Question } from './question';

/**
 * Whether an answer of this sender counts. Anyone can forge the sender of an SMS, so only a listed address may answer over
 * a service other than iMessage, and only if the author allowed it for that address.
 */
export function mayAnswer({ mayAnswer: rule }: Question, sender: Pick<MessageSender, 'address'> & { readonly service: string }): boolean {
	const isImessage = sender.service === 'iMessage';
	if (rule.who === 'anyone') return isImessage;
	const person = rule.people.find(({ address }) => sameAddress(address, sender.address));
	return person !== undefined && (isImessage || person.allowSms);
}

/** Whether two addresses name the same person. */
export function sameAddress(one: string, other: string): boolean {
	return one.trim().toLowerCase() === other.trim().toLowerCase();
}
