import type { INodeProperties } from 'n8n-workflow';
import type { Parsed } from '../../shared/spectrum/model/address/address';
import { foldText, type EventFilter } from '../../shared/spectrum/filter/eventFilter';
import { lineExample, parseLines, parseSenders, parseSpaces, senderExample } from '../../shared/spectrum/filter/filterEntries';
import { parsePattern, patternExample, type Pattern } from '../../shared/spectrum/filter/pattern';
import { entriesOf } from '../../shared/spectrum/values/entries';
import { trimInvisible } from '../../shared/spectrum/values/invisible';
import { isCountry } from '../../shared/spectrum/model/address/phoneNumber';
import { spaceIdExample } from '../../shared/spectrum/model/space';
import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import { defaultCountryOption } from '../../shared/n8n/fields/defaultCountry';
import { expressionIn, unresolvedParameter, type UnresolvedContext } from '../../shared/n8n/parameters/unresolved';
import { present } from '../../shared/spectrum/values/present';
import { wrongField } from '../../shared/n8n/errors/wrongField';
import {
	blockedSendersOption,
	linesOption,
	onlyMentionsOption,
	optOutsOption,
	sendersOption,
	spaceTypeOption,
	spacesOption,
	textContainsOption,
	textMatchesOption,
	triggerFilterField,
} from './filterFields';

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

/** Removes invisible characters copied along with a word: no message has them. An entry of nothing else would match every message. */
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
