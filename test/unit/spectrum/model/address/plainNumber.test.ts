import { seededRandom } from '../../../../../simulator/src/random';
import { isPlainNumber, parseInternational } from '../../../../../nodes/shared/spectrum/model/address/phoneNumber';

test('a plain number is one that is given as it is', () => {
	const seed = Math.floor(Math.random() * 1e9);
	console.info(`seed ${seed}`);
	const random = seededRandom(seed);
	let plain = 0;
	for (let index = 0; index < 5_000; index++) {
		const digits = Array.from({ length: 6 + Math.floor(random() * 11) }, () => Math.floor(random() * 10)).join('');
		const number = `+${digits}`;
		if (!isPlainNumber(number)) continue;
		plain += 1;
		expect(parseInternational(number)).toEqual({ ok: true, value: number });
	}
	expect(plain).toBeGreaterThan(1_000);
});

test.each(['+44 20 7946 0018', '+4402079460018', '+0123456789', '15551234567', '+1555123456x', '+123456', '+15551234567\n', ''])(
	'%j is not plain',
	(text) => {
		expect(isPlainNumber(text)).toBe(false);
	},
);
