import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { choiceParameter } from '../shared/n8n/parameters/choice';
import { asOption, booleanParameter, invalid, numberParameter, textParameter } from '../shared/n8n/parameters/parameters';
import { lineNamed, readDefaultCountry } from '../shared/n8n/fields/defaultCountry';
import { formatField } from '../shared/n8n/fields/text';
import type { WithoutImessage } from '../shared/spectrum/gateway/recipes/campaign/settings';
import type { LineLimits } from '../shared/spectrum/campaign/lineState';
import type { SendingWindow } from '../shared/spectrum/campaign/window';
import { parseAddressList } from '../shared/spectrum/model/address/recipients';
import { comparable } from '../shared/spectrum/optOut/words';
import { entriesOf, inEntry } from '../shared/spectrum/values/entries';
import { campaignField } from './campaignFields';
import * as options from './campaignOptions';

const minute = 60_000;
const hour = 60 * minute;
/** UTF-16 code units of a campaign's name. */
const longestName = 200;
/** Opt-out words of one node. */
const mostOwnWords = 100;
/** Part of a workflow's timeout that a run may use, so that its result is stored before n8n stops it. */
const shareOfTimeout = 0.8;

/** What is the same for everyone on the list. Read from the first item. */
export interface RunSettings {
	readonly campaign: string;
	readonly limits: LineLimits;
	/** Numbers or IDs of the lines that send. Empty: all. */
	readonly lines: readonly string[];
	readonly window: SendingWindow;
	readonly pauseMilliseconds: number;
	readonly mostUnanswered: number;
	readonly honoursOptOuts: boolean;
	/** Addresses that get no message. */
	readonly optedOut: ReadonlySet<string>;
	/** See `readOwnWords`. */
	readonly ownWords: readonly string[];
	/** n8n's workers that may send at the same time. */
	readonly workers: number;
	readonly withoutImessage: WithoutImessage;
	readonly allowsLinks: boolean;
	readonly allowsFiles: boolean;
	readonly confirmation: string;
	readonly longestMilliseconds: number;
}

/** Reads the settings of a run. A wrong one stops the run before any call. */
export function readRunSettings(context: IExecuteFunctions): RunSettings {
	const allowed = choiceParameter(
		context,
		asOption(options.allowInFirstOption),
		0,
		['neither', 'links', 'files', 'linksAndFiles'] as const,
		'neither',
	);
	// Both are read again for each item; a choice that no list has is a mistake of the workflow, and not of one person.
	choiceParameter(context, formatField, 0, ['markdown', 'plain'] as const, 'markdown');
	readDefaultCountry(context, 0);
	const perMinute = inOptions(context, options.perMinuteOption);
	const workers = inOptions(context, options.workersOption);
	return {
		campaign: readName(context),
		limits: { newPerDay: inOptions(context, options.newPerDayOption), gapMilliseconds: (minute / perMinute) * workers },
		lines: listOf(context, options.linesOption).map((line) => lineNamed(context, 0, line)),
		window: readWindow(context),
		pauseMilliseconds: inOptions(context, options.pauseHoursOption) * hour,
		mostUnanswered: inOptions(context, options.mostUnansweredOption),
		honoursOptOuts: booleanParameter(context, asOption(options.optOutsOption), 0, true),
		optedOut: readOptedOut(context),
		ownWords: readOwnWords(context),
		workers,
		withoutImessage: choiceParameter(context, asOption(options.withoutImessageOption), 0, ['skip', 'sms', 'send'] as const, 'skip'),
		allowsLinks: allowed === 'links' || allowed === 'linksAndFiles',
		allowsFiles: allowed === 'files' || allowed === 'linksAndFiles',
		confirmation: textParameter(context, asOption(options.confirmationOption), 0).trim(),
		longestMilliseconds: longestRun(context),
	};
}

