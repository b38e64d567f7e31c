import type { IExecuteFunctions } from 'n8n-workflow';
import { defaultCountryOption, readDefaultCountry } from '../shared/n8n/fields/defaultCountry';
import { textField } from '../shared/n8n/fields/text';
import { readFormattedText } from '../shared/n8n/fields/textRead';
import { sendOutgoingText } from '../shared/n8n/fields/textSend';
import { readOutgoingFiles } from '../shared/n8n/files/attachmentRead';
import { sendOutgoingFiles } from '../shared/n8n/files/attachmentSend';
import { asOption, booleanParameter, invalid, textParameter, type NamedParameter } from '../shared/n8n/parameters/parameters';
import type { WriteRules } from '../shared/spectrum/campaign/mayWrite';
import { isTimeZone } from '../shared/spectrum/campaign/window';
import { zonesOf } from '../shared/spectrum/campaign/zones';
import type { Gateway } from '../shared/spectrum/gateway/Gateway';
import type { CampaignMessage } from '../shared/spectrum/gateway/recipes/campaign/settings';
import { addressAdviceFor, parseAddress } from '../shared/spectrum/model/address/address';
import { campaignField, filesField, personField } from './campaignFields';
import { optedOutOption, timeZoneOption, urgentOption } from './campaignOptions';
import type { ItemFields } from './itemFields';
import type { RunSettings } from './settings';

/** Endings of domains that make a link of a name without a path. */
const endings =
	'com|net|org|io|co|de|at|ch|fr|be|es|it|nl|uk|ie|pt|pl|se|dk|eu|us|ca|mx|br|au|jp|ai|app|dev|shop|store|link|me|tv|info|biz|xyz|site|online';

/** A link as Messages shows it: with its scheme, or a domain with a path or a well-known ending. */
const link = new RegExp(String.raw`https?:\/\/\S|\bwww\.\S|\b[a-z0-9-]{1,63}\.(?:(?:${endings})\b(?!@)|[a-z]{2,24}(?::\d{1,5})?\/\S)`, 'i');

/** What reading the people of one run needs. */
export interface PeopleReader {
	readonly context: IExecuteFunctions;
	readonly gateway: Gateway;
	readonly settings: RunSettings;
	readonly fields: ItemFields;
}

/** Reads one item as a message to one person. Throws when a field cannot be used. */
export async function readPerson(reader: PeopleReader, itemIndex: number): Promise<CampaignMessage> {
	const { context, gateway, settings, fields } = reader;
	checkCampaign(reader, itemIndex);
	const address = readAddress(reader, itemIndex);
	const rules = rulesFor(reader, itemIndex, address);
	const names = fields.of(filesField.name, itemIndex, (index) => textParameter(context, filesField, index).trim());
	if (names !== '') {
		const run = { context, itemIndex, gateway };
		const outgoing = await readOutgoingFiles(run);
		const { text } = outgoing.text ?? {};
		return {
			address,
			rules: { ...rules, ...unwanted(settings, text, true) },
			...(text === undefined ? {} : { text }),
			hasFiles: true,
			send: async (space, key) => await sendOutgoingFiles({ ...run, space, outgoing, key }),
		};
	}
	const words = readFormattedText(context, itemIndex, textField.displayName);
	if (words.text.trim() === '')
		throw invalid(itemIndex, textField.displayName, 'is empty', '', 'Hi {{ $json.name }}, our spring menu is here');
	return {
		address,
		rules: { ...rules, ...unwanted(settings, words.text, false) },
		text: words.text,
		hasFiles: false,
		send: async (space, key) => await sendOutgoingText(gateway, space, { ...words, mentions: [] }, key),
	};
}

/** A run has one name, under which it notes who got the message. Under another one, the person would get it again. */
function checkCampaign({ context, settings, fields }: PeopleReader, itemIndex: number): void {
	const { name, displayName } = campaignField;
	const found = fields.of(name, itemIndex, (index) => textParameter(context, campaignField, index).trim());
	if (found === settings.campaign) return;
	throw invalid(itemIndex, displayName, 'is not that of the first item', found, {
		advice: 'Send each campaign in a run or with a node of its own.',
	});
}

/** The address of an item. Throws when it is none. */
export function readAddress({ context, fields }: Pick<PeopleReader, 'context' | 'fields'>, itemIndex: number): string {
	const found = textParameter(context, personField, itemIndex);
	const country = fields.of(asOption(defaultCountryOption).name, itemIndex, (index) => readDefaultCountry(context, index));
	const parsed = parseAddress(found, country);
	if (parsed.ok) return parsed.value.address;
	throw invalid(itemIndex, personField.displayName, parsed.problem, found.slice(0, 200), addressAdviceFor(found));
}

function rulesFor({ context, settings, fields }: PeopleReader, itemIndex: number, address: string): WriteRules {
	const { window, pauseMilliseconds, mostUnanswered, honoursOptOuts, optedOut } = settings;
	const isTrue = (option: NamedParameter): boolean => {
		const { name, displayName } = asOption(option);
		return fields.of(name, itemIndex, (index) => booleanParameter(context, { name, displayName }, index, false));
	};
	return {
		window,
		zones: readZones(context, itemIndex, address, fields),
		pauseMilliseconds,
		mostUnanswered,
		honoursOptOuts,
		isOptedOut: isTrue(optedOutOption) || optedOut.has(address),
		isUrgent: isTrue(urgentOption),
	};
}

function readZones(context: IExecuteFunctions, itemIndex: number, address: string, fields: ItemFields): readonly string[] {
	const option = asOption(timeZoneOption);
	const found = fields.of(option.name, itemIndex, (index) => textParameter(context, option, index).trim());
	if (found !== '') {
		if (found.length <= 100 && isTimeZone(found)) return [found];
		throw invalid(itemIndex, timeZoneOption.displayName, 'is not the name of a time zone', found, 'Europe/Berlin');
	}
	const zones = zonesOf(address);
	if (zones.length > 0) return zones;
	const ofWorkflow = context.getTimezone();
	if (isTimeZone(ofWorkflow)) return [ofWorkflow];
	throw invalid(itemIndex, timeZoneOption.displayName, 'is empty, and the workflow names a time zone that does not exist', ofWorkflow, {
		advice: 'Choose a time zone in the settings of the workflow, or fill in the option.',
	});
}

function unwanted({ allowsFiles, allowsLinks }: RunSettings, text = '', hasFiles: boolean): Pick<WriteRules, 'unwantedFirst'> {
	if (hasFiles && !allowsFiles) return { unwantedFirst: 'file' };
	return !allowsLinks && link.test(text) ? { unwantedFirst: 'link' } : {};
}
