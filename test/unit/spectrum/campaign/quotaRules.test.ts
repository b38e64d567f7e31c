import { quotaRules } from '../../../../nodes/shared/spectrum/campaign/quotaRules';
import { quotaCodes, quotas } from '../../../../nodes/shared/spectrum/errors/quotas';

test('each of the nine limits has a rule, and it is about what the limit counts', () => {
	expect(Object.keys(quotaRules).sort()).toEqual([...quotaCodes].sort());
	for (const code of quotaCodes) {
		const aboutPerson = ['personLater', 'skipPerson'].includes(quotaRules[code].then);
		expect([code, aboutPerson]).toEqual([code, quotas[code].scope === 'recipient']);
	}
});

test('a person is not tried again before the limit may have passed', () => {
	for (const code of quotaCodes) {
		const { retry } = quotas[code];
		const rule = quotaRules[code];
		if (retry.when !== 'later' || rule.then !== 'personLater') continue;
		expect(rule.afterMilliseconds).toBeGreaterThanOrEqual(retry.atLeastMilliseconds);
	}
	expect(quotaRules.newContactThrottled.then).toBe('closeLineForNew');
	expect(quotaRules.contentDuplicateExceeded.then).toBe('stop');
});
