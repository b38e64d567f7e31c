import type { IExecuteFunctions } from 'n8n-workflow';
import { readDefaultCountry } from '../shared/n8n/fields/defaultCountry';
import { readOptionalText, readText } from '../shared/n8n/fields/textRead';
import { sendOutgoingText } from '../shared/n8n/fields/textSend';
import { readOutgoingFiles } from '../shared/n8n/files/attachmentRead';
import { sendOutgoingFiles } from '../shared/n8n/files/attachmentSend';
import { asOption, booleanParameter, invalid, textParameter } from '../shared/n8n/parameters/parameters';
import type { ItemRun } from '../shared/n8n/loop/itemLoop';
import type { WriteRules } from '../shared/spectrum/campaign/mayWrite';
import { isTimeZone } from '../shared/spectrum/campaign/window';
import { zonesOf } from '../shared/spectrum/campaign/zones';
import type { CampaignMessage } from '../shared/spectrum/gateway/recipes/campaign/settings';
import { addressAdviceFor, parseAddress } from '../shared/spectrum/model/address/address';
import { filesField, personField } from './campaignFields';
import { optedOutOption, timeZoneOption, urgentOption } from './campaignOptions';
import type { RunSettings } from './settings';

/** A link as Messages shows it: with its scheme, or a domain with a path or a well-known ending. */
const link =
	/https?:\/\/\S|\bwww\.\S|\b[a-z0-9-]{1,63}\.(?:com|net|org|io|co|de|fr|es|it|nl|uk|eu|us|app|shop|store|link|me|info|biz)\b(?!@)/i;

/** Reads one item as a message to one person. Throws when a field cannot be used. */
export async function readPerson(run: ItemRun, settings: RunSettings): Promise<CampaignMessage> {
	const { context, itemIndex, gateway } = run;
	const address = readAddress(context, itemIndex);
	const hasFiles = textParameter(context, filesField, itemIndex).trim() !== '';
	const rules = { ...rulesFor(context, itemIndex, address, settings) };
	if (hasFiles) {
		const outgoing = await readOutgoingFiles(run);
		const text = readOptionalText(context, itemIndex)?.text;
		return {
			address,
			rules: { ...rules, ...unwanted(settings, text, true) },
			...(text === undefined ? {} : { text }),
			hasFiles,
			send: async (space, key) => await sendOutgoingFiles({ ...run, space, outgoing, key }),
		};
	}
	const outgoing = readText(context, itemIndex);
	return {
		address,
		rules: { ...rules, ...unwanted(settings, outgoing.text, false) },
		text: outgoing.text,
		hasFiles,
		send: async (space, key) => await sendOutgoingText(gateway, space, outgoing, key),
	};
}

function readAddress(context: IExecuteFunctions, itemIndex: number): string {
	const found = textParameter(context, personField, itemIndex);
	const parsed = parseAddress(found, readDefaultCountry(context, itemIndex));
	if (parsed.ok) return parsed.value.address;
	throw invalid(itemIndex, personField.displayName, parsed.problem, found.slice(0, 200), addressAdviceFor(found));
}

function rulesFor(context: IExecuteFunctions, itemIndex: number, address: string, settings: RunSettings): WriteRules {
	const { window, pauseMilliseconds, mostUnanswered, honoursOptOuts, optedOut } = settings;
	return {
		window,
		zones: readZones(context, itemIndex, address),
		pauseMilliseconds,
		mostUnanswered,
		honoursOptOuts,
		isOptedOut: optedOut.has(address) || booleanParameter(context, asOption(optedOutOption), itemIndex, false),
		isUrgent: booleanParameter(context, asOption(urgentOption), itemIndex, false),
	};
}

function readZones(context: IExecuteFunctions, itemIndex: number, address: string): readonly string[] {
	const found = textParameter(context, asOption(timeZoneOption), itemIndex).trim();
	if (found !== '') {
		if (found.length <= 100 && isTimeZone(found)) return [found];
		throw invalid(itemIndex, timeZoneOption.displayName, 'is not the name of a time zone', found.slice(0, 100), 'Europe/Berlin');
	}
	const zones = zonesOf(address);
	return zones.length === 0 ? [context.getTimezone()] : zones;
}

function unwanted({ allowsFiles, allowsLinks }: RunSettings, text = '', hasFiles: boolean): Pick<WriteRules, 'unwantedFirst'> {
	if (hasFiles && !allowsFiles) return { unwantedFirst: 'file' };
	return !allowsLinks && link.test(text) ? { unwantedFirst: 'link' } : {};
}
