import { withHttpClient } from './vendorHttpDriver';

test('a file that is too large is refused over HTTP, seen by the vendor’s client', async () => {
	await withHttpClient({}, async (_spectrum, client) => {
		const data = Buffer.alloc(100 * 1024 * 1024 + 1);
		await expect(client.attachments.upload({ fileName: 'a.bin', data })).rejects.toMatchObject({
			name: 'RateLimitError',
			code: 'internalError',
			source: 'middleware',
			retryable: false,
		});
	});
});
