import type { INodeProperties } from 'n8n-workflow';
import { SpectrumError } from '../shared/spectrum/errors/SpectrumError';
import { asFields, type Fields } from '../shared/spectrum/values/json';
import { wrongField } from '../shared/n8n/errors/wrongField';

/**
 * The part of a trigger's, a hook's or a webhook's context that reaches its options. None of them has items, so the second
 * argument is the fallback.
 */
export interface OptionsContext {
	getNodeParameter(name: 'options', fallback: object): unknown;
}

/**
 * The collection *Options* of a trigger. An option that was not added has the default of its field. Every error is of kind
 * `invalid` and names the option, so that an activation is refused instead of going wrong later.
 */
export class TriggerOptions {
	private readonly values: Fields;

	constructor(context: OptionsContext) {
		this.values = asFields(context.getNodeParameter('options', {})) ?? {};
	}

	/** The value, of any type. */
	value({ name, default: fallback }: INodeProperties): unknown {
		return Object.hasOwn(this.values, name) ? this.values[name] : fallback;
	}

	/** A switch. The texts `true` and `false` of an expression count, and an empty text is off. */
	flag(option: INodeProperties): boolean {
		const value = this.value(option) ?? false;
		if (value === true || value === 'true') return true;
		if (value === false || value === 'false' || value === '') return false;
		throw wrongOption(option, 'is neither true nor false', value, 'true');
	}

	/**
	 * A number within the limits of the option's field. An expression may give it as text.
	 * @param absent the number if the option was not added, or if an expression gives nothing; by default that of the field
	 */
	number(option: INodeProperties, absent: unknown = option.default): number {
		const { minValue = Number.NEGATIVE_INFINITY, maxValue = Number.POSITIVE_INFINITY } = option.typeOptions ?? {};
		const found = this.values[option.name] ?? absent;
		const value = numberIn(found);
		if (value >= minValue && value <= maxValue) return value;
		throw wrongOption(option, `is not a number from ${minValue} to ${maxValue}`, found, String(absent));
	}

	/** One of these values, the default first. */
	choice<Value extends string>(option: INodeProperties, values: readonly [Value, ...Value[]]): Value {
		const found = this.values[option.name] ?? option.default;
		const value = values.find((known) => known === found);
		if (value !== undefined) return value;
		throw wrongOption(option, `must be one of ${values.join(', ')}`, found, values[0]);
	}
}

/** The number that a value is or holds as text; NaN for every other value. */
export function numberIn(value: unknown): number {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

export function wrongOption({ displayName }: INodeProperties, problem: string, found: unknown, example: string): SpectrumError {
	return wrongSetting(`option "${displayName}"`, problem, found, example);
}

/** The error of a field or an option of a trigger, with an example of what to enter. */
export function wrongSetting(field: string, problem: string, found: unknown, example: string): SpectrumError {
	return new SpectrumError(wrongField({ field, problem, found, advice: `Open the trigger and enter it like this: ${example}` }));
}
