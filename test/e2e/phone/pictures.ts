import { deflateSync } from 'node:zlib';

const colours = [
	[226, 114, 91],
	[91, 141, 239],
	[70, 184, 107],
] as const;

/** A real PNG with a soft gradient, so that a browser shows something. */
export function png(index = 0, side = 180): Buffer {
	const [red, green, blue] = colours[index % colours.length] as readonly [number, number, number];
	const rows = Buffer.alloc(side * (side * 3 + 1));
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) {
			const light = 0.65 + (0.5 * (x + y)) / (2 * side);
			const at = y * (side * 3 + 1) + 1 + x * 3;
			for (const [offset, channel] of [red, green, blue].entries()) rows[at + offset] = Math.min(255, Math.round(channel * light));
		}
	}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(side, 0);
	header.writeUInt32BE(side, 4);
	header.set([8, 2, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

/** The smallest JPEG that a browser shows: one grey pixel. */
export function jpeg(): Buffer {
	return Buffer.from(
		'/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=',
		'base64',
	);
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(data.length, 0);
	frame.writeUInt32BE(crc(body), 4);
	return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function crc(data: Buffer): number {
	let sum = 0xffffffff;
	for (const byte of data) {
		sum ^= byte;
		for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
	}
	return (sum ^ 0xffffffff) >>> 0;
}
