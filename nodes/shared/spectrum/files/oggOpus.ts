import type { Parsed } from '../model/address/address';

/** The sound of an Ogg Opus file. Its packets are as they were: nothing is decoded. */
export interface OpusSound {
	readonly channels: 1 | 2;
	/** Samples at the beginning that a player leaves out. Opus counts samples at 48 kHz, whatever was recorded. */
	readonly preSkip: number;
	/** All packets, one after the other. */
	readonly data: Uint8Array;
	/** Bytes of each packet. */
	readonly sizes: readonly number[];
	/** Samples of each packet. */
	readonly durations: readonly number[];
	/** Samples up to the end of the sound, those of `preSkip` included. */
	readonly length: number;
}

/** More than five hours in packets of the usual 20 ms. */
const mostPackets = 1_000_000;

/** Samples of one frame by the upper five bits of a packet's first byte (RFC 6716, section 3.1). */
const frameSamples = [
	...[480, 960, 1920, 2880],
	...[480, 960, 1920, 2880],
	...[480, 960, 1920, 2880],
	...[480, 960],
	...[480, 960],
	...[120, 240, 480, 960],
	...[120, 240, 480, 960],
	...[120, 240, 480, 960],
	...[120, 240, 480, 960],
];

/** A packet holds at most 120 ms. */
const longestPacket = 5_760;

/** Whether the bytes begin as an Ogg file with Opus in it. */
export function isOggOpus(bytes: Uint8Array): boolean {
	const [first] = pagesOf(bytes);
	return first !== undefined && textAt(bytes, first.body, 8) === 'OpusHead';
}

/** Reads an Ogg Opus file (RFC 7845) with one stream of one or two channels. */
export function parseOggOpus(bytes: Uint8Array): Parsed<OpusSound> {
	const data = new Uint8Array(bytes.length);
	let used = 0;
	/** Where the current packet begins in `data`. */
	let begin = 0;
	let number = 0;
	let head: { readonly channels: 1 | 2; readonly preSkip: number } | undefined;
	let serial: number | undefined;
	let last = 0n;
	const sizes: number[] = [];
	const durations: number[] = [];
	for (const page of pagesOf(bytes)) {
		serial ??= page.serial;
		if (page.serial !== serial) continue;
		let at = page.body;
		for (const size of page.segments) {
			if (at + size > bytes.length) return damaged;
			data.set(bytes.subarray(at, at + size), used);
			at += size;
			used += size;
			// A full segment goes on in the next one.
			if (size === 255) continue;
			const packet = data.subarray(begin, used);
			number += 1;
			if (number === 1) {
				head = headOf(packet);
				if (head === undefined) return { ok: false, problem: 'is Ogg Opus with more than two channels, or damaged' };
			}
			if (number <= 2) {
				// The two headers are not part of the sound.
				used = 0;
			} else {
				const samples = samplesOf(packet);
				if (samples === undefined) return damaged;
				if (sizes.length === mostPackets) return { ok: false, problem: 'is longer than five hours' };
				sizes.push(packet.length);
				durations.push(samples);
			}
			begin = used;
		}
		if (page.position > 0n) last = page.position;
	}
	if (head === undefined || sizes.length === 0) return damaged;
	const total = durations.reduce((sum, samples) => sum + samples, 0);
	if (total <= head.preSkip) return damaged;
	// The last page says where the sound ends, often before the end of its last packet.
	const end = last > BigInt(head.preSkip) && last < BigInt(total) ? Number(last) : total;
	return { ok: true, value: { ...head, data: data.subarray(0, begin), sizes, durations, length: end } };
}

const damaged = { ok: false, problem: 'is Ogg Opus, but damaged' } as const;

interface Page {
	readonly serial: number;
	/** Samples up to the end of the page; below 1 for a page that ends no packet. */
	readonly position: bigint;
	readonly segments: Uint8Array;
	/** Where its content begins. */
	readonly body: number;
}

/** The pages up to the end, or up to the first bytes that are no page. */
function* pagesOf(bytes: Uint8Array): Generator<Page, void, undefined> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 0; at + 27 <= bytes.length && textAt(bytes, at, 4) === 'OggS'; ) {
		const body = at + 27 + view.getUint8(at + 26);
		const segments = bytes.subarray(at + 27, body);
		yield { serial: view.getUint32(at + 14, true), position: view.getBigInt64(at + 6, true), segments, body };
		at = segments.reduce((end, size) => end + size, body);
	}
}

function headOf(packet: Uint8Array): { channels: 1 | 2; preSkip: number } | undefined {
	if (packet.length < 19 || textAt(packet, 0, 8) !== 'OpusHead') return undefined;
	const channels = packet[9];
	const isSimple = packet[18] === 0;
	if (!isSimple || (channels !== 1 && channels !== 2)) return undefined;
	return { channels, preSkip: (packet[10] ?? 0) + 256 * (packet[11] ?? 0) };
}

/** Undefined for a packet that no decoder takes. */
function samplesOf(packet: Uint8Array): number | undefined {
	const [first, second = 0] = packet;
	if (first === undefined) return undefined;
	const kind = first & 3;
	const frames = kind === 0 ? 1 : kind === 3 ? second & 63 : 2;
	const samples = frames * (frameSamples[first >> 3] ?? 0);
	return samples > 0 && samples <= longestPacket ? samples : undefined;
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
	return String.fromCharCode(...bytes.subarray(at, at + length));
}
