import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { parseCertificates } from '../../../../nodes/shared/spectrum/net/certificate';
import { leastCpuMilliseconds } from '../../../support/cpuTime';
import { makeCertificates } from '../../../../simulator/src/net/certificates';

let one: string;
let two: string;
beforeAll(async () => {
	const [first, second] = await Promise.all([makeCertificates(), makeCertificates()]);
	one = first.caPem.replace(/\r/g, '').trim();
	two = second.caPem.replace(/\r/g, '').trim();
});

/** The fingerprints of what was read, as OpenSSL reads it. */
function read(text: string): string[] {
	const parsed = parseCertificates(text);
	if (!parsed.ok) throw new Error(`it ${parsed.problem}`);
	expect(() => createSecureContext({ ca: parsed.value })).not.toThrow();
	const blocks = parsed.value.match(/-----BEGIN CERTIFICATE-----\n[^-]*\n-----END CERTIFICATE-----/g) ?? [];
	return blocks.map((block) => new X509Certificate(block).fingerprint256);
}
const fingerprint = (pem: string): string => new X509Certificate(pem).fingerprint256;

describe('a certificate is read', () => {
	const body = (pem: string): string => pem.replace(/-----[A-Z ]+-----/g, '').trim();

	it.each<[string, (pem: string) => string]>([
		['as it is', (pem) => pem],
		['with Windows line breaks', (pem) => pem.replace(/\n/g, '\r\n')],
		['with spaces in place of line breaks', (pem) => pem.replace(/\n/g, ' ')],
		['with nothing in place of line breaks', (pem) => pem.replace(/\n/g, '')],
		['without any white space', (pem) => pem.replace(/\s/g, '')],
		['with the two characters of an escaped line break', (pem) => pem.replace(/\n/g, '\\n')],
		['with both escaped characters', (pem) => pem.replace(/\n/g, '\\r\\n')],
		['indented, as in YAML', (pem) => pem.replace(/^/gm, '    ')],
		['indented with tabs', (pem) => pem.replace(/^/gm, '\t\t')],
		['with empty lines', (pem) => pem.replace(/\n/g, '\n\n')],
		[
			'with other lengths of lines',
			(pem) => `-----BEGIN CERTIFICATE-----\n${body(pem).replace(/\s/g, '').replace(/.{76}/g, '$&\n')}\n-----END CERTIFICATE-----`,
		],
		['in quotes', (pem) => JSON.stringify(pem)],
		['with text around it', (pem) => `Bag Attributes: none\nsubject=CN = x\n${pem}\nThat was it.`],
		['with no-break and invisible spaces', (pem) => `\ufeff${pem.replace(/\n/g, '\u00a0\n\u200b')}`],
		['with the dashes of a text editor', (pem) => pem.replace(/-----/g, '\u2014\u2014-')],
		['with its old name', (pem) => pem.replace(/CERTIFICATE/g, 'X509 CERTIFICATE')],
		['as bare base64', body],
	])('%s', (_name, changed) => {
		expect(read(changed(one))).toEqual([fingerprint(one)]);
	});

	it.each<[string, (first: string, second: string) => string]>([
		['one after the other', (first, second) => `${first}\n${second}\n`],
		['glued together', (first, second) => `${first}${second}`],
		['glued together without line breaks', (first, second) => `${first}${second}`.replace(/\n/g, '')],
		['in one line', (first, second) => `${first} ${second}`.replace(/\n/g, ' ')],
		['with names between them', (first, second) => `# first\n${first}\n# second\n${second}`],
	])('of two, %s', (_name, joined) => {
		expect(read(joined(one, two))).toEqual([fingerprint(one), fingerprint(two)]);
	});
});

describe('what is no certificate is refused', () => {
	it.each<[string, (pem: string) => string, string]>([
		['a word', () => 'hello', 'is not a PEM certificate'],
		['nothing between the markers', () => '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----', 'cannot be read'],
		['other bytes', () => '-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----', 'cannot be read'],
		['other characters', (pem) => pem.replace('MII', 'M*I'), 'cannot be read'],
		['half of one', (pem) => pem.slice(0, 300), 'does not end'],
		['one with a line missing', (pem) => pem.split('\n').toSpliced(3, 1).join('\n'), 'cannot be read'],
		['a second one that is damaged', (pem) => `${pem}\n${pem.replace('MII', 'AAA')}`, 'certificate 2 of 2'],
		['a private key', () => '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----', 'private key'],
		['a private key beside it', (pem) => `${pem}\n-----BEGIN EC PRIVATE KEY-----\nAA==\n-----END EC PRIVATE KEY-----`, 'private key'],
		['a request for one', () => '-----BEGIN CERTIFICATE REQUEST-----\nAA==\n-----END CERTIFICATE REQUEST-----', 'request'],
		['too much', (pem) => pem.repeat(5_000), 'more than'],
	])('%s', (_name, changed, problem) => {
		expect(parseCertificates(changed(one))).toEqual({ ok: false, problem: expect.stringContaining(problem) });
	});

	it.each(['-', '-----BEGIN CERTIFICATE', '-----BEGIN CERTIFICATE-----', 'A', ' ', '-----BEGIN '])(
		'within a moment, when it is long: %p',
		(piece) => {
			const text = piece.repeat(Math.floor(1_000_000 / piece.length));
			expect(leastCpuMilliseconds(5_000, () => expect(parseCertificates(text).ok).toBe(false))).toBeLessThan(5_000);
		},
	);
});
