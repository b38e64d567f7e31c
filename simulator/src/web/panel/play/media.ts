import { crc32, deflateSync } from 'node:zlib';
import type { InboundContent } from '../../../store/content';
import type { Saying } from './steps';

/** Seconds of the voice memo. */
const memoSeconds = 2;

/** What a saying is when it reaches a line. */
export function contentOf(saying: Saying): InboundContent {
	switch (saying.type) {
		case 'text':
			return { type: 'text', text: saying.text };
		case 'link':
			return { type: 'richlink', url: saying.url };
		case 'photo':
			return photo(1);
		case 'album':
			return { type: 'group', items: [photo(1), photo(2), photo(3)] };
		case 'voice memo':
			return {
				type: 'attachment',
				name: 'Audio Message.wav',
				mimeType: 'audio/wav',
				bytes: tone(),
				isVoiceNote: true,
				duration: memoSeconds,
			};
		case 'file':
			return { type: 'attachment', name: 'Notes.txt', mimeType: 'text/plain', bytes: Buffer.from('Milk\nBread\nCoffee\n') };
		case 'contact':
			return { type: 'contact', name: { first: 'Cleo', last: 'Example' }, phones: [{ value: '+15551230003' }] };
	}
}

function photo(number: number): InboundContent {
	return { type: 'attachment', name: `IMG_000${number}.png`, mimeType: 'image/png', bytes: evening(number) };
}

const width = 480;
const height = 320;

/** By their number: a picture is drawn once. */
const drawn = new Map<number, Buffer>();

function evening(number: number): Buffer {
	const picture = drawn.get(number) ?? draw(number);
	drawn.set(number, picture);
	return picture;
}

/** An evening: sky, sun and hills, each number in colours of its own. */
function draw(number: number): Buffer {
	const rows = Buffer.alloc(height * (1 + width * 3));
	const hue = number * 40;
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const hill = height * (0.72 + 0.08 * Math.sin(x / 55 + number) + 0.04 * Math.sin(x / 21));
			const isSun = Math.hypot(x - width * (0.2 + 0.2 * number), y - height * 0.5) < height * 0.13;
			const fall = y / height;
			const sky = [90 + 150 * fall, 110 + hue * 0.4 + 50 * fall, 200 - 90 * fall];
			const colour = y > hill ? [40, 70 + hue * 0.3, 60 + hue * 0.2] : isSun ? [255, 225, 150] : sky;
			for (const [channel, value] of colour.entries()) rows[y * (1 + width * 3) + 1 + x * 3 + channel] = value;
		}
	}
	return png(rows);
}

function png(rows: Buffer): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	// Eight bits for each of red, green and blue.
	header.set([8, 2, 0, 0, 0], 8);
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const check = Buffer.alloc(4);
	check.writeUInt32BE(crc32(named));
	return Buffer.concat([length, named, check]);
}

/** A falling tone, as a WAV file: eight bits, one channel. */
function tone(): Buffer {
	const rate = 8_000;
	const samples = Buffer.alloc(rate * memoSeconds);
	for (let index = 0; index < samples.length; index++) {
		const at = index / rate;
		samples[index] = 128 + 60 * Math.sin(2 * Math.PI * (440 - 60 * at) * at) * Math.exp(-at);
	}
	const header = Buffer.alloc(44);
	header.write('RIFF', 0, 'latin1');
	header.writeUInt32LE(36 + samples.length, 4);
	header.write('WAVEfmt ', 8, 'latin1');
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(1, 20);
	header.writeUInt16LE(1, 22);
	header.writeUInt32LE(rate, 24);
	header.writeUInt32LE(rate, 28);
	header.writeUInt16LE(1, 32);
	header.writeUInt16LE(8, 34);
	header.write('data', 36, 'latin1');
	header.writeUInt32LE(samples.length, 40);
	return Buffer.concat([header, samples]);
}
