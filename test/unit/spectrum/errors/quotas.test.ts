import { quotaCodes, quotaOf, quotas, type QuotaRetry } from '../../../../nodes/shared/spectrum/errors/quotas';
import { fromGrpc } from '../../../../nodes/shared/spectrum/errors/fromGrpc';

describe('the quota catalogue', () => {
	it('names the nine limits of the contract', () => {
		expect([...quotaCodes].sort()).toEqual(
			[
				'dailyLimitExceeded',
				'recipientLimitExceeded',
				'uploadRateExceeded',
				'contentDuplicateExceeded',
				'recipientCoolingDown',
				'recipientLocked',
				'burstRateExceeded',
				'newContactThrottled',
				'sendReceiveRatioExceeded',
			].sort(),
		);
		for (const code of quotaCodes) expect(quotas[code].code).toBe(code);
	});

	it('gives the two documented numbers, and says of all others that there is none', () => {
		const documented = { dailyLimitExceeded: '5,000', newContactThrottled: '50' };
		for (const code of quotaCodes) {
			const { limit, meaning } = quotas[code];
			const number = documented[code as keyof typeof documented];
			if (number === undefined) {
				expect(limit).toBeUndefined();
				expect(meaning).toMatch(/not publish|publishes neither/);
			} else {
				expect(limit?.amount.toLocaleString('en')).toBe(number);
				expect(meaning).toContain(number);
			}
		}
	});

	const expected: Record<QuotaRetry['when'], readonly string[]> = {
		nextWindow: ['dailyLimitExceeded', 'newContactThrottled'],
		later: ['recipientLimitExceeded', 'recipientCoolingDown', 'burstRateExceeded', 'uploadRateExceeded'],
		afterReply: ['recipientLocked', 'sendReceiveRatioExceeded'],
		changeContent: ['contentDuplicateExceeded'],
	};
	it.each(Object.entries(expected))('says when to try again: %s', (when, codes) => {
		expect(quotaCodes.filter((code) => quotas[code].retry.when === when).sort()).toEqual([...codes].sort());
	});

	it.each(quotaCodes)('is what the error of %s says', (code) => {
		const error = fromGrpc({
			status: 'RESOURCE_EXHAUSTED',
			trailers: { 'error-code': code },
			local: false,
			connectionFailed: false,
			cancelled: false,
			address: 'localhost:1',
			secrets: [],
		});
		expect(error).toMatchObject({ kind: 'quota', message: quotas[code].message, advice: quotas[code].advice });
	});

	it('is looked up by code', () => {
		expect(quotaOf('recipientLocked')).toBe(quotas.recipientLocked);
		for (const code of [undefined, '', 'chatNotFound', 'constructor']) expect(quotaOf(code)).toBeUndefined();
	});
});
