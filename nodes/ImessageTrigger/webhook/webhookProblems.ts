import type { ITriggerFunctions } from 'n8n-workflow';
import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import { whyDisabled } from '../../shared/spectrum/webhook/disabled';
import type { WebhookProblem } from '../../shared/spectrum/webhook/watches';
import { nodeErrorOf } from '../nodeErrors';
import { warnOf } from '../nodeLog';

/**
 * Reports that a webhook delivers nothing, or delivered nothing for a while: in n8n's log and, if n8n supports it, as a
 * failed execution, which starts the error workflow. The workflow stays active.
 */
export function reportProblem(context: ITriggerFunctions, problem: WebhookProblem): void {
	const error = errorOf(problem);
	warnOf(context, `${error.message}. ${error.advice}`);
	// n8n 2.8 does not have this function.
	const { saveFailedExecution } = context as Partial<Pick<ITriggerFunctions, 'saveFailedExecution'>>;
	if (saveFailedExecution !== undefined) saveFailedExecution.call(context, nodeErrorOf(context, error));
}

function errorOf(problem: WebhookProblem): SpectrumError {
	switch (problem.what) {
		case 'enabledAgain':
			return new SpectrumError({
				kind: 'unavailable',
				message: `Spectrum had disabled the webhook (${whyDisabled(problem.disabled)}); it is enabled again`,
				advice:
					'Messages that came in the meantime are in the history of their line and start no run. Check that n8n can be reached from the internet.',
			});
		case 'disabled':
			return new SpectrumError({
				kind: 'unavailable',
				message: `The webhook is disabled (${whyDisabled(problem.disabled)}), so nothing starts this workflow${problem.error === undefined ? '' : `. It could not be enabled: ${problem.error.message}`}`,
				advice: 'Enable it in the Spectrum dashboard, or unpublish the workflow and publish it again.',
				cause: problem.error,
			});
		case 'gone':
			return new SpectrumError({
				kind: 'notFound',
				message: `The webhook ${problem.webhookId} is no longer registered, so nothing starts this workflow`,
				advice: 'Unpublish the workflow and publish it again: the trigger then registers another webhook.',
			});
		case 'unknown':
			return new SpectrumError({
				...problem.error,
				message: `It is unknown whether the webhook is still registered: ${problem.error.message}`,
				advice: problem.error.advice,
				cause: problem.error,
			});
	}
}
