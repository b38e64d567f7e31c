import type { MessagePage, PageRequest } from '../codec/messageReads';
import type { Message, MessageFilter } from '../model/message';
import { SpectrumError } from '../errors/SpectrumError';
import { hashOfParts } from '../keys/hash';
import { present } from '../values/present';

/** Most messages that one call may request. */
const largestPage = 100;

/** Most pages in a row without a message. A server that filters what it has read may send some. */
const mostEmptyPages = 1_000;

/**
 * All messages that pass the filter. A page is fetched only when the reader needs it. Rejects with `protocol` when the
 * server leads back to a page that it has sent, or sends nothing but empty pages: otherwise the list would never end.
 */
export async function* paged(
	filter: MessageFilter,
	fetchPage: (request: PageRequest) => Promise<MessagePage>,
): AsyncGenerator<Message, void, undefined> {
	const { limit = Number.POSITIVE_INFINITY, pageSize = limit, ...rest } = filter;
	if (!(limit > 0)) return;
	// The same for every page, because a token is valid only for the same request.
	const size = Math.min(Math.max(1, Math.floor(pageSize)), Math.ceil(limit), largestPage);
	let left = limit;
	let pageToken: string | undefined;
	let emptyPages = 0;
	/** Hashes, because a token may have any length. */
	const seen = new Set<string>();
	for (;;) {
		const request: PageRequest = { ...rest, pageSize: size, ...present({ pageToken }) };
		const page = await fetchPage(request);
		for (const message of page.messages) {
			yield message;
			left -= 1;
			if (left <= 0) return;
		}
		pageToken = page.nextPageToken;
		if (pageToken === undefined) return;
		const hash = hashOfParts([pageToken]);
		if (seen.has(hash)) throw endless('returned the same page of the list twice');
		seen.add(hash);
		emptyPages = page.messages.length === 0 ? emptyPages + 1 : 0;
		if (emptyPages > mostEmptyPages)
			throw endless(`returned ${mostEmptyPages.toLocaleString('en')} empty pages of the list one after the other`);
	}
}

function endless(what: string): SpectrumError {
	return new SpectrumError({
		kind: 'protocol',
		message: `The server ${what}`,
		advice: 'Request fewer messages or a shorter period, and report this to the operator of the server.',
	});
}
