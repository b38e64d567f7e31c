import type { OpusSound } from './oggOpus';

/** Opus counts its samples at this rate. */
const samplesInASecond = 48_000;

/**
 * Writes Opus as a CAF file, the format in which an iPhone sends its own voice notes (Apple Core Audio Format
 * Specification 1.0). The packets stay as they are, so nothing is lost and nothing is decoded.
 */
export function toOpusCaf({ channels, preSkip, data, sizes, durations, length }: OpusSound): Buffer {
	const [first = 0] = durations;
	// Zero says that the table of packets has the duration of each.
	const framesPerPacket = durations.every((samples) => samples === first) ? first : 0;
	return Buffer.concat([
		Buffer.from('caff\0\x01\0\0', 'latin1'),
		chunk('desc', descriptionOf(channels, framesPerPacket)),
		chunk('chan', integers(channels === 1 ? layouts.mono : layouts.stereo, 0, 0)),
		chunk('pakt', packetTable({ preSkip, sizes, durations, length }, framesPerPacket)),
		// The data begins with a count of edits.
		chunk('data', Buffer.concat([integers(0), data])),
	]);
}

/** Layouts of channels that CAF numbers. */
const layouts = { mono: (100 << 16) | 1, stereo: (101 << 16) | 2 };

function descriptionOf(channels: number, framesPerPacket: number): Buffer {
	const rate = Buffer.alloc(8);
	rate.writeDoubleBE(samplesInASecond);
	// Without flags, a fixed size of packets, and bits in each sample, none of which Opus has.
	return Buffer.concat([rate, Buffer.from('opus'), integers(0, 0, framesPerPacket, channels, 0)]);
}

function packetTable({ preSkip, sizes, durations, length }: Omit<OpusSound, 'channels' | 'data'>, framesPerPacket: number): Buffer {
	const total = durations.reduce((sum, samples) => sum + samples, 0);
	const counts = Buffer.alloc(16);
	counts.writeBigInt64BE(BigInt(sizes.length));
	counts.writeBigInt64BE(BigInt(length - preSkip), 8);
	const entries: number[] = [];
	for (const [index, size] of sizes.entries()) {
		pushVariable(entries, size);
		if (framesPerPacket === 0) pushVariable(entries, durations[index] ?? 0);
	}
	return Buffer.concat([counts, integers(preSkip, total - length), Buffer.from(entries)]);
}

/** Seven bits in each byte, the highest first; the eighth says that more follow. */
function pushVariable(bytes: number[], value: number): void {
	for (let shift = 21; shift > 0; shift -= 7) if (value >= 1 << shift) bytes.push(((value >> shift) & 127) | 128);
	bytes.push(value & 127);
}

function chunk(type: string, content: Buffer): Buffer {
	const size = Buffer.alloc(8);
	size.writeBigInt64BE(BigInt(content.length));
	return Buffer.concat([Buffer.from(type), size, content]);
}

function integers(...values: readonly number[]): Buffer {
	const bytes = Buffer.alloc(values.length * 4);
	for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
	return bytes;
}
