import { statusOfCode, type RpcFault } from '../../simulator/src';
import { withHttpClient } from './vendorHttpDriver';

const alice = '+15551230001';
const aliceSpace = `any;-;${alice}`;

describe('errors over HTTP, as the vendor’s client understands them', () => {
	it.each(Object.entries(statusOfCode))('%s on status %i', async (code, grpcCode) => {
		await withHttpClient({}, async (spectrum, client) => {
			spectrum.faults.add('SendTextMessage', { type: 'error', code, retryable: true, context: { limit: '5000' }, retryAfter: 3 });
			await expect(client.messages.sendText(aliceSpace, 'Hi')).rejects.toMatchObject({
				code,
				grpcCode,
				retryable: true,
				context: { limit: '5000' },
				retryAfter: 3_000,
				source: expect.stringMatching(/^(upstream|spectrum-imessage)$/),
				requestId: expect.stringMatching(/^[\w-]{36}$/),
			});
			expect(spectrum.phone(alice).messages).toHaveLength(0);
		});
	});

	it.each<[name: string, fault: RpcFault, expected: object]>([
		['AuthenticationError', { type: 'refusedToken' }, { code: 'unauthenticated', source: 'spectrum-imessage' }],
		['AuthenticationError', { type: 'expiredToken' }, { code: 'tokenExpired' }],
		['IMessageError', { type: 'duplicate' }, { code: 'duplicateMessage', grpcCode: 6 }],
		['RateLimitError', { type: 'error', code: 'burstRateExceeded' }, { retryable: false, retryAfter: undefined }],
		['ConnectionError', { type: 'error', code: 'timeout' }, { retryable: true, grpcCode: 4 }],
		['ConnectionError', { type: 'dropConnection' }, { code: 'networkError', source: undefined }],
		['ConnectionError', { type: 'reset' }, { code: 'networkError', source: undefined }],
		[
			'ConnectionError',
			{ type: 'proxyAnswer' },
			{ code: 'serviceUnavailable', source: 'intermediary', retryable: true, requestId: undefined },
		],
		['ConnectionError', { type: 'proxyAnswer', status: 504 }, { code: 'timeout', source: 'intermediary', retryable: true }],
		['RateLimitError', { type: 'proxyAnswer', status: 429 }, { code: 'internalError', source: 'intermediary', retryable: true }],
		['IMessageError', { type: 'proxyAnswer', status: 500 }, { code: 'internalError', source: 'intermediary', retryable: false }],
	])('%s for %j', async (name, fault, expected) => {
		await withHttpClient({}, async (spectrum, client) => {
			spectrum.faults.add('SendTextMessage', fault);
			const failure: unknown = await client.messages.sendText(aliceSpace, 'Hi').catch((error: unknown) => error);
			expect(failure).toMatchObject({ name, ...expected });
		});
	});

	it('come from the method, and from the proxy before it', async () => {
		await withHttpClient({}, async (spectrum, client) => {
			await expect(client.messages.get('nothing')).rejects.toMatchObject({
				name: 'NotFoundError',
				code: 'messageNotFound',
				source: 'upstream',
			});
			// An empty id never leaves: the client sends the name of the field instead.
			await expect(client.messages.get('')).rejects.toMatchObject({ name: 'NotFoundError' });
			expect(spectrum.calls.at(-1)?.request).toEqual({ message_guid: '{messageGuid}' });
			spectrum.settings.audience = 'users';
			await expect(client.messages.sendText(aliceSpace, 'Hi')).rejects.toMatchObject({
				name: 'AuthenticationError',
				grpcCode: 7,
				source: 'spectrum-imessage',
			});
		});
	});

	it('tells how long a quota of a day lasts', async () => {
		await withHttpClient({}, async (spectrum, client) => {
			spectrum.settings.messagesPerDay = 0;
			const send = () => client.messages.sendText(aliceSpace, 'Hi');
			await expect(send()).rejects.toMatchObject({ name: 'RateLimitError', code: 'dailyLimitExceeded', retryAfter: undefined });
			spectrum.settings.messagesPerDay = 1;
			await send();
			const failure = (await send().catch((error: unknown) => error)) as { retryAfter: number };
			expect(failure.retryAfter).toBeGreaterThan(23 * 60 * 60 * 1000);
		});
	});
});

describe('repeats over HTTP, by the vendor’s client', () => {
	it('keep one key through the client’s own tries, and write once', async () => {
		await withHttpClient(
			{},
			async (spectrum, client) => {
				spectrum.faults.add('SendTextMessage', { type: 'proxyAnswer', afterWrite: true });
				spectrum.faults.add('SendTextMessage', { type: 'error', code: 'serviceUnavailable', afterWrite: true });
				await client.messages.sendText(aliceSpace, 'Once');
				expect(spectrum.phone(alice).messages).toHaveLength(1);
				const keys = spectrum.calls.map(({ metadata }) => metadata['x-idempotency-key']);
				expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
				await client.messages.sendText(aliceSpace, 'Twice');
				expect(spectrum.phone(alice).messages).toHaveLength(2);
				expect(spectrum.calls.at(-1)?.metadata['x-idempotency-key']).not.toBe(keys[0]);
			},
			{ retry: { maxAttempts: 3, initialDelay: 1, maxDelay: 1 } },
		);
	});

	it('protect an upload, which has no client_message_id', async () => {
		await withHttpClient(
			{},
			async (spectrum, client) => {
				spectrum.faults.add('UploadAttachment', { type: 'error', code: 'serviceUnavailable', afterWrite: true });
				await client.attachments.upload({ fileName: 'a.png', data: Buffer.from('bytes') });
				expect(spectrum.store().attachments.all).toHaveLength(1);
				expect(spectrum.calls).toHaveLength(2);
			},
			{ retry: { maxAttempts: 2, initialDelay: 1, maxDelay: 1 } },
		);
	});

	it.each(['original', 'duplicateMessage'] as const)('by client_message_id are answered as settings say: %s', async (repeats) => {
		await withHttpClient({ repeats }, async (spectrum, client) => {
			const send = () => client.messages.sendText(aliceSpace, 'Once', { clientMessageId: 'text' });
			const first = await send();
			if (repeats === 'original') expect(await send()).toEqual(first);
			else await expect(send()).rejects.toMatchObject({ code: 'duplicateMessage', grpcCode: 6 });
			expect(spectrum.phone(alice).messages).toHaveLength(1);
		});
	});
});
