import type { ITriggerFunctions } from 'n8n-workflow';
import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import { whyDisabled } from '../../shared/spectrum/webhook/disabled';
import type { Finding } from '../../shared/spectrum/webhook/watches';
import { nodeErrorOf } from '../nodeErrors';
import { warnOf } from '../nodeLog';

/**
 * Reports that a webhook delivers nothing, or delivered nothing for a while: in n8n's log and, if n8n supports it, as a
 * failed execution, which starts the error workflow. The workflow stays active.
 */
export function reportFinding(context: ITriggerFunctions, finding: Finding): void {
	const error = errorOf(finding);
	warnOf(context, `${error.message}. ${error.advice}`);
	// n8n 2.8 does not have this function.
	const { saveFailedExecution } = context as Partial<Pick<ITriggerFunctions, 'saveFailedExecution'>>;
	if (saveFailedExecution !== undefined) saveFailedExecution.call(context, nodeErrorOf(context, error));
}

function errorOf(finding: Finding): SpectrumError {
	switch (finding.what) {
		case 'enabledAgain':
			return new SpectrumError({
				kind: 'unavailable',
				message: `Spectrum had disabled the webhook (${whyDisabled(finding.disabled)}); it is enabled again`,
				advice:
					'Messages that came in the meantime are in the history of their line and start no run. Check that n8n can be reached from the internet.',
			});
		case 'disabled':
			return new SpectrumError({
				kind: 'unavailable',
				message: `The webhook is disabled (${whyDisabled(finding.disabled)}), so nothing starts this workflow${finding.error === undefined ? '' : `. It could not be enabled: ${finding.error.message}`}`,
				advice: 'Enable it in the Spectrum dashboard, or deactivate the workflow and activate it again.',
				cause: finding.error,
			});
		case 'gone':
			return new SpectrumError({
				kind: 'notFound',
				message: `The webhook ${finding.webhookId} is no longer registered, so nothing starts this workflow`,
				advice: 'Deactivate the workflow and activate it again: the trigger then registers another webhook.',
			});
		case 'unknown':
			return new SpectrumError({
				...finding.error,
				message: `It is unknown whether the webhook is still registered: ${finding.error.message}`,
				advice: finding.error.advice,
				cause: finding.error,
			});
	}
}
