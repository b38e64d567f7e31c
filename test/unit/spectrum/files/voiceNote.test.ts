import { parseVoiceNote } from '../../../../nodes/shared/spectrum/files/voiceNote';
import { leastCpuRatio } from '../../../support/cpuTime';
import { caf, m4a, mp3, oggOpus, oggPage, opusHead, opusTags, packetOf20Milliseconds as packet, segmentsOf } from '../../../support/sounds';
import { latin } from './fileBytes';

function noteOf(bytes: Uint8Array) {
	const parsed = parseVoiceNote(bytes);
	if (!parsed.ok) throw new Error(parsed.problem);
	return parsed.value;
}

/** A CAF file as its specification divides it. */
function chunksOf(bytes: Uint8Array): ReadonlyMap<string, Buffer> {
	const file = Buffer.from(bytes);
	expect(file.toString('latin1', 0, 8)).toBe('caff\0\x01\0\0');
	const chunks = new Map<string, Buffer>();
	for (let at = 8; at < file.length; ) {
		const size = Number(file.readBigInt64BE(at + 4));
		chunks.set(file.toString('latin1', at, at + 4), file.subarray(at + 12, at + 12 + size));
		at += 12 + size;
	}
	return chunks;
}

describe('what phones play', () => {
	const film = 'hdlr\0\0\0\0\0\0\0\0vide';
	const sound = 'hdlr\0\0\0\0\0\0\0\0soun';
	const mp4 = (...handlers: string[]) => latin(`\0\0\0\x18ftypisom\0\0\0\0isommp42${handlers.join('')}`);

	test.each([
		['CAF', caf, 'caf', 'audio/x-caf'],
		['M4A', m4a, 'm4a', 'audio/mp4'],
		['M4A with the brand of a video', mp4(sound), 'm4a', 'audio/mp4'],
	])('%s stays as it is', (_name, data, extension, mimeType) => {
		expect(noteOf(data)).toEqual({ data, extension, mimeType });
	});

	test.each([
		['MP3 with a tag', mp3, 'is MP3 audio, which phones show as a voice note of 0 seconds'],
		['MP3 without a tag', latin('\xff\xfb\x90\x64'), 'is MP3 audio, which phones show as a voice note of 0 seconds'],
		['AAC', latin('\xff\xf1\x50\x80'), 'is AAC (ADTS) audio, which'],
		['WAV', latin('RIFF\0\0\0\0WAVEfmt '), 'is WAV audio, which'],
		['AIFF', latin('FORM\0\0\0\0AIFFCOMM'), 'is AIFF audio, which'],
		['FLAC', latin('fLaC\0\0\0\0'), 'is FLAC audio, which'],
		['AMR', latin('#!AMR\n\0\0\0'), 'is AMR audio, which'],
		['Vorbis', oggPage(latin('\x01vorbis\0\0\0')), 'is Ogg, but a voice note is M4A, CAF or Ogg Opus'],
		['a film', mp4(sound, film), 'is MP4 video, but'],
		['a picture', latin('\xff\xd8\xff\xe0'), 'is JPEG, but'],
		['a text', latin('hello'), 'is of no known format, but'],
		['nothing', latin(''), 'is of no known format, but'],
	])('%s is refused', (_name, bytes, problem) => {
		expect(parseVoiceNote(bytes)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
	});
});

describe('Ogg Opus', () => {
	test('is packed into CAF with the same packets', () => {
		const packets = [packet(40), packet(300), packet(255), packet(1)];
		const { data, extension, mimeType } = noteOf(oggOpus(packets, 3_000));
		expect([extension, mimeType]).toEqual(['caf', 'audio/x-caf']);
		const chunks = chunksOf(data);
		expect([...chunks.keys()]).toEqual(['desc', 'chan', 'pakt', 'data']);
		const description = chunks.get('desc');
		expect(description?.readDoubleBE()).toBe(48_000);
		expect(description?.toString('latin1', 8, 12)).toBe('opus');
		// Flags, bytes and samples of a packet, channels, bits of a sample.
		expect([12, 16, 20, 24, 28].map((at) => description?.readUInt32BE(at))).toEqual([0, 0, 960, 1, 0]);
		expect(chunks.get('chan')?.readUInt32BE()).toBe((100 << 16) | 1);
		const table = chunks.get('pakt');
		expect([table?.readBigInt64BE(), table?.readBigInt64BE(8)]).toEqual([4n, 2_688n]);
		expect([table?.readInt32BE(16), table?.readInt32BE(20)]).toEqual([312, 840]);
		expect([...(table?.subarray(24) ?? [])]).toEqual([40, 0x82, 0x2c, 0x81, 0x7f, 1]);
		expect(chunks.get('data')?.subarray(4)).toEqual(Buffer.concat(packets));
	});

	test('packets that differ in length have theirs in the table', () => {
		// SILK of 60 ms, then two frames of 20 ms each.
		const packets = [Buffer.from([11 << 3, 1]), Buffer.from([(9 << 3) | 1, 1, 2])];
		const chunks = chunksOf(noteOf(oggOpus(packets, 4_800)).data);
		expect(chunks.get('desc')?.readUInt32BE(20)).toBe(0);
		expect([...(chunks.get('pakt')?.subarray(24) ?? [])]).toEqual([2, 0x96, 0x40, 3, 0x8f, 0]);
	});

	test('a packet that goes on in the next page is whole, and other streams of the file are left out', () => {
		const long = packet(600, 3);
		const file = Buffer.concat([
			oggPage(opusHead({ channels: 2 })),
			oggPage(opusTags),
			oggPage(long.subarray(0, 510), { position: -1, segments: [255, 255] }),
			oggPage(latin('another stream'), { serial: 2 }),
			oggPage(long.subarray(510), { position: 960, segments: [90] }),
		]);
		const chunks = chunksOf(noteOf(file).data);
		expect(chunks.get('chan')?.readUInt32BE()).toBe((101 << 16) | 2);
		expect(chunks.get('data')?.subarray(4)).toEqual(long);
	});

	test.each([
		['more than two channels', oggPage(opusHead({ channels: 6, family: 1 })), 'more than two channels'],
		['no sound', Buffer.concat([oggPage(opusHead()), oggPage(opusTags)]), 'damaged'],
		['an empty packet', oggOpus([Buffer.alloc(0)]), 'damaged'],
		['a packet of 240 ms', oggOpus([Buffer.from([(9 << 3) | 3, 12])]), 'damaged'],
		['half of a packet', oggOpus().subarray(0, -20), 'damaged'],
		['less than the beginning that is left out', Buffer.concat([oggPage(opusHead({ preSkip: 4_000 })), oggOpus().subarray(47)]), 'damaged'],
	])('with %s is refused', (_name, bytes, problem) => {
		expect(parseVoiceNote(bytes)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
	});

	test('millions of packets are refused after five hours of sound, however many follow', () => {
		const page = oggPage(Buffer.alloc(255, 9 << 3), { position: 1, segments: Array<number>(255).fill(1) });
		const reading = (pages: number) => {
			const file = Buffer.concat([oggPage(opusHead()), oggPage(opusTags), ...Array<Buffer>(pages).fill(page)]);
			return () => expect(parseVoiceNote(file)).toEqual({ ok: false, problem: 'is longer than five hours' });
		};
		expect(segmentsOf(255)).toEqual([255, 0]);
		expect(leastCpuRatio(3, reading(40_000), reading(8_000), 50)).toBeLessThan(3);
	});
});
