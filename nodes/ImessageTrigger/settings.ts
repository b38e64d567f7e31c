import type { IWebhookFunctions } from 'n8n-workflow';
import { eventNames, type EventName } from '../shared/domain/eventNames';

/** The parameters of the node, typed. */
export interface TriggerSettings {
	readonly events: ReadonlySet<EventName>;
	readonly includeRaw: boolean;
}

/** Reads the parameters; the only place that knows their names. A value of no known event is passed over. */
export function readSettings(context: IWebhookFunctions): TriggerSettings {
	const events: unknown = context.getNodeParameter('events', []);
	const options: unknown = context.getNodeParameter('options', {});
	const chosen: unknown[] = Array.isArray(events) ? events : [];
	return {
		events: new Set(eventNames.filter((name) => chosen.includes(name))),
		includeRaw: (options as { includeRaw?: unknown } | null)?.includeRaw === true,
	};
}
