import { uploadAttachment } from '../../../../nodes/shared/spectrum/codec/attachments';
import { uploadHeadRoom } from '../../../../nodes/shared/spectrum/model/attachment';
import { photon } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/attachment_service';

/** A file behind some room that holds something else. */
function fileBehind(headRoom: number, bytes: number): Uint8Array {
	const buffer = new Uint8Array(headRoom + bytes).fill(0xee);
	return buffer.subarray(headRoom).fill(7);
}

/** The fields of an upload, with its files as one text each: comparing millions of numbers takes Jest a minute. */
function read(message: Uint8Array) {
	const { file_name, data, companion } = photon.imessage.v1.UploadAttachmentRequest.deserialize(message);
	return { file_name, data: hexOf(data), companion: hexOf(companion?.data) };
}

const hexOf = (bytes: Uint8Array = Buffer.alloc(0)): string => Buffer.from(bytes).toString('hex');

test.each([0, 1, 127, 128, 16_383, 16_384, 3_000_000])('a file of %i bytes becomes a message without being copied', (bytes) => {
	const data = fileBehind(uploadHeadRoom, bytes);
	const message = uploadAttachment.encode({ fileName: 'größe.bin', data, headRoom: uploadHeadRoom });
	expect(message.buffer).toBe(data.buffer);
	expect(read(message)).toEqual(read(uploadAttachment.encode({ fileName: 'größe.bin', data })));
	expect(read(message)).toMatchObject({ file_name: 'größe.bin' });
	// A repeat after a broken connection makes it again.
	expect(uploadAttachment.encode({ fileName: 'größe.bin', data, headRoom: uploadHeadRoom }).byteOffset).toBe(message.byteOffset);
	expect(read(message).data).toBe('07'.repeat(bytes));
});

test('it is copied when the name needs more room than there is, and nothing before the room is touched', () => {
	const data = fileBehind(40, 5);
	const exact = uploadAttachment.encode({ fileName: 'n'.repeat(36), data, headRoom: 40 });
	expect([exact.buffer === data.buffer, exact.byteOffset]).toEqual([true, 0]);
	const tooLong = uploadAttachment.encode({ fileName: 'n'.repeat(37), data, headRoom: 40 });
	expect(tooLong.buffer).not.toBe(data.buffer);
	expect(read(tooLong)).toMatchObject({ file_name: 'n'.repeat(37) });
	const film = fileBehind(40, 5);
	const both = uploadAttachment.encode({ fileName: 'a', data: film, headRoom: 40, companion: { data: Uint8Array.of(1, 2) } });
	expect(both.buffer).not.toBe(film.buffer);
	expect(read(both)).toMatchObject({ companion: '0102' });
});
