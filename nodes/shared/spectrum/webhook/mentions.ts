import type { EventContent } from '../model/event/event';
import { asFields } from '../values/json';
import { normalAddress } from '../filter/filterEntries';
import type { Mention } from '../model/message';

/** Most mentions of one message that are read. */
const mostMentions = 100;

/**
 * The mentions of a message, in the form of a stream, if the delivery has any. The documentation lists no such field; on
 * the wire it is called `mentions`.
 * @param phone number of the line
 */
export function mentionsIn(content: EventContent, phone: string | undefined): { mentions?: Mention[]; mentionsMe?: true } {
	const given: unknown[] = Array.isArray(content.mentions) ? content.mentions.slice(0, mostMentions) : [];
	const mentions = given.flatMap((each) => readMention(each) ?? []);
	if (mentions.length === 0) return {};
	const mentionsMe = phone !== undefined && mentions.some(({ address }) => normalAddress(address) === normalAddress(phone));
	return { mentions, ...(mentionsMe ? { mentionsMe } : {}) };
}

function readMention(given: unknown): Mention | undefined {
	const { address, start, length } = asFields(given) ?? {};
	if (typeof address !== 'string' || typeof start !== 'number' || typeof length !== 'number') return undefined;
	return { address, start, length };
}
