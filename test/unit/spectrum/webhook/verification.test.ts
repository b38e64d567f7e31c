import { verifyStandardSignature } from '../../../../nodes/shared/spectrum/webhook/standardSignature';
import {
	joinSecrets,
	ownSecrets,
	secretsByHand,
	verifyDelivery,
	type KnownSecrets,
} from '../../../../nodes/shared/spectrum/webhook/verification';
import { standardHeaders, standardSecret, v0Headers, type DeliveryHeaders } from '../../../support/signing';

const now = Date.UTC(2026, 10, 21, 12);
const seconds = now / 1_000;
const old = 'a'.repeat(64);
const secret = standardSecret();
const other = standardSecret();
const body = '{ "text": "Gr\\u00fc\u00dfe" }';
const none: KnownSecrets = { v0: [], standard: [], either: [] };
const both: KnownSecrets = { v0: [old], standard: [secret], either: [] };

const v0 = (key = old, at: number | string = seconds) => v0Headers(key, body, at);
const standard = (keys: readonly string[] = [secret], at: number | string = seconds, id = 'msg_1') => standardHeaders(keys, id, body, at);

function verify(headers: DeliveryHeaders, held: KnownSecrets, raw = body) {
	const request = {
		body: Buffer.from(raw),
		v0: { timestamp: headers['x-spectrum-timestamp'], signature: headers['x-spectrum-signature'] },
		standard: { id: headers['webhook-id'], timestamp: headers['webhook-timestamp'], signature: headers['webhook-signature'] },
	};
	return verifyDelivery(request, held, now);
}

test('the example of the specification of Standard Webhooks', () => {
	const request = {
		body: Buffer.from('{"test": 2432232314}'),
		id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
		timestamp: '1614265330',
		signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
	};
	const known = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
	expect(verifyStandardSignature(request, [known], 1_614_265_330_000)).toBe('accepted');
	expect(verifyStandardSignature(request, [secret], 1_614_265_330_000)).toBe('badSignature');
});

describe('either signature is enough where only one can be checked', () => {
	test.each<[string, DeliveryHeaders, KnownSecrets, boolean]>([
		['v0 alone, as production signs, with both secrets', v0(), both, true],
		['v0 alone with its secret', v0(), { ...none, v0: [old] }, true],
		['Standard Webhooks alone with its secret', standard(), { ...none, standard: [secret] }, true],
		['both with both secrets', { ...v0(), ...standard() }, both, true],
		['both, of an older registration that has one secret', { ...v0(), ...standard() }, { ...none, v0: [old] }, false],
		['both with the secret of Standard Webhooks', { ...v0(), ...standard() }, { ...none, standard: [secret] }, false],
		['two of a rotation, whichever is known', standard([other, secret]), { ...none, standard: [secret] }, true],
	])('%s', (_name, headers, held, isComplete) => {
		expect(verify(headers, held)).toMatchObject({ verdict: 'accepted', isComplete });
	});
});

describe('one that fails refuses the delivery, however right the other is', () => {
	test.each<[string, DeliveryHeaders]>([
		['a forged v0', { ...v0('guessed'), ...standard() }],
		['a forged signature of Standard Webhooks', { ...v0(), ...standard([other]) }],
		['one of another delivery', { ...v0(), ...standard(), 'webhook-id': 'msg_2' }],
		['one without its id', { ...v0(), 'webhook-timestamp': String(seconds), 'webhook-signature': standard()['webhook-signature'] ?? '' }],
		['an empty one', { ...v0(), ...standard(), 'webhook-signature': '' }],
		['one of another version alone', { ...v0(), ...standard(), 'webhook-signature': 'v1a,abc=' }],
		['an empty v0', { ...standard(), ...v0(), 'x-spectrum-signature': '' }],
	])('%s', (_name, headers) => {
		expect(verify(headers, both)).toMatchObject({ verdict: 'badSignature' });
		expect(verify(headers, both)).not.toHaveProperty('deliveryId');
	});

	test('a body that was changed on the way', () => {
		for (const headers of [v0(), standard(), { ...v0(), ...standard() }])
			expect(verify(headers, both, `${body} `).verdict).toBe('badSignature');
	});
});

