import type { ServerHttp2Stream } from 'node:http2';
import { answerWith, breaks, frame, HttpTwoServer, type Answer } from '../../../support/httpTwo';
import { Bench, count, failureOf, say } from './support';

const options = { token: 'a-token', deadlineMilliseconds: 20_000, idempotencyKey: 'key-1' };

const bench = new Bench();
afterEach(async () => await bench.tearDown());

async function serve(answer: Answer) {
	const server = await HttpTwoServer.start(answer);
	bench.onTearDown(() => server.stop());
	return { server, transport: bench.open(server.address) };
}

const page =
	(status: number, headers: Record<string, string> = { 'content-type': 'text/html; charset=utf-8' }) =>
	(stream: ServerHttp2Stream) => {
		stream.respond({ ':status': status, ...headers });
		stream.end('<!doctype html><html><h1>Please sign in</h1></html>');
	};
const bare =
	(status: number, headers: Record<string, string> = {}) =>
	(stream: ServerHttp2Stream) =>
		stream.respond({ ':status': status, ...headers }, { endStream: true });

describe('an answer of something that is not a Spectrum server', () => {
	it.each<[string, Answer, string]>([
		['a page', page(200), 'text/html'],
		['JSON', page(200, { 'content-type': 'application/json' }), 'application/json'],
		['a page without a type', page(200, {}), 'something else'],
		['an empty page', bare(200), 'something else'],
		['a redirect', bare(302, { location: 'https://sign-in.example.test/' }), 'something else'],
		['a redirect with a page', page(302), 'text/html'],
		['no content', bare(204), 'something else'],
		['a page that is not there', page(404), 'text/html'],
		['a refusal', bare(400), 'something else'],
		['a failure', page(500), 'text/html'],
	])('that is %s is a protocol error that says so', async (_name, answer, says) => {
		const { server, transport } = await serve(answer);
		const error = await failureOf(transport.unary(say, 'hi', options));
		expect(error).toMatchObject({
			kind: 'protocol',
			connectionFailed: false,
			retryable: false,
			advice: expect.stringContaining('address'),
		});
		expect((error as Error).message).toContain(`${server.address} did not answer with gRPC but with ${says}`);
		expect((error as Error).message).not.toContain('larger');
		const stream = transport.serverStream(count, 'x', options);
		expect(await failureOf(stream.next())).toMatchObject({ kind: 'protocol' });
	});

	it.each([502, 503, 504, 429])('that is HTTP %i is a server that is not available', async (status) => {
		const { transport } = await serve(page(status));
		expect(await failureOf(transport.unary(say, 'hi', options))).toMatchObject({ kind: 'unavailable', status: 'UNAVAILABLE' });
	});

	it.each<[string, Answer]>([
		['nothing, said to be well', bare(200, { 'content-type': 'application/grpc', 'grpc-status': '0' })],
		[
			'nothing after its headers, said to be well',
			(stream) => {
				stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
				stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
				stream.end();
			},
		],
		[
			'a message in an unknown encoding',
			(stream) => {
				stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-encoding': 'br' });
				stream.end(Buffer.concat([Buffer.from([1]), frame('one').subarray(1)]));
			},
		],
	])('that is %s is a protocol error', async (_name, answer) => {
		const { transport } = await serve(answer);
		expect(await failureOf(transport.unary(say, 'hi', options))).toMatchObject({ kind: 'protocol', retryable: false });
	});
});

describe('between the headers of an answer and its message', () => {
	it.each(Object.entries(breaks))('%s is a broken connection', async (_name, answer) => {
		const { transport } = await serve(answer);
		expect(await failureOf(transport.unary(say, 'hi', options))).toMatchObject({
			kind: 'unavailable',
			connectionFailed: true,
			notAccepted: false,
		});
	});

	it.each(Object.entries(breaks))('%s ends a stream that its reader has been told of', async (_name, answer) => {
		const { transport } = await serve(answer);
		const stream = transport.serverStream(count, 'x', options);
		expect(await failureOf(stream.next())).toMatchObject({ kind: 'unavailable', connectionFailed: false });
	});
});

it('a break after the message is not one before it: the call was made', async () => {
	const { transport } = await serve((stream) => {
		stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
		stream.end(frame('done'));
	});
	expect(await failureOf(transport.unary(say, 'hi', options))).toMatchObject({ kind: 'unavailable', connectionFailed: false });
});

it('a server of this kind can answer well', async () => {
	const { transport } = await serve((stream) => answerWith(stream, 'fine'));
	expect(await transport.unary(say, 'hi', options)).toBe('fine');
});
