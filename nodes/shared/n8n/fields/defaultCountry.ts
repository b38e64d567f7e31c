import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { parseAddress } from '../../spectrum/model/address/address';
import { isCountry } from '../../spectrum/model/address/phoneNumber';
import { invalid, textParameter } from '../parameters/parameters';

/**
 * Countries whose format of phone numbers is known. A fixed list, so that opening a node does not load the metadata of
 * phone numbers.
 */
export const countryCodes =
	'AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA ' +
	'CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR ' +
	'GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP ' +
	'KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR ' +
	'MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO ' +
	'RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT ' +
	'TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW';

const names = new Intl.DisplayNames('en', { type: 'region' });

const countries: INodePropertyOptions[] = countryCodes
	.split(' ')
	.map((code) => ({ name: names.of(code) ?? code, value: code }))
	.sort((left, right) => left.name.localeCompare(right.name, 'en'));

/** How phone numbers without a country code are read. Without it they are refused: a guess would reach a stranger. */
export const defaultCountryOption: INodeProperties = {
	displayName: 'Default Country',
	name: 'defaultCountry',
	type: 'options',
	options: [{ name: '(None)', value: '' }, ...countries],
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