test('no signature, and no secret, accept nothing', () => {
	expect(verify({}, both).verdict).toBe('badSignature');
	expect(verify({ ...v0(), ...standard() }, none).verdict).toBe('badSignature');
	expect(verify(v0(''), { ...none, v0: [''] }).verdict).toBe('badSignature');
	expect(verify(standard(['whsec_']), { ...none, standard: ['whsec_'] }).verdict).toBe('badSignature');
	expect(verify(standard(['whsec_!']), { ...none, standard: ['whsec_!'] }).verdict).toBe('badSignature');
});

describe('the secret that a person has put into the credential', () => {
	test('of 64 characters signs v0', () => {
		expect(verify(v0(), secretsByHand(old)).verdict).toBe('accepted');
		expect(verify(standard(), secretsByHand(old)).verdict).toBe('badSignature');
	});

	test('that begins with whsec_ signs Standard Webhooks or, as given, v0', () => {
		expect(verify(standard(), secretsByHand(secret)).verdict).toBe('accepted');
		expect(verify(v0(secret), secretsByHand(secret)).verdict).toBe('accepted');
		expect(verify(v0(), secretsByHand(secret)).verdict).toBe('badSignature');
	});

	test('that begins with whsec_ decides over the newer signature where both are there, whose v0 secret is another', () => {
		expect(verify({ ...v0(), ...standard() }, secretsByHand(secret)).verdict).toBe('accepted');
		expect(verify({ ...v0(secret), ...standard([other]) }, secretsByHand(secret)).verdict).toBe('badSignature');
	});

	test('helps a node whose own was rotated, and decides with it', () => {
		const stored = { state: 'own', webhookId: 'h', url: 'u', since: 0, secret: old, standardSecret: other } as const;
		const rotated = { ...v0(), ...standard() };
		expect(verify(rotated, ownSecrets(stored, now)).verdict).toBe('badSignature');
		expect(verify(rotated, joinSecrets(ownSecrets(stored, now), secretsByHand(secret))).verdict).toBe('accepted');
	});

	test('that is empty is none', () => {
		expect(secretsByHand('')).toEqual(none);
	});
});

test('the secrets of the webhook before are held as long as they may sign', () => {
	const former = { webhookId: 'f', secret: old, standardSecret: secret, until: now + 1 };
	expect(ownSecrets({ state: 'removed', url: 'u', since: 0, former }, now)).toEqual(both);
	expect(ownSecrets({ state: 'removed', url: 'u', since: 0, former }, now + 1)).toEqual(none);
});

describe('the time', () => {
	test.each([
		[-300, 'accepted'],
		[-301, 'staleTimestamp'],
		[300, 'accepted'],
		[301, 'futureTimestamp'],
	])('%d s from now', (offset, verdict) => {
		expect(verify(standard([secret], seconds + offset), both).verdict).toBe(verdict);
		expect(verify({ ...v0(), ...standard([secret], seconds + offset) }, both).verdict).toBe(verdict);
	});

	test('that is no number is malformed though signed, and a forgery is a forgery first', () => {
		expect(verify(standard([secret], 'soon'), both).verdict).toBe('malformedTimestamp');
		expect(verify({ ...v0(old, 'soon'), ...standard([other]) }, both).verdict).toBe('badSignature');
	});
});

test('the name of a delivery counts only where a signature covers it', () => {
	expect(verify({ ...v0(), ...standard() }, both)).toMatchObject({ deliveryId: 'msg_1' });
	expect(verify({ ...v0(), 'webhook-id': 'msg_1' }, both)).not.toHaveProperty('deliveryId');
	expect(verify({ ...v0(), ...standard() }, { ...none, v0: [old] })).not.toHaveProperty('deliveryId');
	expect(verify(standard([secret], seconds - 999), both)).not.toHaveProperty('deliveryId');
});

test('a thousand signatures are not compared', () => {
	const headers = { ...standard(), 'webhook-signature': `${'v1,x '.repeat(1_000)}${standard()['webhook-signature']}` };
	expect(verify(headers, both).verdict).toBe('badSignature');
});
