import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Simulator } from '../../src';

/** A connection to the HTTP face without TLS. */
export async function rawConnection({ httpUrl }: Pick<Simulator, 'httpUrl'>): Promise<Socket> {
	const socket = connect(Number(new URL(httpUrl).port), '127.0.0.1');
	await once(socket, 'connect');
	return socket;
}

/** Sends these bytes, and reads one answer. */
export async function rawAnswer(
	spectrum: Pick<Simulator, 'httpUrl'>,
	bytes: string,
): Promise<{ readonly status: number; readonly text: string }> {
	const socket = await rawConnection(spectrum);
	socket.write(bytes);
	const answer = await readAnswer(socket);
	socket.destroy();
	return answer;
}

/** What comes until the connection ends, or an answer of a known length is complete. The connection stays open. */
export async function readAnswer(socket: Socket): Promise<{ readonly status: number; readonly text: string }> {
	let text = '';
	await new Promise<void>((resolve) => {
		socket.setEncoding('utf8').on('data', (chunk: string) => {
			text += chunk;
			const [, length] = /\r\ncontent-length: (\d+)/i.exec(text) ?? [];
			const end = text.indexOf('\r\n\r\n');
			if (end >= 0 && length !== undefined && Buffer.byteLength(text.slice(end + 4)) >= Number(length)) resolve();
		});
		socket.once('close', () => resolve());
	});
	return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text };
}
