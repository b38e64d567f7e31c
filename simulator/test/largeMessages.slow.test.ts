import { once } from 'node:events';
import type { ServiceError } from '@grpc/grpc-js';
import { Simulator } from '../src';
import { largestMessageBytes } from '../src/calls/largestMessage';
import { ask, errorOf } from './http/httpCall';
import { rawConnection, readAnswer } from './http/rawAnswer';
import { rawClient } from './rawCall';

const alice = '+15551230001';
const mebibyte = 1024 * 1024;

let spectrum: Simulator;
beforeEach(async () => (spectrum = await Simulator.start({ tls: false })));
afterEach(async () => await spectrum.stop());

describe('the gRPC servers of the simulator', () => {
	it('carry messages far larger than the default limit of gRPC, both ways', async () => {
		const client = rawClient(spectrum);
		const text = 'x'.repeat(20 * mebibyte);
		const { message } = await client.send({ chat_guid: `any;-;${alice}`, text });
		expect(message.content.text).toHaveLength(text.length);
		client.close();
	});

	it('take no message of 100 MiB, and say nothing of a quota', async () => {
		const client = rawClient(spectrum);
		const call = client.upload({ file_name: 'a.bin', data: new Uint8Array(largestMessageBytes) });
		const trailers = await call.then(
			() => 'an answer',
			(error: ServiceError) => error.metadata.getMap(),
		);
		expect(trailers).not.toBe('an answer');
		expect(trailers).not.toHaveProperty('error-code');
		expect(spectrum.calls).toHaveLength(0);
		client.close();
	});
});

describe('the HTTP face of the simulator', () => {
	const path = '/v1/attachments:upload?fileName=a.bin';

	it('takes the longest body, and refuses one byte more as soon as it is there', async () => {
		const upload = (length: number) => ask(spectrum, path, { method: 'POST', body: pieces(length), duplex: 'half' });
		expect((await upload(largestMessageBytes)).status).toBe(200);
		const { status, body } = await errorOf(upload(largestMessageBytes + 1));
		expect([status, body.code, body.errorCode]).toEqual([413, 'resource_exhausted', undefined]);
	});

	it('drops a body without end, and keeps none of it', async () => {
		const socket = await rawConnection(spectrum);
		const head = [`POST ${path} HTTP/1.1`, 'host: x', `authorization: Bearer ${spectrum.lines[0]?.token}`, 'transfer-encoding: chunked'];
		socket.write(`${head.join('\r\n')}\r\n\r\n`);
		const piece = Buffer.alloc(mebibyte);
		const write = async (count: number) => {
			for (let index = 0; index < count; index++) {
				socket.write(`${piece.length.toString(16)}\r\n`);
				socket.write(piece);
				if (!socket.write('\r\n')) await once(socket, 'drain');
			}
		};
		const answer = readAnswer(socket);
		await write(101);
		expect((await answer).status).toBe(413);
		const before = process.memoryUsage().arrayBuffers;
		await write(150);
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * mebibyte);
		socket.destroy();
	});
});

/** So many bytes, never all of them in memory. */
function pieces(length: number): ReadableStream<Uint8Array> {
	const piece = new Uint8Array(mebibyte);
	let left = length;
	return new ReadableStream({
		pull: (controller) => {
			const size = Math.min(left, piece.length);
			left -= size;
			if (size > 0) controller.enqueue(piece.subarray(0, size));
			if (left === 0) controller.close();
		},
	});
}
