import type { EventContent } from '../model/event/event';
import { asFields } from '../values/json';
import { normalAddress } from '../filter/filterEntries';
import type { Mention } from '../model/message';

/** Mentions of one message that are read. */
const mostMentions = 100;

/**
 * Who is named in a message, in the form of a stream, where a delivery says so. The documentation lists no such field; the
 * wire calls it `mentions`.
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
