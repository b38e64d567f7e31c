import type { EventFilter } from '../shared/spectrum/filter/eventFilter';
import { eventNames, type EventName } from '../shared/spectrum/model/event/eventNames';
import { SpectrumError } from '../shared/spectrum/errors/SpectrumError';
import type { DispatchSettings } from '../shared/spectrum/log/dispatch/dispatcher';
import type { StartAt } from '../shared/spectrum/log/reader/replay';
import { readFilter, type FilterContext } from '../shared/n8n/fields/triggerFilter';
import { wrongField } from '../shared/n8n/errors/wrongField';

/** How events reach the node. */
export type ReceiveBy = 'webhook' | 'stream' | 'polling';

/** The event for a test in the editor: an earlier one as a sample, or the next one. */
export type TestEvent = 'newest' | 'newestAnswerable' | 'next';

/** The settings that every way of receiving has. */
export interface TriggerSettings {
	readonly events: ReadonlySet<EventName>;
	readonly filter: EventFilter;
	readonly includeRaw: boolean;
}

/** The further settings of the event log. */
export interface LogSettings extends TriggerSettings {
	readonly startAt: StartAt;
	readonly dispatch: DispatchSettings;
	/** Six fields; polling only. */
	readonly cron: string;
}

/** The part of a trigger's, a hook's and a webhook's context that reaches parameters. */
export type SettingsContext = FilterContext;

type Options = Readonly<Record<string, unknown>>;

/** Reads the parameters. Only this function and {@link readLogSettings} know their names. */
export function readSettings(context: SettingsContext): TriggerSettings {
	const chosen = context.getNodeParameter('events', []);
	const options = optionsOf(context);
	return {
		// An unknown value is ignored.
		events: new Set(eventNames.filter((name) => Array.isArray(chosen) && chosen.includes(name))),
		filter: readFilter(context, { includeOwn: options.includeOwn === true }),
		includeRaw: options.includeRaw === true,
	};
}

export function readReceiveBy(context: Pick<SettingsContext, 'getNodeParameter'>): ReceiveBy {
	const found = context.getNodeParameter('receiveBy', 'stream');
	if (found === 'webhook' || found === 'stream' || found === 'polling') return found;
	throw invalid('Receive By', 'must be webhook, stream or polling', found, 'stream');
}

/** Reads the settings of the event log. Throws `invalid` with the name of the field for a wrong value, which refuses the activation. */
export function readLogSettings(context: SettingsContext): LogSettings {
	const options = optionsOf(context);
	const gatherSeconds = number(options, 'gatherSeconds', 'Gather Messages (Seconds)', 0, 0, 600);
	return {
		...readSettings(context),
		startAt: choice(context.getNodeParameter('startAt', 'now'), 'First Activation', ['now', 'everything']),
		cron: readCron(context),
		dispatch: {
			acknowledge: choice(options.acknowledge ?? 'received', 'Acknowledge', ['received', 'finished', 'succeeded']),
			mostParallel: number(options, 'maxParallel', 'Max Parallel Runs', 20, 1, 1_000),
			deadline: number(options, 'runDeadlineMinutes', 'Run Deadline (Minutes)', 60, 0.1, 10_080) * 60_000,
			mostAttempts: number(options, 'maxAttempts', 'Max Attempts', 5, 1, 100),
			...(gatherSeconds === 0 ? {} : { gatherWithin: gatherSeconds * 1_000 }),
		},
	};
}

export function readTestEvent(context: SettingsContext): TestEvent {
	return choice(optionsOf(context).testEvent ?? 'newest', 'Test Event', ['newest', 'newestAnswerable', 'next']);
}

const intervals: Readonly<Record<string, string>> = {
	'30s': '*/30 * * * * *',
	'1m': '0 * * * * *',
	'2m': '0 */2 * * * *',
	'5m': '0 */5 * * * *',
	'15m': '0 */15 * * * *',
	'30m': '0 */30 * * * *',
	'1h': '0 0 * * * *',
};

function readCron(context: SettingsContext): string {
	const interval = context.getNodeParameter('pollEvery', '1m');
	if (typeof interval === 'string' && Object.hasOwn(intervals, interval)) return intervals[interval] ?? '';
	const expression = context.getNodeParameter('cronExpression', '');
	if (interval !== 'custom') throw invalid('Poll Every', 'is not an interval', interval, '5m');
	const fields = typeof expression === 'string' ? expression.trim().split(/\s+/) : [];
	if (fields.length === 5) return ['0', ...fields].join(' ');
	if (fields.length === 6) return fields.join(' ');
	throw invalid('Cron Expression', 'does not have five or six fields', expression, '0 */10 * * * *');
}

function optionsOf(context: SettingsContext): Options {
	const options = context.getNodeParameter('options', {});
	return typeof options === 'object' && options !== null ? (options as Options) : {};
}

function choice<Value extends string>(found: unknown, field: string, values: readonly [Value, ...Value[]]): Value {
	const value = values.find((known) => known === found);
	if (value !== undefined) return value;
	throw invalid(field, `must be one of ${values.join(', ')}`, found, values[0]);
}

function number(options: Options, name: string, field: string, fallback: number, least: number, most: number): number {
	const found = options[name] ?? fallback;
	const value = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
	if (typeof value === 'number' && value >= least && value <= most) return value;
	throw invalid(field, `is not a number from ${least} to ${most}`, found, String(fallback));
}

function invalid(field: string, problem: string, found: unknown, example: string): SpectrumError {
	return new SpectrumError(
		wrongField({ field: `field "${field}"`, problem, found, advice: `Open the trigger and enter it like this: ${example}` }),
	);
}
