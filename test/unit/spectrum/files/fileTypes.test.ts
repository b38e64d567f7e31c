import {
	arrivedName,
	arrivedType,
	extensionOf,
	fileNameFor,
	fileNameOfPath,
	normalType,
	typeOf,
	withExtension,
} from '../../../../nodes/shared/spectrum/files/fileTypes';

test.each([
	['photo.jpg', 'image/jpeg', 'photo.jpg'],
	['photo.JPEG', 'image/jpg; q=1', 'photo.JPEG'],
	['download', 'application/pdf', 'download.pdf'],
	['image.php', 'image/png', 'image.php'],
	['photo.png', 'image/webp', 'photo.png'],
	// What somebody has typed is left alone.
	['route.gpx', 'application/xml', 'route.gpx'],
	['ticket.pkpass', 'application/zip', 'ticket.pkpass'],
	['backup.tgz', 'application/gzip', 'backup.tgz'],
	['archive.7z', 'application/zip', 'archive.7z'],
	['song.unheard', 'audio/mpeg', 'song.unheard'],
	// No extension.
	['report 1.2', 'application/pdf', 'report 1.2.pdf'],
	['Letter to Dr. Smith', 'application/pdf', 'Letter to Dr. Smith.pdf'],
	['invoice.', 'application/pdf', 'invoice.pdf'],
	['constructor', '__proto__', 'constructor'],
	['x.constructor', '', 'x.constructor'],
	['photo\u202egnp.exe', 'application/zip', 'photognp.exe'],
	['\u{1F469}\u200d\u{1F4BB}\ufe0f.png', 'image/png', '\u{1F469}\u200d\u{1F4BB}\ufe0f.png'],
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
	['menu.pdf', 'application/force-download', 'application/pdf'],
	['film.mov', 'application/x-download; charset=binary', 'video/quicktime'],
	['memo.m4a', 'audio/x-m4a', 'audio/mp4'],
	['clip.mov', '', 'video/quicktime'],
	['odd', '', 'application/octet-stream'],
	['song.mp3', 'video/mp4', 'video/mp4'],
])('%j of the type %j is %s', (name, type, expected) => {
	expect(typeOf(name, type)).toBe(expected);
});

test.each([
	['IMG_1.HEIC', 'application/octet-stream', undefined, 'image/heic'],
	['IMG_1.MOV', '', undefined, 'video/quicktime'],
	['IMG_1', 'application/octet-stream', 'public.heic', 'image/heic'],
	['IMG_1.HEIC', 'application/octet-stream; name=IMG_1.HEIC', undefined, 'image/heic'],
	['IMG_1', '', 'com.apple.quicktime-movie', 'video/quicktime'],
	['memo', 'binary/octet-stream', 'com.apple.coreaudio-format', 'audio/x-caf'],
	// Apple knows better than a name.
	['IMG_1.JPG', '', 'public.heic', 'image/heic'],
	['IMG_1.HEIC', 'image/jpeg', 'public.heic', 'image/jpeg'],
	['notes.md', 'text/plain', undefined, 'text/plain'],
	['odd.thing', '', 'com.example.thing', ''],
	['odd', 'application/octet-stream', '__proto__', 'application/octet-stream'],
])('%j of the type %j and UTI %j arrives as %j', (name, type, uti, expected) => {
	expect(arrivedType(name, type, uti)).toBe(expected);
});

test('the name of a program on a server is no name of a file', () => {
	expect(['image.php', 'get.ASPX', 'a.jsp', 'photo.png', 'x.do'].map(fileNameOfPath)).toEqual(['image', 'get', 'a', 'photo.png', 'x']);
});

test('an extension has a letter and no space', () => {
	expect(['a.b.PNG', 'a.1', 'a. b', '.png', 'a', 'a.7z', `a.${'x'.repeat(13)}`].map(extensionOf)).toEqual([
		'png',
		'',
		'',
		'',
		'',
		'7z',
		'',
	]);
});

test('a type is read without its parameters', () => {
	expect(normalType(' Image/JPG ; charset=x')).toBe('image/jpeg');
});

test.each([
	['a'.repeat(5_000), `${'a'.repeat(251)}.jpg`],
	[`${'a'.repeat(5_000)}.jpeg`, `${'a'.repeat(250)}.jpeg`],
	[`${'\u{1F600}'.repeat(100)}.jpg`, `${'\u{1F600}'.repeat(62)}.jpg`],
])('the last piece of a long URL becomes a name that a file may have', (name, expected) => {
	expect(fileNameFor(name, 'image/jpeg')).toBe(expected);
});

test.each([
	['IMG_1.HEIC', 'IMG_1.HEIC'],
	['Gr\u00fc\u00dfe \u{1f44b}.pdf', 'Gr\u00fc\u00dfe \u{1f44b}.pdf'],
	['../../.n8n/config', 'config'],
	['C:\\Windows\\x.dll', 'x.dll'],
	['a/..', ''],
	['./', ''],
	['..', ''],
	['.\u0000.', ''],
	['.\u202e.', ''],
	['a\nb\u001b.jpg', 'a b.jpg'],
	['invoice\u202egpj.exe', 'invoicegpj.exe'],
	[' \u200e', ''],
	[`${'x'.repeat(1_000_000)}.jpg`, `${'x'.repeat(251)}.jpg`],
	[`${'\u65e5'.repeat(400)}.heic`, `${'\u65e5'.repeat(83)}.heic`],
])('the name of a received file chooses no folder and fits one: %#', (name, expected) => {
	expect(arrivedName(name)).toBe(expected);
});

test('a name stays within what a file may have when its extension changes', () => {
	expect(withExtension('x'.repeat(255), 'caf')).toBe(`${'x'.repeat(251)}.caf`);
	expect(withExtension(`${'x'.repeat(251)}.ogg`, 'caf')).toBe(`${'x'.repeat(251)}.caf`);
});
