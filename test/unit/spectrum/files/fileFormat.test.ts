import { formatOf } from '../../../../nodes/shared/spectrum/files/fileFormat';
import { leastCpuMilliseconds } from '../../../support/cpuTime';
import { fileType, latin } from './fileBytes';

test('a file type box that claims to be longer than the file is read to its end', () => {
	const box = fileType('mif1', 'heic');
	box.writeUInt32BE(0xffffffff);
	expect(formatOf(box.subarray(0, 20))?.name).toBe('HEIC');
});

test('bytes in the middle of a larger buffer are read from their own beginning', () => {
	const all = Buffer.concat([Buffer.alloc(7, 0xff), fileType('mif1', 'heic')]);
	expect(formatOf(all.subarray(7))?.name).toBe('HEIC');
});

test('thousands of comments are looked through in no time', () => {
	const bytes = latin(`${'<!---->'.repeat(2_000)}x`);
	expect(leastCpuMilliseconds(1_000, () => expect(formatOf(bytes)).toBeUndefined())).toBeLessThan(1_000);
});
