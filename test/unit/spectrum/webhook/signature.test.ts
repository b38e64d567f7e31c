import { createHmac } from 'node:crypto';
import { verifySignature, type SignedRequest } from '../../../../nodes/shared/spectrum/webhook/signature';

const now = Date.UTC(2026, 10, 21, 12);
const secret = 'whsec_current';
// Bytes that a JSON parser would not give back the same way: spaces, an escaped character, a number with a zero.
const body = Buffer.from('{ "text": "Gr\\u00fc\u00dfe",\n "n": 1.0 }');

/** Signed with node:crypto, so that a fault of our hash cannot hide itself. */
function signed(seconds: number | string = now / 1_000, key = secret, bytes: Buffer = body): SignedRequest {
	const hmac = createHmac('sha256', key).update(`v0:${seconds}:`).update(bytes);
	return { body: bytes, timestamp: String(seconds), signature: `v0=${hmac.digest('hex')}` };
}

describe('a signature over the raw bytes', () => {
	it('is accepted with its secret, used as given', () => {
		expect(verifySignature(signed(), [secret], now)).toBe('accepted');
		expect(verifySignature(signed(), ['current'], now)).toBe('badSignature');
	});

	it('is refused when any bit of the body has changed', () => {
		const request = signed();
		for (let index = 0; index < body.length * 8; index++) {
			const changed = Buffer.from(body);
			changed[index >> 3] = (changed[index >> 3] ?? 0) ^ (1 << (index & 7));
			expect(verifySignature({ ...request, body: changed }, [secret], now)).toBe('badSignature');
		}
		expect(verifySignature({ ...request, body: Buffer.concat([body, Buffer.from(' ')]) }, [secret], now)).toBe('badSignature');
		expect(verifySignature({ ...request, body: Buffer.from(JSON.stringify(JSON.parse(body.toString()))) }, [secret], now)).toBe(
			'badSignature',
		);
	});

	it('is refused when any character of it has changed', () => {
		const { signature = '' } = signed();
		for (let index = 0; index < signature.length; index++) {
			const other = signature[index] === '0' ? '1' : '0';
			const changed = signature.slice(0, index) + other + signature.slice(index + 1);
			expect(verifySignature({ ...signed(), signature: changed }, [secret], now)).toBe('badSignature');
		}
	});

	it('covers the text of the timestamp', () => {
		const seconds = now / 1_000;
		expect(verifySignature({ ...signed(), timestamp: String(seconds + 1) }, [secret], now)).toBe('badSignature');
		expect(verifySignature({ ...signed(), timestamp: `0${seconds}` }, [secret], now)).toBe('badSignature');
	});

	it.each([
		['no signature', { signature: undefined }],
		['an empty one', { signature: '' }],
		['one of another version', { signature: signed().signature?.replace('v0', 'v1') }],
		['one in capitals', { signature: signed().signature?.toUpperCase() }],
		['no timestamp', { timestamp: undefined }],
	])('is refused with %s', (_name, change) => {
		expect(verifySignature({ ...signed(), ...change }, [secret], now)).toBe('badSignature');
	});

	it.each(['', 'v0=', 'v0=abc', `v0=${'g'.repeat(64)}`, `v0=${'0'.repeat(65)}`, `v1=${'0'.repeat(64)}`, `v0=${'0'.repeat(64)}\n`])(
		'that cannot be one (%j) is refused before the body is read',
		(signature) => {
			const untouched = new Proxy(body, {
				get: () => {
					throw new Error('The body was read');
				},
			});
			expect(verifySignature({ ...signed(), body: untouched, signature }, [secret], now)).toBe('badSignature');
		},
	);

	it('of an empty body is one like any other', () => {
		expect(verifySignature(signed(undefined, secret, Buffer.alloc(0)), [secret], now)).toBe('accepted');
	});
});

describe('several secrets', () => {
	it('are all tried, in any place', () => {
		expect(verifySignature(signed(), ['a', secret], now)).toBe('accepted');
		expect(verifySignature(signed(), [secret, 'b'], now)).toBe('accepted');
		expect(verifySignature(signed(), ['a', 'b'], now)).toBe('badSignature');
	});

	it('never contain the empty one, which everybody knows', () => {
		expect(verifySignature(signed(undefined, ''), [''], now)).toBe('badSignature');
		expect(verifySignature(signed(undefined, ''), [], now)).toBe('badSignature');
	});
});

describe('the timestamp', () => {
	it.each([
		['now', 0, 'accepted'],
		['5 minutes ago', -300, 'accepted'],
		['more than 5 minutes ago', -301, 'staleTimestamp'],
		['5 minutes ahead', 300, 'accepted'],
		['more than 5 minutes ahead', 301, 'futureTimestamp'],
	])('%s', (_name, seconds, verdict) => {
		expect(verifySignature(signed(now / 1_000 + seconds), [secret], now)).toBe(verdict);
	});

	it.each(['', 'soon', '-5', '1.5', '2026-11-21T12:00:00Z', '99999999999999999999'])('%p is malformed though signed', (seconds) => {
		expect(verifySignature(signed(seconds), [secret], now)).toBe('malformedTimestamp');
	});

	it('is judged after the signature: an old forgery is a forgery', () => {
		expect(verifySignature(signed(now / 1_000 - 9_999, 'forged'), [secret], now)).toBe('badSignature');
		expect(verifySignature(signed('soon', 'forged'), [secret], now)).toBe('badSignature');
	});
});
