import type { MessagePage, PageRequest } from '../../../../nodes/shared/spectrum/codec/messageReads';
import { paged } from '../../../../nodes/shared/spectrum/gateway/paging';
import type { Message } from '../../../../nodes/shared/spectrum/model/message';

/** A server whose page after each token is this one. Without a token it is the first. Counts the pages. */
function serverOf(page: (token: number) => { readonly messages: number; readonly next?: number }) {
	const asked: Array<string | undefined> = [];
	const fetchPage = async ({ pageToken }: PageRequest): Promise<MessagePage> => {
		asked.push(pageToken);
		const token = Number(pageToken ?? 0);
		const { messages, next } = page(token);
		const list = Array.from({ length: messages }, (_, index) => ({ id: `${token}.${index}` }) as Message);
		return await Promise.resolve({ messages: list, ...(next === undefined ? {} : { nextPageToken: String(next) }) });
	};
	return { asked, fetchPage };
}

async function read(
	fetchPage: (request: PageRequest) => Promise<MessagePage>,
): Promise<{ readonly ids: string[]; readonly error?: unknown }> {
	const ids: string[] = [];
	try {
		for await (const { id } of paged({}, fetchPage)) ids.push(id);
		return { ids };
	} catch (error) {
		return { ids, error };
	}
}

test.each([
	['the same page again', (token: number) => ({ messages: 1, next: Math.min(token + 1, 2) }), 3],
	['two pages in turn', (token: number) => ({ messages: 1, next: token === 1 ? 2 : 1 }), 3],
	['a circle of a hundred pages', (token: number) => ({ messages: 1, next: (token % 100) + 1 }), 101],
])('%s end the list with an error', async (_name, page, pages) => {
	const { asked, fetchPage } = serverOf(page);
	const { ids, error } = await read(fetchPage);
	expect(error).toMatchObject({ kind: 'protocol', message: 'The server returned the same page of the list twice' });
	expect(asked).toHaveLength(pages);
	expect(ids).toHaveLength(pages);
});

test('empty pages with ever new tokens end it too', async () => {
	const { asked, fetchPage } = serverOf((token) => ({ messages: 0, next: token + 1 }));
	expect((await read(fetchPage)).error).toMatchObject({ kind: 'protocol', message: expect.stringContaining('1,000 empty pages') });
	expect(asked).toHaveLength(1_001);
});

test('a thousand empty pages before a message do not', async () => {
	const { fetchPage } = serverOf((token) => ({ messages: token % 1_001 === 1_000 ? 1 : 0, ...(token < 2_001 ? { next: token + 1 } : {}) }));
	expect(await read(fetchPage)).toEqual({ ids: ['1000.0', '2001.0'] });
});
