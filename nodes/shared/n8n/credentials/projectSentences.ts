import type { Outcome } from '../../spectrum/errors/outcome';
import type { Line, Plan } from '../../spectrum/model/line';
import type { ProjectReport } from '../../spectrum/gateway/recipes/projectReport';

/** The text of a successful credential test for a project of Spectrum Cloud. It also says what could not be looked up. */
export function describeProject(plan: Plan, lines: readonly Line[], report: ProjectReport): string {
	return [
		'Connected',
		planSentence(plan),
		linesSentence(plan, lines, report.lineStates),
		registeredSentence(report.registered),
		platformSentence(report),
	]
		.filter((sentence) => sentence !== '')
		.map((sentence) => `${sentence}.`)
		.join(' ');
}

function planSentence(plan: Plan): string {
	return plan === 'shared' ? 'Plan: shared (Free or Pro). Spectrum picks the number that sends' : 'Plan: dedicated';
}

function linesSentence(plan: Plan, lines: readonly Line[], states: ProjectReport['lineStates']): string {
	if (plan === 'shared') return '';
	if (lines.length === 0) return 'The project has no line yet, so nothing can be sent';
	const listed = lines.map(({ phone }) => (states?.ok === true ? `${phone} (${stateWords(states.value.get(phone))})` : phone)).join(', ');
	return states?.ok === false ? `Lines: ${listed}. Their state is not known: ${reasonOf(states)}` : `Lines: ${listed}`;
}

function stateWords(state: string | undefined): string {
	switch (state) {
		case 'available':
			return 'available';
		case 'unavailable':
			return 'unavailable: it takes no new conversations';
		case undefined:
			return 'state not known';
		default:
			return state.slice(0, 50);
	}
}

function registeredSentence(registered: Outcome<number> | undefined): string {
	if (registered === undefined) return '';
	if (!registered.ok) return `How many recipients are registered is not known: ${reasonOf(registered)}`;
	const { value } = registered;
	if (value === 0) {
		return 'No recipient is registered yet. Register the people you want to write to with iMessage Conversation → Recipient → Register. They have to write to you first';
	}
	return `Registered recipients: ${value}. Only they can be written to, once they have written to you`;
}

function platformSentence({ isImessageEnabled: enabled }: ProjectReport): string {
	if (!enabled.ok) return `Whether iMessage is enabled is not known: ${reasonOf(enabled)}`;
	if (enabled.value === undefined) return 'Whether iMessage is enabled is not known: Spectrum Cloud does not say';
	return enabled.value
		? 'iMessage is enabled'
		: 'But iMessage is not enabled for the project: enable it on the Spectrum dashboard, under Platforms';
}

function reasonOf(asked: Extract<Outcome<unknown>, { ok: false }>): string {
	return asked.error.message;
}
