import type { INodeProperties } from 'n8n-workflow';
import type { Parsed } from '../../spectrum/model/address/address';
import { foldText, type EventFilter } from '../../spectrum/filter/eventFilter';
import {
	includesLine,
	lineExample,
	lineIdsIn,
	parseLines,
	parseSenders,
	parseSpaces,
	senderExample,
} from '../../spectrum/filter/filterEntries';
import { parsePattern, patternExample, type Pattern } from '../../spectrum/filter/pattern';
import { entriesOf } from '../../spectrum/values/entries';
import { trimInvisible } from '../../spectrum/values/invisible';
import { isCountry } from '../../spectrum/model/address/phoneNumber';
import { spaceIdExample } from '../../spectrum/model/space';
import { SpectrumError } from '../../spectrum/errors/SpectrumError';
import type { Line } from '../../spectrum/model/line';
import { defaultCountryOption } from './defaultCountry';
import { expressionIn, unresolvedParameter, type UnresolvedContext } from '../parameters/unresolved';
import { present } from '../../spectrum/values/present';
import { wrongField } from '../errors/wrongField';

// Lists are texts and not fields with an "add" button: people paste them, and an expression can give them whole.
const listRows = { rows: 2 };

const linesOption: INodeProperties = {
	displayName: 'Lines',
	name: 'lines',
	type: 'string',
	typeOptions: listRows,
	default: '',
	placeholder: 'e.g. +15559876543',
	description:
		'Only events on these lines: numbers, or line IDs (not by webhook), with commas or line breaks between them. A shared plan has one line only, named shared.',
};

const spaceTypeOption: INodeProperties = {
	displayName: 'Space Type',
	name: 'spaceType',
	type: 'options',
	options: [
		{ name: 'Any', value: 'any', description: 'Direct conversations and groups' },
		{ name: 'Direct', value: 'dm', description: 'Conversations with one person' },
		{ name: 'Group', value: 'group', description: 'Conversations with several people' },
	],
	default: 'any',
	description: 'Only conversations of this kind',
};

const spacesOption: INodeProperties = {
	displayName: 'Spaces',
	name: 'spaces',
	type: 'string',
	typeOptions: listRows,
	default: '',
	placeholder: 'e.g. any;+;chat123456789',
	description:
		'Only these conversations: space IDs, or the address of the other person for a direct one, with commas or line breaks between them',
};

const sendersOption: INodeProperties = {
	displayName: 'Senders',
	name: 'senders',
	type: 'string',
	typeOptions: listRows,
	default: '',
	placeholder: 'e.g. +15551234567, *@example.com, +44*',
	description:
		'Only events from these people: phone numbers or emails, with commas or line breaks between them. *@example.com means everyone at that domain, *@*.example.com everyone at its subdomains, and +44* every number that begins like this.',
};

const blockedSendersOption: INodeProperties = {
	displayName: 'Blocked Senders',
	name: 'blockedSenders',
	type: 'string',
	typeOptions: listRows,
	default: '',
	placeholder: 'e.g. +15551234567, *@example.com, +44*',
	description: 'No events from these people, even if Senders names them. Enter them as in Senders.',
};

const textContainsOption: INodeProperties = {
	displayName: 'Text Contains',
	name: 'textContains',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Text' },
	default: [],
	placeholder: 'e.g. invoice',
	description:
		'Only messages with one of these words or phrases, upper or lower case. Applies to received and edited messages; all other events pass.',
};

const textMatchesOption: INodeProperties = {
	displayName: 'Text Matches',
	name: 'textMatches',
	type: 'string',
	default: '',
	placeholder: 'e.g. /^order \\d+/i',
	description:
		'Only messages whose text contains a match of this regular expression, plain or as /pattern/flags with the flags i, m and s. RE2 syntax: no lookaround, no back references. Applies to received and edited messages; all other events pass.',
};

const onlyMentionsOption: INodeProperties = {
	displayName: 'Only Mentions (Groups)',
	name: 'onlyMentions',
	type: 'boolean',
	default: false,
	// A delivery does not say whom it mentions.
	displayOptions: { hide: { '/receiveBy': ['webhook'] } },
	description:
		'Whether messages in groups have to mention your line. Applies to received and edited messages; direct conversations and all other events pass.',
};

const optOutsOption: INodeProperties = {
	displayName: 'Opt-Outs',
	name: 'optOuts',
	type: 'options',
	options: [
		{ name: 'Any', value: 'any', description: 'Opt-outs and all other messages' },
		{ name: 'Only', value: 'only', description: 'Only messages that are an opt-out, such as STOP' },
		{ name: 'Without', value: 'without', description: 'No opt-outs' },
	],
	default: 'any',
	description:
		'Messages whose whole text asks for no more messages, in one of ten languages. Applies to received messages; all other events pass.',
};

