import { leastCpuRatio } from '../../../support/cpuTime';
import { toVcard, vcardFileName } from '../../../../nodes/shared/spectrum/files/vcard';

/** The card's lines, folding undone. */
function lines(card: string): string[] {
	expect(card.endsWith('\r\n')).toBe(true);
	return card.slice(0, -2).replace(/\r\n /g, '').split('\r\n');
}

test('a full card', () => {
	const card = toVcard({
		firstName: 'Ada',
		lastName: 'Lovelace',
		organization: 'Analytical Engines',
		jobTitle: 'Programmer',
		phones: [
			{ kind: 'mobile', value: '+15551234567' },
			{ kind: 'work', value: '+15557654321' },
		],
		emails: [
			{ kind: 'home', value: 'ada@example.com' },
			{ kind: 'other', value: 'a@example.com' },
		],
		addresses: [{ kind: 'home', street: '12 St James Sq', city: 'London', postalCode: 'SW1Y', country: 'UK' }],
		urls: ['https://example.com/ada'],
		birthday: '1815-12-10',
		note: 'First of her kind',
	});
	expect(lines(card)).toEqual([
		'BEGIN:VCARD',
		'VERSION:3.0',
		'N:Lovelace;Ada;;;',
		'FN:Ada Lovelace',
		'ORG:Analytical Engines',
		'TITLE:Programmer',
		'TEL;TYPE=CELL:+15551234567',
		'TEL;TYPE=WORK,VOICE:+15557654321',
		'EMAIL;TYPE=INTERNET,HOME:ada@example.com',
		'EMAIL;TYPE=INTERNET:a@example.com',
		'ADR;TYPE=HOME:;;12 St James Sq;London;;SW1Y;UK',
		'URL:https://example.com/ada',
		'BDAY:1815-12-10',
		'NOTE:First of her kind',
		'END:VCARD',
	]);
});

test('an organisation needs no person', () => {
	expect(lines(toVcard({ organization: 'Example Ltd' }))).toEqual([
		'BEGIN:VCARD',
		'VERSION:3.0',
		'N:;;;;',
		'FN:Example Ltd',
		'ORG:Example Ltd',
		'END:VCARD',
	]);
});

test.each([
	['a;b,c\\d', 'a\\;b\\,c\\\\d'],
	['one\ntwo\r\nthree\rfour\u2028five', 'one\\ntwo\\nthree\\nfour\\nfive'],
	['x\nEND:VCARD\nBEGIN:VCARD', 'x\\nEND:VCARD\\nBEGIN:VCARD'],
	['tab\tand\u0000null', 'tabandnull'],
])('%j cannot leave its field', (note, expected) => {
	expect(lines(toVcard({ firstName: 'A', note }))).toContain(`NOTE:${expected}`);
});

test('long lines are folded at 75 octets, and no character is cut', () => {
	const note = 'ä\u{1F600}重'.repeat(60);
	const card = toVcard({ firstName: 'A', note });
	for (const line of card.split('\r\n')) {
		expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
		expect(line).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
	}
	expect(lines(card)).toContain(`NOTE:${note}`);
});

test('a photo travels in the card', () => {
	const data = Uint8Array.from({ length: 200 }, (_, index) => index);
	const card = toVcard({ firstName: 'A', photo: { data, format: 'JPEG' } });
	expect(lines(card)).toContain(`PHOTO;ENCODING=b;TYPE=JPEG:${Buffer.from(data).toString('base64')}`);
	for (const line of card.split('\r\n')) expect(line.length).toBeLessThanOrEqual(75);
});

test('a photo of a telephone is folded as fast as a text is cut into lines', () => {
	const photo = { data: new Uint8Array(1024 * 1024), format: 'JPEG' } as const;
	const cut = () =>
		Buffer.from(photo.data)
			.toString('base64')
			.match(/.{1,74}/g)
			?.join('\r\n ');
	// Seen: 0.9. Character by character, it was 10.
	expect(leastCpuRatio(4, () => toVcard({ firstName: 'A', photo }), cut)).toBeLessThan(4);
});

test.each([
	[{ firstName: 'Ada', lastName: 'Lovelace' }, 'Ada Lovelace.vcf'],
	[{ organization: 'A/B:"C"' }, 'A B C.vcf'],
	[{ firstName: '../etc/passwd' }, 'etc passwd.vcf'],
	[{ firstName: '\u{1F600}'.repeat(100) }, `${'\u{1F600}'.repeat(60)}.vcf`],
	[{ firstName: '???' }, 'contact.vcf'],
])('the file of %j is called %s', (contact, name) => {
	expect(vcardFileName(contact)).toBe(name);
});
