import { fileNameFor, normalType, typeOf } from '../../../nodes/shared/domain/fileTypes';

test.each([
	['photo.jpg', 'image/jpeg', 'photo.jpg'],
	['photo.JPEG', 'image/jpg; q=1', 'photo.JPEG'],
	['download', 'application/pdf', 'download.pdf'],
	['image.php', 'image/png', 'image.php.png'],
	['photo.png', 'image/webp', 'photo.webp'],
	['notes.md', 'text/plain; charset=utf-8', 'notes.md'],
	['data.bin', 'application/octet-stream', 'data.bin'],
	['data', 'application/octet-stream', 'data'],
	['readme', 'text/plain', 'readme.txt'],
	['file.xyz', 'application/x-unheard-of', 'file.xyz'],
	['../../etc/passwd', 'text/plain', 'passwd.txt'],
	['C:\\temp\\a.txt', 'text/plain', 'a.txt'],
	['.hidden', 'image/png', '.hidden.png'],
	['..', 'image/png', 'attachment.png'],
	['', '', 'attachment'],
	['a\u0000\nb.png', 'image/png', 'ab.png'],
])('%j of the type %j is called %j', (name, type, expected) => {
	expect(fileNameFor(name, type)).toBe(expected);
});

test.each([
	['memo.caf', 'application/octet-stream', 'audio/x-caf'],
	['memo.m4a', 'audio/x-m4a', 'audio/mp4'],
	['clip.mov', '', 'video/quicktime'],
	['odd', '', 'application/octet-stream'],
	['song.mp3', 'video/mp4', 'video/mp4'],
])('%j of the type %j is %s', (name, type, expected) => {
	expect(typeOf(name, type)).toBe(expected);
});

test('a type is read without its parameters', () => {
	expect(normalType(' Image/JPG ; charset=x')).toBe('image/jpeg');
});