/** The conditions that an event must meet to start the workflow. A filter that is not added, or is empty, has no effect. */
export const triggerFilterField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description: 'Which events start the workflow. An event has to pass all of them.',
	options: [
		blockedSendersOption,
		{
			...defaultCountryOption,
			description:
				'Country of the phone numbers in the filters that have no country code. Without it, a number needs + and its country code.',
		},
		linesOption,
		onlyMentionsOption,
		optOutsOption,
		sendersOption,
		spaceTypeOption,
		spacesOption,
		textContainsOption,
		textMatchesOption,
	],
};

/** The common part of the contexts of a trigger, a hook and a webhook. None of them has items. */
export interface FilterContext extends UnresolvedContext {
	getNodeParameter(name: string, fallback?: unknown): unknown;
}

/** Other parameters of the node that affect the filter. */
export interface FilterChoices {
	/** Default false. */
	readonly includeOwn?: boolean;
}

/**
 * Reads the filters. Throws a {@link SpectrumError} of kind `invalid`, which names the field, for a wrong value. The
 * activation is then refused. Otherwise too many events would start the workflow, or none.
 */
export function readFilter(context: FilterContext, { includeOwn = false }: FilterChoices = {}): EventFilter {
	const fields = new FilterFields(context);
	const country = fields.country();
	const lines = fields.list(linesOption, /[,;\n]/, (entries) => parseLines(entries, country), lineExample);
	const spaceType = fields.choice(spaceTypeOption, ['dm', 'group'] as const);
	const optOuts = fields.choice(optOutsOption, ['only', 'without'] as const);
	// A semicolon is part of a space id.
	const spaces = fields.list(spacesOption, /[,\n]/, (entries) => parseSpaces(entries, country), `${spaceIdExample}, or an address`);
	const senders = fields.list(sendersOption, /[,;\n]/, (entries) => parseSenders(entries, country), senderExample);
	const blockedSenders = fields.list(blockedSendersOption, /[,;\n]/, (entries) => parseSenders(entries, country), senderExample);
	const textContains = fields.list(textContainsOption, undefined, parseTexts, 'invoice');
	const textMatches = fields.pattern();
	return {
		...present({ lines, spaceType, spaces, senders, blockedSenders, textContains, textMatches, optOuts }),
		// n8n keeps the value of a hidden field. In webhook mode it would refuse every message of a group.
		onlyMentions: context.getNodeParameter('receiveBy', 'stream') !== 'webhook' && fields.flag(onlyMentionsOption),
		includeOwn,
	};
}

/** Why deliveries by webhook cannot pass a filter: they name their line by its number only. Undefined when they can. */
export function undeliverableLine({ lines = new Set() }: EventFilter): SpectrumError | undefined {
	const [id] = lineIdsIn(lines);
	if (id === undefined) return undefined;
	const problem = 'has the ID of a line, but Spectrum names lines by their numbers when it delivers by webhook';
	const advice = 'Enter the numbers of the lines, or choose "Stream" in "Receive By".';
	return new SpectrumError(wrongField({ field: `filter "${linesOption.displayName}"`, problem, found: id, advice }));
}

/** How many lines of the credential an error names. */
const mostNamed = 10;

/** Why a filter would wait for ever for a line: the credential has none of that name. Undefined when it has all of them. */
export function unknownLine({ lines: wanted = new Set() }: EventFilter, lines: readonly Line[]): SpectrumError | undefined {
	const found = [...wanted].find((name) => !lines.some((line) => includesLine(new Set([name]), line)));
	if (found === undefined) return undefined;
	const names = lines
		.map(({ phone, id }) => phone || id)
		.sort()
		.slice(0, mostNamed);
	const more = lines.length > mostNamed ? [`${lines.length - mostNamed} more`] : [];
	const has = names.length === 0 ? 'no line' : new Intl.ListFormat('en').format([...names, ...more]);
	return new SpectrumError(
		wrongField({
			field: `filter "${linesOption.displayName}"`,
			problem: 'names a line that the credential does not have',
			found,
			advice: `The credential has ${has}. Correct the filter, or remove it to receive on all lines.`,
		}),
	);
}

type Option = Pick<INodeProperties, 'name' | 'displayName'>;

/** The raw values of the collection, each converted to what the filter needs. */
class FilterFields {
	private readonly values: Readonly<Record<string, unknown>>;

