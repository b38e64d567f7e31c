import { Readable } from 'node:stream';
import { Attachments } from '../../../../nodes/shared/spectrum/gateway/attachments';
import { Calls } from '../../../../nodes/shared/spectrum/gateway/calls';
import { lengthField, varintField, wire } from '../../../contract/wireFormat';
import { FakeClock } from '../../../support/fakeClock';
import { failureOf } from '../transport/support';
import { collected } from './gatewaySupport';
import { noHttp } from './poolSupport';
import { RecordingLink } from './recordingLink';

/** Of a file with this many bytes, and of a companion, if it has one. */
const headerOf = (size: number, companionSize?: number) => {
	const film = companionSize === undefined ? [] : lengthField(2, [...varintField(3, companionSize), ...varintField(4, 1)]);
	return wire(lengthField(1, [...lengthField(1, [...lengthField(1, 'file'), ...varintField(6, size)]), ...film]));
};
const header = headerOf(4);
const primary = (...bytes: number[]) => wire(lengthField(2, bytes));
const companion = (...bytes: number[]) => wire(lengthField(3, bytes));
const unknown = wire(lengthField(4, [1]));

/** A server that gives these frames, then stays silent if it is to; `given` counts frames, `ended` streams. */
class Source {
	given = 0;
	ended = 0;
	readonly clock = new FakeClock(0);

	constructor(
		private readonly frames: readonly Uint8Array[],
		private readonly thenSilent = false,
	) {}

	download(part?: 'primary' | 'companion') {
		const link = new RecordingLink(undefined, (signal) => this.stream(signal));
		return new Attachments(new Calls(link, noHttp), this.clock).download('line', 'file', { part });
	}

	private async *stream(signal: AbortSignal): AsyncGenerator<Uint8Array> {
		try {
			for (const frame of this.frames) {
				this.given += 1;
				yield frame;
			}
			if (!this.thenSilent) return;
			await new Promise((_resolve, reject) => {
				const fail = () => reject(new Error('aborted'));
				if (signal.aborted) fail();
				else signal.addEventListener('abort', fail);
			});
		} finally {
			this.ended += 1;
		}
	}
}

test('one frame is asked for at a time', async () => {
	const source = new Source([header, primary(1), primary(2), primary(3), primary(4)]);
	const { chunks } = await source.download();
	expect(source.given).toBe(1);
	const reader = chunks[Symbol.asyncIterator]();
	expect(await reader.next()).toEqual({ done: false, value: Uint8Array.of(1) });
	expect(source.given).toBe(2);
	await reader.next();
	expect(source.given).toBe(3);
	await reader.return?.();
	expect(source).toMatchObject({ given: 3, ended: 1 });
	expect(await reader.next()).toEqual({ done: true, value: undefined });
});

test('pieces of the other file, empty ones and unknown ones are passed over', async () => {
	const frames = [header, unknown, primary(), primary(1, 2), unknown, primary(3, 4), companion(5), companion(6)];
	const file = new Source(frames);
	expect(await collected((await file.download()).chunks)).toEqual([Uint8Array.of(1, 2), Uint8Array.of(3, 4)]);
	// The film is not fetched for somebody who wants the photo.
	expect(file).toMatchObject({ given: 7, ended: 1 });
	const film = new Source(frames);
	expect(await collected((await film.download('companion')).chunks)).toEqual([Uint8Array.of(5), Uint8Array.of(6)]);
	expect(film).toMatchObject({ given: 8, ended: 1 });
});

test.each([
	['the file', 'primary', [headerOf(4), primary(1), primary(2, 3)]],
	['the file, with a companion behind it', 'primary', [headerOf(4, 1), primary(1, 2, 3), companion(4)]],
	['nothing of the file', 'primary', [headerOf(4)]],
	['the companion', 'companion', [headerOf(1, 4), primary(9), companion(1, 2, 3)]],
] as const)('of %s, fewer bytes than announced are an error, even if the answer ends properly', async (_what, part, frames) => {
	const source = new Source(frames);
	const { chunks } = await source.download(part);
	const error = await failureOf(collected(chunks));
	expect(error).toMatchObject({ kind: 'unavailable', advice: expect.stringMatching(/^Try again\./) });
	expect((error as Error).message).toMatch(/^The file ended after [03] of the 4 bytes that the server announced$/);
	expect(source).toMatchObject({ given: frames.length, ended: 1 });
	expect(source.clock.pending).toBe(0);
});

test.each([
	['a size that is not known', headerOf(0)],
	['more bytes than announced', headerOf(1)],
	['a companion whose size is not known', headerOf(2, 0)],
])('%s is no error', async (_what, first) => {
	for (const part of ['primary', 'companion'] as const) {
		const source = new Source([first, primary(1, 2), companion(3)]);
		expect(await collected((await source.download(part)).chunks)).toEqual([part === 'primary' ? Uint8Array.of(1, 2) : Uint8Array.of(3)]);
	}
});

test('a reader that leaves early misses nothing', async () => {
	const source = new Source([headerOf(4), primary(1), primary(2)]);
	for await (const _chunk of (await source.download()).chunks) break;
	expect(source).toMatchObject({ given: 2, ended: 1 });
});

test.each([
	['without a header', [primary(1)]],
	['without anything', []],
])('an answer %s is an error, and the call is ended', async (_what, frames) => {
	const source = new Source(frames);
	expect(await failureOf(source.download())).toMatchObject({ kind: 'protocol' });
	expect(source.ended).toBe(1);
});

test.each([
	['before the header', []],
	['in the middle', [header, primary(1)]],
])('a server that falls silent %s is given up after a minute', async (_when, frames) => {
	const source = new Source(frames, true);
	const reading = failureOf(source.download().then(({ chunks }) => collected(chunks)));
	while (source.given < frames.length || source.clock.pending === 0) await new Promise(setImmediate);
	await source.clock.advance(59_999);
	expect(source.ended).toBe(0);
	await source.clock.advance(1);
	expect(await reading).toMatchObject({ kind: 'timeout' });
	expect(source.ended).toBe(1);
});

test('a slow reader is not a silent server', async () => {
	const source = new Source([headerOf(2), primary(1), primary(2)]);
	const { chunks } = await source.download();
	for await (const _chunk of chunks) await source.clock.advance(3_600_000);
	expect(source).toMatchObject({ given: 3, ended: 1 });
	expect(source.clock.pending).toBe(0);
});

test('a stream made of it that is destroyed unread ends the call', async () => {
	const source = new Source([header, primary(1)], true);
	const stream = Readable.from((await source.download()).chunks);
	stream.destroy();
	await new Promise((resolve) => stream.once('close', resolve));
	expect(source.ended).toBe(1);
});
