import { codeTexts, type ErrorCode } from '../../../../../nodes/shared/spectrum/errors/codes';
import { fromGrpc } from '../../../../../nodes/shared/spectrum/errors/fromGrpc';
import { grpcStatuses } from '../../../../../nodes/shared/spectrum/errors/statuses';
import type { SpectrumError } from '../../../../../nodes/shared/spectrum/errors/SpectrumError';
import { createPool } from '../../../../../nodes/shared/spectrum/gateway/pool/pool';
import { sendTextMessage } from '../../../../../nodes/shared/spectrum/codec/messageSends';
import { FakeClock } from '../../../../support/fakeClock';
import { json, marker, type HttpAnswer } from '../../../../support/httpServer';
import { n8nHttp } from '../../../../support/n8nHttp';
import { deferred } from '../support';
import { HttpBench, readMessage, refusalAt, sent, token } from './support';

const bench = new HttpBench();
afterEach(async () => await bench.tearDown());

/** What an error says, apart from its stack and its cause. */
function factsOf(error: SpectrumError) {
	const { kind, message, advice, code, status, retryable, connectionFailed, notAccepted, lasting, context } = error;
	return { kind, message, advice, code, status, retryable, connectionFailed, notAccepted, lasting, context };
}

const httpStatus: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, NOT_FOUND: 404, RESOURCE_EXHAUSTED: 429, UNAVAILABLE: 503 };

describe('a refusal is the same error as over gRPC', () => {
	const cases = [
		...grpcStatuses.map((status) => ({ status, errorCode: undefined, retryable: false })),
		...grpcStatuses.map((status) => ({ status, errorCode: 'aCodeOfNextYear', retryable: true })),
		...(Object.keys(codeTexts) as ErrorCode[]).map((errorCode) => ({ status: 'FAILED_PRECONDITION' as const, errorCode, retryable: true })),
	];

	it.each(cases)('$status $errorCode', async ({ status, errorCode, retryable }) => {
		const context = { field: 'text', limit: 5 };
		const body = { code: status.toLowerCase(), message: 'It says why', source: 'upstream', errorCode, retryable, context };
		const error = await bench.refusal(json(body, httpStatus[status] ?? 400, { 'x-spectrum-middleware': '1' }), { audience: 'registered' });
		const overGrpc = fromGrpc({
			status,
			details: 'It says why',
			trailers: {
				...(errorCode === undefined ? {} : { 'error-code': errorCode }),
				'x-retryable': String(retryable),
				'error-context-field': 'text',
				'error-context-limit': '5',
			},
			local: false,
			connectionFailed: false,
			cancelled: false,
			audience: 'registered',
			address: '',
			secrets: [],
		});
		expect(factsOf(error)).toEqual(factsOf(overGrpc));
	});
});

