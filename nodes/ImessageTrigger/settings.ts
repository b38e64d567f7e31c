import type { EventFilter } from '../shared/spectrum/filter/eventFilter';
import { eventNames, type EventName } from '../shared/spectrum/model/event/eventNames';
import type { DispatchSettings } from '../shared/spectrum/log/dispatch/dispatcher';
import type { StartAt } from '../shared/spectrum/log/reader/replay';
import { readFilter, type FilterContext } from './filters/readFilter';
import { TriggerOptions, wrongSetting } from './triggerOptions';
import {
	acknowledgeOption,
	attemptsOption,
	deadlineOption,
	gatherOption,
	ownOption,
	parallelOption,
	rawOption,
	testEventOption,
} from './options';

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

/** Reads the parameters. Only this function and {@link readLogSettings} know their names. */
export function readSettings(context: SettingsContext): TriggerSettings {
	const chosen = context.getNodeParameter('events', []);
	const options = new TriggerOptions(context);
	return {
		// An unknown value is ignored.
		events: new Set(eventNames.filter((name) => Array.isArray(chosen) && chosen.includes(name))),
		filter: readFilter(context, { includeOwn: options.flag(ownOption) }),
		includeRaw: options.flag(rawOption),
	};
}

export function readReceiveBy(context: Pick<SettingsContext, 'getNodeParameter'>): ReceiveBy {
	const found = context.getNodeParameter('receiveBy', 'stream');
	if (found === 'webhook' || found === 'stream' || found === 'polling') return found;
	throw wrongSetting('field "Receive By"', 'must be webhook, stream or polling', found, 'stream');
}

/** Reads the settings of the event log. Throws `invalid` with the name of the field for a wrong value, which refuses the activation. */
export function readLogSettings(context: SettingsContext): LogSettings {
	const options = new TriggerOptions(context);
	// The default of its field is for a person who adds the option. Without it, nothing is gathered.
	const gatherSeconds = options.number(gatherOption, 0);
	return {
		...readSettings(context),
		startAt: readStartAt(context),
		cron: readCron(context),
		dispatch: {
			acknowledge: options.choice(acknowledgeOption, ['received', 'finished', 'succeeded']),
			maxParallel: options.number(parallelOption),
			deadline: options.number(deadlineOption) * 60_000,
			maxAttempts: options.number(attemptsOption),
			...(gatherSeconds === 0 ? {} : { gatherWithin: gatherSeconds * 1_000 }),
		},
	};
}

export function readTestEvent(context: SettingsContext): TestEvent {
	return new TriggerOptions(context).choice(testEventOption, ['newest', 'newestAnswerable', 'next']);
}

function readStartAt(context: SettingsContext): StartAt {
	const found = context.getNodeParameter('startAt', 'now');
	if (found === 'now' || found === 'everything') return found;
	throw wrongSetting('field "First Activation"', 'must be one of now, everything', found, 'now');
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
	if (interval !== 'custom') throw wrongSetting('field "Poll Every"', 'is not an interval', interval, '5m');
	const fields = typeof expression === 'string' ? expression.trim().split(/\s+/) : [];
	if (fields.length === 5) return ['0', ...fields].join(' ');
	if (fields.length === 6) return fields.join(' ');
	throw wrongSetting('field "Cron Expression"', 'does not have five or six fields', expression, '0 */10 * * * *');
}
