import type { MessagePage, PageRequest } from '../codec/messageReads';
import type { Message, MessageFilter } from '../model/message';
import { SpectrumError } from '../errors/SpectrumError';
import { present } from '../values/present';

/** Most messages that one call may request. */
const largestPage = 100;

/** All messages that pass the filter. A page is fetched only when the reader needs it. */
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
	do {
		const request: PageRequest = { ...rest, pageSize: size, ...present({ pageToken }) };
		const page = await fetchPage(request);
		for (const message of page.messages) {
			yield message;
			left -= 1;
			if (left <= 0) return;
		}
		if (page.nextPageToken !== undefined && page.nextPageToken === pageToken) throw repeatedPage();
		pageToken = page.nextPageToken;
	} while (pageToken !== undefined);
}

function repeatedPage(): SpectrumError {
	return new SpectrumError({
		kind: 'protocol',
		message: 'The server returned the same page of the list twice',
		advice: 'Request fewer messages or a shorter period, and report this to the operator of the server.',
	});
}