describe('a refusal', () => {
	const failing = {
		code: 'internal',
		message: `failed for ${token}`,
		errorCode: 'internalError',
		retryable: false,
		context: { key: `<${token}>` },
	};

	it('never shows the token', async () => {
		const error = await bench.refusal(json(failing, 500));
		expect(error).toMatchObject({ kind: 'internal', code: 'internalError' });
		expect([error.message, error.stack, JSON.stringify(error)].join()).not.toContain(token);
	});

	it('of a server that failed names the request, so that its operator finds it', async () => {
		expect((await bench.refusal(json({ ...failing, requestId: 'request-9' }, 500))).message).toContain('request request-9');
		expect((await bench.refusal(json(failing, 500))).message).toContain('request request-1');
		const other = { code: 'not_found', errorCode: 'messageNotFound', requestId: 'request-9' };
		expect((await bench.refusal(json(other, 404))).message).not.toContain('request-9');
	});

	it.each([
		['7', 7_000],
		['0', 0],
		[new Date(Date.UTC(2026, 0, 1, 0, 1)).toUTCString(), 60_000],
		['soon', undefined],
	])('says how long to wait (Retry-After: %s)', async (value, milliseconds) => {
		const body = { code: 'resource_exhausted', errorCode: 'burstRateExceeded', retryable: true };
		const date = new Date(Date.UTC(2026, 0, 1)).toUTCString();
		const server = await bench.server(json(body, 429, { ...marker, date, 'retry-after': value }));
		const error = await refusalAt(bench.transport({ baseUrl: server.url }, new FakeClock()));
		expect(error).toMatchObject({ kind: 'quota', retryable: true });
		expect(error.retryAfterMilliseconds).toBe(milliseconds);
	});

	it('with a body that is too large is judged by its status', async () => {
		const large = JSON.stringify({ code: 'not_found', message: 'x'.repeat(1024 * 1024) });
		const error = await bench.refusal((response) => response.writeHead(503, marker).end(large));
		expect(error).toMatchObject({ kind: 'unavailable', retryable: true });
	});

	it('has a context whose names are safe to show, too', async () => {
		const name = `\u001b[31ma\u202eb ${token} ${'n'.repeat(1_000)}`;
		const error = await bench.refusal(json({ code: 'invalid_argument', context: { [name]: 'v' } }, 400));
		expect(Object.keys(error.context)).toEqual([`ab [hidden] ${'n'.repeat(287)}…`]);
	});

	it('has a bounded context of plain values', async () => {
		const context = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`, 'v'.repeat(1_000)]));
		const error = await bench.refusal(json({ code: 'invalid_argument', context: { nested: { a: 1 }, yes: true, ...context } }, 400));
		expect(Object.keys(error.context).length).toBeLessThanOrEqual(50);
		expect(error.context).toMatchObject({ yes: 'true' });
		expect(error.context).not.toHaveProperty('nested');
		expect(error.context.k3!.length).toBeLessThan(400);
	});
});

const page =
	(status: number, headers: Readonly<Record<string, string>> = { 'content-type': 'text/html' }): HttpAnswer =>
	(response) =>
		response.writeHead(status, headers).end('<h1>Sorry</h1>');

describe('an answer of something in between', () => {
	it.each([
		[408, { kind: 'timeout', retryable: true }],
		[429, { kind: 'unavailable', retryable: true, notAccepted: true }],
		[502, { kind: 'unavailable', retryable: true, notAccepted: false }],
		[503, { kind: 'unavailable', retryable: true, notAccepted: false }],
		[504, { kind: 'timeout', retryable: true, notAccepted: false }],
		[500, { kind: 'internal', retryable: false }],
		[501, { kind: 'protocol', retryable: false }],
		[401, { kind: 'authentication', status: 'UNAUTHENTICATED', retryable: false }],
		[403, { kind: 'permission', retryable: false }],
		[404, { kind: 'protocol', retryable: false }],
		[407, { kind: 'unavailable', retryable: false, notAccepted: true, lasting: true }],
		[413, { kind: 'tooLarge', retryable: false, notAccepted: true }],
	])('with %i is recognised, and says so', async (status, expected) => {
		const server = await bench.server(page(status));
		const error = await refusalAt(bench.transport({ baseUrl: server.url }));
		expect(error).toMatchObject({ connectionFailed: false, ...expected });
		expect(error.message).toContain(
			`Not the Spectrum server at ${server.url} answered, but a proxy or another server, with HTTP ${status}`,
		);
		// Statuses of the control plane begin in this way, and other parts of the pack rely on it.
		expect(error.status).not.toMatch(/^HTTP/);
	});

	it('that asks to wait is obeyed', async () => {
		expect(await bench.refusal(page(503, { 'retry-after': '3' }))).toMatchObject({ retryAfterMilliseconds: 3_000 });
	});

	it.each([
		['in its header', page(503, { 'x-envoy-overloaded': 'true' })],
		['in its text', (response) => response.writeHead(503).end('upstream connect error. reset reason: overflow')],
	] satisfies Array<[string, HttpAnswer]>)('that shed a burst %s has not passed it on', async (_name, answer) => {
		expect(await bench.refusal(answer)).toMatchObject({ kind: 'unavailable', retryable: true, notAccepted: true });
	});

	it.each<[string, HttpAnswer]>([
		['a sign-in page', page(200)],
		['an empty answer', (response) => response.writeHead(200).end()],
		['a redirect to one', (response) => response.writeHead(302, { location: 'https://sign-in.example.test/' }).end()],
		['the JSON of another site', (response) => response.writeHead(404, { 'content-type': 'application/json' }).end('{"code":404}')],
	])('that is %s is none of the server', async (_name, answer) => {
		const server = await bench.server(answer);
		const error = await refusalAt(bench.transport({ baseUrl: server.url }));
		expect(error).toMatchObject({ kind: 'protocol', retryable: false });
		expect(server.seen).toHaveLength(1);
	});

	it('that never ends is left after 1 MiB', async () => {
		const piece = Buffer.alloc(64 * 1024, 0x20);
		let written = 0;
		const left = deferred();
		const server = await bench.server((response) => {
			response.on('close', left.resolve);
			response.writeHead(200, { 'content-type': 'text/html' });
			const write = (): void => {
				while (!response.destroyed) {
					written += piece.length;
					if (!response.write(piece)) return void response.once('drain', write);
				}
			};
			write();
		});
		expect(await refusalAt(bench.transport({ baseUrl: server.url }))).toMatchObject({ kind: 'protocol', retryable: false });
		await left.promise;
		// The sockets of both sides have buffers of some megabytes.
		expect(written).toBeLessThan(32 * 1024 * 1024);
	});

	it('that removed the headers of the server does not matter to JSON', async () => {
		const server = await bench.server(json(sent, 200, {}));
		expect(await readMessage(bench.transport({ baseUrl: server.url }))).toMatchObject({ id: 'message-1' });
	});
});

describe('an answer of the server that does not follow the contract', () => {
	it.each([
		['gives no reason', (response) => response.writeHead(500, marker).end(), 'answered with HTTP 500 and gave no reason'],
		['is no JSON', (response) => response.writeHead(200, marker).end('<html>'), 'does not understand'],
		['is JSON of another form', json({ message: [] }), 'does not understand'],
		['is another JSON', json(['a']), 'does not understand'],
	] satisfies Array<[string, HttpAnswer, string]>)('%s', async (_name, answer, says) => {
		const error = await bench.refusal(answer);
		expect(error.message).toContain(says);
		expect(error).toMatchObject({ retryable: false, connectionFailed: false });
	});
});

describe('writes', () => {
	it('are made again with their key, and only with it', async () => {
		const server = await bench.server((response, seen, number) => (number < 3 ? page(503) : json(sent))(response, seen, number));
		const clock = new FakeClock();
		const pool = createPool({ clock, random: () => 0.5 });
		bench.onTearDown(() => pool.close());
		const connection = {
			kind: 'selfHosted',
			protocol: 'http',
			tls: true,
			lines: [{ address: server.url, token, phone: 'shared' }],
		} as const;
		const link = pool.link(connection);
		const { lines } = await link.inventory({ http: n8nHttp() });
		const message = { spaceId: 'any;-;+15551230001', text: 'Hi', clientMessageId: 'write-1' };
		const answer = link.unary(lines[0]!.id, sendTextMessage, message, { context: { http: n8nHttp() }, idempotencyKey: 'key-1' });
		while (server.seen.length < 3) {
			await new Promise((resolve) => setImmediate(resolve));
			await clock.advance(100);
		}
		expect(await answer).toMatchObject({ id: 'message-1' });
		expect(server.seen.map(({ headers }) => headers['x-idempotency-key'])).toEqual(['key-1', 'key-1', 'key-1']);
	});

	it.each([502, 503, 504, 408])('without a key are not made again after %i', async (status) => {
		expect(await bench.refusal(page(status), { idempotencyKey: undefined })).toMatchObject({ retryable: false, connectionFailed: false });
	});

	it('without a key are made again when they certainly did not arrive', async () => {
		expect(await bench.refusal(page(429), { idempotencyKey: undefined })).toMatchObject({ retryable: true, notAccepted: true });
	});
});

describe('the address of a gRPC server', () => {
	it.each<[string, HttpAnswer]>([
		['415', page(415)],
		['the type of gRPC', (response) => response.writeHead(200, { 'content-type': 'application/grpc', 'grpc-status': '12' }).end()],
	])('is recognised by %s', async (_name, answer) => {
		const server = await bench.server(answer);
		const error = await refusalAt(bench.transport({ baseUrl: server.url }));
		expect(error).toMatchObject({
			lasting: true,
			retryable: false,
			notAccepted: true,
			advice: expect.stringContaining('Choose gRPC as "Connection"'),
		});
		expect(error.message).toContain(`${server.url} speaks gRPC, not HTTP`);
	});

	it('is recognised by what it sends when it speaks HTTP/2 only', async () => {
		const { port } = await bench.serve({});
		const error = await refusalAt(bench.transport({ baseUrl: `http://localhost:${port}` }));
		expect(error).toMatchObject({ kind: 'unavailable', lasting: true, connectionFailed: false, notAccepted: true });
		expect(error.message).toContain('speaks gRPC, not HTTP');
	});

	it.each([403, 404, 405, 426, 464, 505])('is suspected after %i', async (status) => {
		expect((await bench.refusal(page(status))).advice).toContain('If it is the address of a gRPC server, choose gRPC');
	});
});

it('an answer with the status of a refused token lets the pool renew it', async () => {
	const error = await bench.refusal(json({ code: 'unauthenticated', errorCode: 'tokenExpired' }, 401));
	expect(error).toMatchObject({ kind: 'authentication', status: 'UNAUTHENTICATED', code: 'tokenExpired' });
});
