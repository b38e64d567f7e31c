import type { IDataObject } from 'n8n-workflow';
import { present } from '../shared/spectrum/values/present';
import { toSpectrumError } from '../shared/spectrum/errors/from';
import type { Outcome } from '../shared/spectrum/gateway/recipes/campaign/outcome';

/** What became of an item: what Spectrum decides, and what the list itself does. */
export type ItemOutcome = Outcome | { readonly status: 'skipped'; readonly reason: 'invalid' | 'duplicate'; readonly detail?: string };

/** The skip of an item with a field that cannot be used. */
export function invalidItem(caught: unknown): ItemOutcome {
	// n8n's own errors, such as an expression that cannot be resolved, have a message for people, too.
	const error = caught instanceof Error && !('kind' in caught) ? { message: caught.message, advice: '' } : toSpectrumError(caught);
	return { status: 'skipped', reason: 'invalid', detail: [error.message, error.advice].filter((text) => text !== '').join('. ') };
}

/** The field `campaign` of an item. */
export function campaignOutput(name: string, outcome: ItemOutcome): IDataObject {
	const line = 'line' in outcome ? { line: outcome.line?.phone } : {};
	const common = { name, status: outcome.status };
	switch (outcome.status) {
		case 'sent': {
			const { newConversation, service, messageId } = outcome;
			return present({ ...common, ...line, newConversation, service, messageId });
		}
		case 'later': {
			const { reason, retryAt, detail } = outcome;
			return present({ ...common, reason, retryAt: isoOf(retryAt), detail, ...line });
		}
		case 'skipped':
			return present({ ...common, reason: outcome.reason, detail: outcome.detail, ...line });
	}
}

/** A moment as the outputs show it. */
export function isoOf(at: number | undefined): string | undefined {
	return at === undefined ? undefined : new Date(at).toISOString();
}
