/** The beginnings of sounds. Nothing plays them: they are what a program recognises a format by. */
export const m4a = Buffer.from('\0\0\0\x18ftypM4A \0\0\0\0M4A mp42 and the sound', 'latin1');
export const caf = Buffer.from('caff\0\x01\0\0and the sound', 'latin1');
export const mp3 = Buffer.from('ID3\x04\0\0\0\0\0\0and the sound', 'latin1');

interface OggPage {
	/** Samples up to its end; -1 when it ends no packet. */
	readonly position?: number;
	readonly serial?: number;
	/** Sizes of its segments. Default: each packet is complete. */
	readonly segments?: readonly number[];
}

/** A page of an Ogg file (RFC 3533), without the checksum, which no reader here looks at. */
export function oggPage(content: Buffer, { position = 0, serial = 1, segments = segmentsOf(content.length) }: OggPage = {}): Buffer {
	const head = Buffer.alloc(27);
	head.write('OggS');
	head.writeBigInt64LE(BigInt(position), 6);
	head.writeUInt32LE(serial, 14);
	head.writeUInt8(segments.length, 26);
	return Buffer.concat([head, Buffer.from(segments), content]);
}

/** How the size of one complete packet is written. */
export function segmentsOf(size: number): number[] {
	return [...Array<number>(Math.floor(size / 255)).fill(255), size % 255];
}

/** The first packet of an Opus stream (RFC 7845, 5.1). */
export function opusHead({ channels = 1, preSkip = 312, family = 0 } = {}): Buffer {
	const head = Buffer.from('OpusHead\x01\0\0\0\x80\xbb\0\0\0\0\0', 'latin1');
	head.writeUInt8(channels, 9);
	head.writeUInt16LE(preSkip, 10);
	head.writeUInt8(family, 18);
	return head;
}

export const opusTags = Buffer.from('OpusTags\0\0\0\0\0\0\0\0', 'latin1');

/** A packet of 20 ms: SILK, wide band, one frame. */
export const packetOf20Milliseconds = (size: number, fill = 7): Buffer =>
	Buffer.concat([Buffer.from([9 << 3]), Buffer.alloc(size - 1, fill)]);

/** A voice message as Telegram and WhatsApp give it. */
export function oggOpus(packets: readonly Buffer[] = [packetOf20Milliseconds(40), packetOf20Milliseconds(300)], end?: number): Buffer {
	return Buffer.concat([
		oggPage(opusHead()),
		oggPage(opusTags),
		oggPage(Buffer.concat(packets), {
			position: end ?? packets.length * 960,
			segments: packets.flatMap(({ length }) => segmentsOf(length)),
		}),
	]);
}
