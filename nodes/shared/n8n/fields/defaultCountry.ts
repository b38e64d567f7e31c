import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { parseAddress } from '../../spectrum/model/address/address';
import { isCountry } from '../../spectrum/model/address/phoneNumber';
import { invalid, textParameter } from '../parameters/parameters';
import { countries } from './countries';

/** The codes that can be chosen, in their order. */
export const countryCodes = countries
	.map(({ code }) => code)
	.sort()
	.join(' ');

/** How phone numbers without a country code are read. Without it they are refused: a guess would reach a stranger. */
export const defaultCountryOption: INodeProperties = {
	displayName: 'Default Country',
	name: 'defaultCountry',
	type: 'options',
	options: [{ name: '(None)', value: '' }, ...countries.map(({ code, name }) => ({ name, value: code }))],
	default: '',
	description:
		'Country of phone numbers without a country code, including those that a sheet stores as numbers. Without it, a number needs + and its country code.',
};

/** The option of one item, as two letters; undefined when it is not used. */
export function readDefaultCountry(context: IExecuteFunctions, itemIndex: number): string | undefined {
	const { name, displayName } = defaultCountryOption;
	const found = textParameter(context, `options.${name}`, itemIndex).trim();
	if (found === '') return undefined;
	const country = found.toUpperCase();
	if (isCountry(country)) return country;
	throw invalid(itemIndex, displayName, 'is not the code of a country', found, 'US or DE, the two letters of ISO 3166');
}

/** The line that a user entered. A number in any format becomes the form in which lines are listed. An ID stays as it is. */
export function lineNamed(context: IExecuteFunctions, itemIndex: number, found: string): string {
	const parsed = parseAddress(found, readDefaultCountry(context, itemIndex));
	return parsed.ok ? parsed.value.address : found;
}