	constructor(private readonly context: FilterContext) {
		const values = context.getNodeParameter(triggerFilterField.name, {});
		const asRecord = recordOf(values);
		if (asRecord === undefined) throw invalid(triggerFilterField, 'is not a collection of filters', values, '{ "senders": "+44*" }');
		this.values = asRecord;
	}

	/** A list, or undefined when it was not filled in. Without a separator, each line of its texts is one entry. */
	list<T>(option: Option, separator: RegExp | undefined, parse: (entries: readonly string[]) => Parsed<T>, example: string): T | undefined {
		const value = this.values[option.name];
		const given = (Array.isArray(value) ? value : [value]) as unknown[];
		if (given.every(isEmpty)) return this.noEffect(option, value);
		const filled = given.filter((entry) => !isEmpty(entry));
		const entries = separator === undefined ? linesOf(filled) : entriesOf(filled, separator);
		if (entries === undefined) throw invalid(option, 'is neither a text nor a list of texts', value, example);
		if (entries.length === 0) throw invalid(option, 'contains only separators', value, example);
		const parsed = parse(entries);
		if (!parsed.ok) throw invalid(option, parsed.problem, undefined, example);
		return parsed.value;
	}

	country(): string | undefined {
		const value = this.values[defaultCountryOption.name];
		if (isEmpty(value)) return this.noEffect(defaultCountryOption, value);
		const country = String(value).trim().toUpperCase();
		if (isCountry(country)) return country;
		throw invalid(defaultCountryOption, 'is not the code of a country', value, 'US or DE, the two letters of ISO 3166');
	}

	/** One of the choices; undefined for `any`, which has no effect. */
	choice<Value extends string>(option: Option, values: readonly Value[]): Value | undefined {
		const value = this.values[option.name];
		if (isEmpty(value)) return this.noEffect(option, value);
		if (value === 'any') return undefined;
		const found = values.find((known) => known === value);
		if (found !== undefined) return found;
		throw invalid(option, `is neither any, ${values.join(' nor ')}`, value, String(values[0]));
	}

	pattern(): Pattern | undefined {
		const value = this.values[textMatchesOption.name];
		if (isEmpty(value)) return this.noEffect(textMatchesOption, value);
		if (typeof value !== 'string' && typeof value !== 'number') throw invalid(textMatchesOption, 'is not a text', value, patternExample);
		const parsed = parsePattern(String(value));
		if (!parsed.ok) throw invalid(textMatchesOption, parsed.problem, value, patternExample);
		return parsed.value;
	}

	/** The texts `true` and `false` of an expression count. */
	flag(option: Option): boolean {
		const value = this.values[option.name];
		if (isEmpty(value)) return this.noEffect(option, value) ?? false;
		const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
		if (text === true || text === 'true') return true;
		if (text === false || text === 'false') return false;
		throw invalid(option, 'is neither true nor false', value, 'true');
	}

	/**
	 * An empty filter has no effect. But an expression that gives nothing is refused, because a list that was meant to
	 * let in a few people would let in everyone.
	 */
	private noEffect(option: Option, value: unknown): undefined {
		const expression = expressionIn(unresolvedParameter(this.context, `${triggerFilterField.name}.${option.name}`));
		if (expression === undefined) return undefined;
		// An empty list of blocked senders makes sense. An empty list of allowed senders does not.
		if (option.name === blockedSendersOption.name && Array.isArray(value) && value.length === 0) return undefined;
		throw invalid(
			option,
			'has an expression that returns nothing',
			expression,
			'an expression that has a value when you publish the workflow',
		);
	}
}

function linesOf(texts: readonly unknown[]): string[] | undefined {
	if (!texts.every((text) => typeof text === 'string' || typeof text === 'number')) return undefined;
	return texts
		.flatMap((text) => String(text).split('\n'))
		.map((line) => line.trim())
		.filter((line) => line !== '');
}

/** What was copied around a word is in no message. A word of nothing else would be in every message. */
function parseTexts(entries: readonly string[]): Parsed<string[]> {
	const texts = entries.map((entry) => foldText(trimInvisible(entry)));
	return texts.includes('') ? { ok: false, problem: 'has an entry of invisible characters only' } : { ok: true, value: texts };
}

function isEmpty(value: unknown): boolean {
	return (
		value === undefined ||
		value === null ||
		(typeof value === 'string' && value.trim() === '') ||
		(Array.isArray(value) && value.length === 0)
	);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
	if (value === undefined || value === null || value === '') return {};
	return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

function invalid({ displayName }: Option, problem: string, found: unknown, example: string): SpectrumError {
	return new SpectrumError(wrongField({ field: `filter "${displayName}"`, problem, found, advice: `Enter it like this: ${example}` }));
}
