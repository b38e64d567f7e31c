import { withoutControls } from '../values/invisible';

/** A labelled phone number or email address. */
export interface ContactEntry {
	readonly kind: ContactKind;
	readonly value: string;
}

export type ContactKind = 'mobile' | 'home' | 'work' | 'main' | 'other';

export interface ContactAddress {
	readonly kind: ContactKind;
	readonly street?: string;
	readonly city?: string;
	readonly region?: string;
	readonly postalCode?: string;
	readonly country?: string;
}

/** The content of a contact card. A name or an organisation is required. */
export interface Contact {
	readonly firstName?: string;
	readonly lastName?: string;
	readonly organization?: string;
	readonly jobTitle?: string;
	readonly phones?: readonly ContactEntry[];
	readonly emails?: readonly ContactEntry[];
	readonly addresses?: readonly ContactAddress[];
	readonly urls?: readonly string[];
	/** `YYYY-MM-DD`. */
	readonly birthday?: string;
	readonly note?: string;
	readonly photo?: { readonly data: Uint8Array; readonly format: 'JPEG' | 'PNG' };
}

/** Writes the contact as vCard 3.0 (RFC 2426), the version that Apple's Contacts writes. */
export function toVcard(contact: Contact): string {
	const { firstName = '', lastName = '', organization, jobTitle, birthday, note, photo } = contact;
	const lines = [
		'BEGIN:VCARD',
		'VERSION:3.0',
		`N:${escaped(lastName)};${escaped(firstName)};;;`,
		`FN:${escaped(contactName(contact))}`,
		...optional('ORG', organization),
		...optional('TITLE', jobTitle),
		...(contact.phones ?? []).map(({ kind, value }) => `TEL;TYPE=${phoneTypes[kind]}:${escaped(value)}`),
		...(contact.emails ?? []).map(({ kind, value }) => `EMAIL;TYPE=INTERNET${placeType(kind)}:${escaped(value)}`),
		...(contact.addresses ?? []).map(toAddressLine),
		...(contact.urls ?? []).map((url) => `URL:${escaped(url)}`),
		...optional('BDAY', birthday),
		...optional('NOTE', note),
		...(photo === undefined ? [] : [`PHOTO;ENCODING=b;TYPE=${photo.format}:${Buffer.from(photo.data).toString('base64')}`]),
		'END:VCARD',
	];
	return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** The name that is shown for a card. */
export function contactName({ firstName = '', lastName = '', organization = '' }: Contact): string {
	const name = `${firstName} ${lastName}`.trim();
	return name === '' ? organization : name;
}

/** The file name of the card: the contact's name without characters that are invalid in file names. */
export function vcardFileName(contact: Contact): string {
	const name = withoutControls(contactName(contact).replace(/\s+/g, ' '))
		.replace(/[\u0000-\u001f\u007f/\\:*?"<>|]+/g, ' ')
		.replace(/^[\s.]+/, '')
		.trim();
	return `${[...name].slice(0, 60).join('') || 'contact'}.vcf`;
}

const phoneTypes: Readonly<Record<ContactKind, string>> = {
	mobile: 'CELL',
	home: 'HOME,VOICE',
	work: 'WORK,VOICE',
	main: 'MAIN',
	other: 'VOICE',
};

function placeType(kind: ContactKind): string {
	if (kind === 'home') return ',HOME';
	return kind === 'work' ? ',WORK' : '';
}

function toAddressLine(address: ContactAddress): string {
	const { kind, street = '', city = '', region = '', postalCode = '', country = '' } = address;
	const type = kind === 'work' ? 'WORK' : 'HOME';
	return `ADR;TYPE=${type}:;;${[street, city, region, postalCode, country].map(escaped).join(';')}`;
}

function optional(name: string, value: string | undefined): string[] {
	return value === undefined || value === '' ? [] : [`${name}:${escaped(value)}`];
}

/** Escapes a value, so that no content can end its line or its field. */
function escaped(value: string): string {
	return value
		.replace(/\\/g, '\\\\')
		.replace(/\r\n?|[\n\u2028\u2029]/g, '\\n')
		.replace(/[,;]/g, '\\$&')
		.replace(/[\u0000-\u001f\u007f]/g, '');
}

/** Octets of a line, without the line break. */
const longestLine = 75;

/** Folds a long line. Continuation lines begin with a space. A character is never cut. */
function folded(line: string): string {
	const octets = Buffer.from(line);
	const pieces: string[] = [];
	let start = 0;
	// The space of a continuation line counts.
	for (let most = longestLine; octets.length - start > most; most = longestLine - 1) {
		let end = start + most;
		// These octets go on with a character.
		while (((octets[end] ?? 0) & 0xc0) === 0x80) end--;
		pieces.push(octets.toString('utf8', start, end));
		start = end;
	}
	return [...pieces, octets.toString('utf8', start)].join('\r\n ');
}
