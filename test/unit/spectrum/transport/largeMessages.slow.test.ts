import { wireLimitBytes } from '../../../../nodes/shared/spectrum/model/attachment';
import type { WireMethod } from '../../../../nodes/shared/spectrum/transport/Transport';
import { Bench, echo, failureOf, say } from './support';

const raw: WireMethod<Uint8Array, Uint8Array> = { path: say.path, encode: (bytes) => bytes, decode: (bytes) => bytes };
const options = { token: 'token', deadlineMilliseconds: 60_000 };

const bench = new Bench();
afterEach(async () => await bench.tearDown());

test('messages just below 100 MiB go both ways', async () => {
	const transport = await bench.connect({ say: echo });
	const big = Buffer.alloc(wireLimitBytes - 1, 7);
	const answer = await transport.unary(raw, big, options);
	expect(answer.byteLength).toBe(big.byteLength);
	expect(Buffer.compare(Buffer.from(answer), big)).toBe(0);
});

test.each([
	['request', wireLimitBytes + 1, 0],
	['answer', 1, wireLimitBytes + 1],
])('a too large %s is called a size, not a quota', async (_which, sent, answered) => {
	const transport = await bench.connect({ say: (_call, callback) => callback(null, Buffer.alloc(answered)) });
	const error = await failureOf(transport.unary(raw, Buffer.alloc(sent), options));
	expect(error).toMatchObject({ kind: 'tooLarge', code: undefined, connectionFailed: false, retryable: false });
});
