import { X509Certificate } from 'node:crypto';
import type { Parsed } from '../model/address/address';

/** Longest text that is read, in UTF-16 code units. The longest bundles of public authorities have a quarter of this. */
const longestText = 1_000_000;

const widthOfPem = 64;

/** Undoes what text editors, spreadsheets and shells do to dashes, quotes and line breaks. */
function plain(text: string): string {
	return text
		.replace(/\\r|\\n|\\t/g, '\n')
		.replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, '-')
		.replace(/["'`\u2018-\u201f\u200b-\u200f\u2060\ufeff]/g, '');
}

/**
 * Reads one certificate or several, even if their lines are damaged: with spaces or nothing instead of line breaks,
 * indented, with text between them, without a break between them, or as bare base64. Returns them in the PEM form that
 * OpenSSL reads. OpenSSL itself silently skips what it cannot read.
 */
export function parseCertificates(input: string): Parsed<string> {
	if (input.length > longestText) return { ok: false, problem: `has more than ${longestText} characters` };
	const text = plain(input);
	if (/PRIVATE\s{0,9}KEY/.test(text)) {
		return { ok: false, problem: 'contains a private key, which must not leave the server: paste only the certificate' };
	}
	if (/CERTIFICATE\s{0,9}REQUEST/.test(text)) return { ok: false, problem: 'is a certificate signing request, not a certificate' };
	const bodies = bodiesOf(text);
	if (bodies === undefined) return { ok: false, problem: 'begins a certificate but does not end it: paste it up to its last line' };
	if (bodies.length === 0) return { ok: false, problem: 'is not a PEM certificate' };
	const found: string[] = [];
	for (const [index, body] of bodies.entries()) {
		const pem = pemOf(body);
		if (pem === undefined) {
			return {
				ok: false,
				problem: bodies.length === 1 ? 'cannot be read' : `cannot be read: certificate ${index + 1} of ${bodies.length} is damaged`,
			};
		}
		found.push(pem);
	}
	return { ok: true, value: found.join('\n') };
}

/** The texts between the markers, or the whole text if there are none. Undefined when a certificate has no end. */
function bodiesOf(text: string): string[] | undefined {
	// Matches one dash on each side and not all of them: a long run of dashes would cost quadratic time.
	const [before = '', ...begun] = text.split(/-\s{0,9}BEGIN\s{0,9}(?:X509|TRUSTED)?\s{0,9}CERTIFICATE\s{0,9}-/);
	if (begun.length === 0) return /^[A-Za-z0-9+/=\s]{100,}$/.test(before) ? [before] : [];
	const bodies = begun.map((part) => part.split(/-\s{0,9}END\s{0,9}(?:X509|TRUSTED)?\s{0,9}CERTIFICATE\s{0,9}-/));
	return bodies.every((parts) => parts.length > 1) ? bodies.map(([body = '']) => body) : undefined;
}

function pemOf(body: string): string | undefined {
	const base64 = body.replace(/[\s-]/g, '');
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
	const lines = base64.match(new RegExp(`.{1,${widthOfPem}}`, 'g')) ?? [];
	const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'].join('\n');
	try {
		new X509Certificate(pem);
	} catch {
		return undefined;
	}
	return pem;
}
