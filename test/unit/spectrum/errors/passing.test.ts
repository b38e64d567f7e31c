import { isPassing, isPassingOrTimeout } from '../../../../nodes/shared/spectrum/errors/passing';
import { SpectrumError, type SpectrumErrorDetails } from '../../../../nodes/shared/spectrum/errors/SpectrumError';

const failure = (details: Pick<SpectrumErrorDetails, 'kind' | 'retryable' | 'connectionFailed'>) =>
	new SpectrumError({ message: 'It failed', advice: 'Try again.', ...details });

it.each([
	['asked for another attempt', failure({ kind: 'quota', retryable: true }), [true, true]],
	['a broken connection', failure({ kind: 'unavailable', connectionFailed: true }), [true, true]],
	['no answer in time', failure({ kind: 'timeout' }), [false, true]],
	['no answer in time, marked as retryable', failure({ kind: 'timeout', retryable: true }), [true, true]],
	['a refusal', failure({ kind: 'invalid' }), [false, false]],
	['a fault that is no answer at all', new Error('Bug'), [false, false]],
])('%s', (_what, caught, [passes, passesOrTimeout]) => {
	expect([isPassing(caught), isPassingOrTimeout(caught)]).toEqual([passes, passesOrTimeout]);
});
