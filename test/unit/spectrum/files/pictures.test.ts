import { deflateSync } from 'node:zlib';
import { parseBackground, parseIcon } from '../../../../nodes/shared/spectrum/files/pictures';
import { fileType, latin } from './fileBytes';

describe('what a background may be', () => {
	test.each([
		['JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10])],
		['JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0x10])],
		['PNG', Buffer.concat([Buffer.from([0x89]), latin('PNG\r\n\x1a\n'), deflateSync(Buffer.alloc(10))])],
		['HEIC', fileType('heic', 'mif1', 'heic')],
		['HEIC', fileType('heix', 'mif1')],
		['HEIC', fileType('hevc', 'msf1')],
		// What iPhones write for bursts and depth.
		['HEIC', fileType('mif1', 'mif1', 'heic')],
		['HEIC', fileType('msf1', 'hevc')],
		['HEIF', fileType('mif1', 'miaf')],
		['HEIF', fileType('mif1')],
	])('%s', (name, bytes) => {
		expect(parseBackground(bytes)).toEqual({ ok: true, value: name });
		expect(parseIcon(bytes)).toEqual({ ok: true, value: name });
	});
});

describe('what a background may not be, by the name it is refused with', () => {
	test.each([
		['GIF', latin('GIF89a\x01\0')],
		['GIF', latin('GIF87a\x01\0')],
		['WebP', latin('RIFF\x24\0\0\0WEBPVP8 ')],
		['AVIF', fileType('avif', 'mif1', 'miaf')],
		['AVIF', fileType('avis', 'msf1')],
		// AVIF files of some tools carry the container's brand first.
		['AVIF', fileType('mif1', 'avif', 'miaf')],
		['TIFF', Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0])],
		['TIFF', Buffer.from([0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8])],
		['TIFF', Buffer.from([0x49, 0x49, 0x2b, 0, 8, 0, 0, 0])],
		['BMP', latin('BM\x36\0\0\0')],
		['JPEG XL', Buffer.from([0xff, 0x0a, 0xfa])],
		['JPEG XL', latin('\0\0\0\x0cJXL \r\n\x87\n')],
		['JPEG 2000', latin('\0\0\0\x0cjP  \r\n\x87\n')],
		['ICO', Buffer.from([0, 0, 1, 0, 1, 0])],
		['PSD', latin('8BPS\0\x01')],
		['SVG', latin('<svg xmlns="http://www.w3.org/2000/svg"/>')],
		['SVG', Buffer.from('\ufeff<?xml version="1.0"?>\n<!-- made by hand -->\n<svg width="1">')],
		['SVG', latin('<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg>')],
	])('%s, an image', (name, bytes) => {
		expect(parseBackground(bytes)).toMatchObject({ ok: false, problem: expect.stringContaining(`is ${name}`) });
		// A group's picture: the contract names no formats, so the server decides.
		expect(parseIcon(bytes).ok).toBe(true);
	});

	test.each([
		['PDF', latin('%PDF-1.7\n')],
		['ZIP', latin('PK\x03\x04\x14\0')],
		['gzip', Buffer.from([0x1f, 0x8b, 8])],
		['MP4 video', fileType('isom', 'iso2', 'mp41')],
		['QuickTime video', fileType('qt  ')],
		['M4A audio', fileType('M4A ', 'mp42')],
		['WAV audio', latin('RIFF\x24\0\0\0WAVEfmt ')],
		['CAF audio', latin('caff\0\x01')],
		['WebM', Buffer.from([0x1a, 0x45, 0xdf, 0xa3])],
		['an HTML page', latin('\n<!DOCTYPE html><title>404</title>')],
		['XML', latin('<?xml version="1.0"?><rss>')],
		['JSON', latin('{"error":"not found"}')],
		['JSON', latin('{ }')],
		['a data: URL', latin('data:image/png;base64,iVBORw0KGgo=')],
		['brand "abcd"', fileType('abcd')],
	])('%s, no image', (name, bytes) => {
		expect(parseBackground(bytes)).toMatchObject({ ok: false, problem: expect.stringContaining(name) });
		expect(parseIcon(bytes)).toMatchObject({ ok: false, problem: expect.stringContaining(name) });
	});

	test.each([
		['nothing', Buffer.alloc(0), /is empty/],
		['noise', Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]), /has an unknown format/],
		['a broken JPEG', Buffer.from([0xff, 0xd8]), /has an unknown format/],
		['base64 without its data: prefix', latin('iVBORw0KGgoAAAANSUhEUg'), /has an unknown format/],
		['RIFF cut short', latin('RIFF\x24\0'), /has an unknown format/],
	])('%s', (_name, bytes, problem) => {
		for (const parsed of [parseBackground(bytes), parseIcon(bytes)]) {
			expect(parsed).toMatchObject({ ok: false, problem: expect.stringMatching(problem) });
		}
	});
});