/** Words that the user adds, in the form in which messages are compared. */
export function readOwnWords(context: IExecuteFunctions): string[] {
	const words = listOf(context, options.optOutWordsOption);
	const { displayName } = options.optOutWordsOption;
	if (words.length > mostOwnWords) {
		throw invalid(0, displayName, `has more than ${mostOwnWords} words`, String(words.length), 'lopeta, tilbage');
	}
	return words.map((word) => {
		const compared = comparable(word);
		// A message is compared by its letters and digits. A word that no message can be would let nobody opt out.
		if (compared !== '') return compared;
		const { problem } = inEntry(word, /[\p{L}\p{N}]/u.test(word) ? 'is too long' : 'has neither letters nor digits');
		throw invalid(0, displayName, problem, '', 'lopeta, tilbage');
	});
}

function readName(context: IExecuteFunctions): string {
	const name = textParameter(context, campaignField, 0).trim();
	if (name === '') throw invalid(0, campaignField.displayName, 'is empty', '', 'spring menu');
	if (name.length > longestName)
		throw invalid(0, campaignField.displayName, `is longer than ${longestName} characters`, name, 'spring menu');
	return name;
}

/** A number of the collection *Options*, within the range of its field. */
export function inOptions(context: IExecuteFunctions, field: INodeProperties): number {
	const { displayName, typeOptions = {} } = field;
	const { minValue = 0, maxValue = Number.POSITIVE_INFINITY, numberPrecision } = typeOptions;
	const value = numberParameter(context, asOption(field), 0) ?? Number(field.default);
	if (value >= minValue && value <= maxValue && (numberPrecision === undefined || Number.isInteger(value))) return value;
	const kind = numberPrecision === undefined ? 'a number' : 'a whole number';
	throw invalid(0, displayName, `is not ${kind} from ${minValue} to ${maxValue}`, String(value), String(Number(field.default)));
}

function listOf(context: IExecuteFunctions, field: INodeProperties): string[] {
	return entriesOf(textParameter(context, asOption(field), 0), /[,;\n]/) ?? [];
}

function readOptedOut(context: IExecuteFunctions): ReadonlySet<string> {
	const { displayName } = options.optOutListOption;
	const text = textParameter(context, asOption(options.optOutListOption), 0);
	if (text.trim() === '') return new Set();
	const parsed = parseAddressList(text, readDefaultCountry(context, 0));
	if (!parsed.ok) throw invalid(0, displayName, parsed.problem, text.slice(0, 200), '+15551234567, alice@example.com');
	return new Set(parsed.value);
}

function readWindow(context: IExecuteFunctions): SendingWindow {
	const { displayName } = options.sendingHoursOption;
	const text = textParameter(context, asOption(options.sendingHoursOption), 0).trim() || options.usualHours;
	const [, fromHour, fromMinute = '0', untilHour, untilMinute = '0'] =
		/^(\d{1,2})(?::(\d{2}))? ?[-\u2013] ?(\d{1,2})(?::(\d{2}))?$/.exec(text.slice(0, 20)) ?? [];
	const from = Number(fromHour) * 60 + Number(fromMinute);
	const until = Number(untilHour) * 60 + Number(untilMinute);
	const isTime = Number(fromMinute) < 60 && Number(untilMinute) < 60 && until <= 1440;
	// A comparison with NaN, for a text of another form, is false.
	if (!(isTime && from < until)) {
		throw invalid(0, displayName, 'must be two times of day, the later one second', text, '09:00-20:00');
	}
	return { fromMinute: from, untilMinute: until, days: readDays(context) };
}

function readDays(context: IExecuteFunctions): number[] {
	const { displayName } = options.sendingDaysOption;
	const found: unknown = context.getNodeParameter(asOption(options.sendingDaysOption).name, 0, options.sendingDaysOption.default);
	const days = (Array.isArray(found) ? (found as unknown[]) : []).map(Number);
	if (days.length > 0 && days.length < 100 && days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7)) return days;
	throw invalid(0, displayName, 'names no day, or something that is not a day', '', {
		advice: 'Choose at least one day. As a list, 1 is Monday and 7 is Sunday.',
	});
}

function longestRun(context: IExecuteFunctions): number {
	const wanted = inOptions(context, options.longestRunOption) * minute;
	const { executionTimeout = -1 } = context.getWorkflowSettings();
	return executionTimeout > 0 ? Math.min(wanted, executionTimeout * 1_000 * shareOfTimeout) : wanted;
}
