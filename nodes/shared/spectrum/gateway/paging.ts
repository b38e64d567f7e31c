import type { MessagePage, PageRequest } from '../codec/messageReads';
import type { Message, MessageFilter } from '../model/message';
import { SpectrumError } from '../errors/SpectrumError';
import { present } from '../values/present';

/** Most messages that one call may ask for. */
const largestPage = 100;

/** Everything that passes the filter, page after page. A page is fetched only when the reader comes to it. */
export async function* paged(
	filter: MessageFilter,
	fetchPage: (request: PageRequest) => Promise<MessagePage>,
): AsyncGenerator<Message, void, undefined> {
	const { limit = Number.POSITIVE_INFINITY, pageSize = limit, ...rest } = filter;
	if (!(limit > 0)) return;
	// The same for every page: a token belongs to the request that gave it.
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
		if (page.nextPageToken !== undefined && page.nextPageToken === pageToken) throw goesInCircles();
		pageToken = page.nextPageToken;
	} while (pageToken !== undefined);
}

function goesInCircles(): SpectrumError {
	return new SpectrumError({
		kind: 'protocol',
		message: 'The server gives the same page of the list again and again',
		advice: 'Ask for fewer messages or a shorter time, and report it to whoever runs the server.',
	});
}
