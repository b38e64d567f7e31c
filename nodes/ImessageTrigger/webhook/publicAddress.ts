import type { IHookFunctions } from 'n8n-workflow';
import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import { locatorParts } from '../../shared/n8n/parameters/locator';
import { isUnder, parsePublicUrl } from '../../shared/spectrum/webhook/publicUrl';
import { publicAddressField } from '../webhookFields';

const field = `The field "${publicAddressField.displayName}"`;
const alternative = 'or choose "Stream" in "Receive By", which needs no public address';

/** The longest address that an error shows, in characters. */
const longestShown = 200;

/**
 * Compares the address in the field with the address that n8n gives to Spectrum.
 *
 * @param webhookUrl the address of the webhook, as n8n builds it
 * @returns an error of kind `invalid` if the field is empty, is not a public https:// address, or differs from n8n's; otherwise undefined
 */
export function problemOfAddress(context: Pick<IHookFunctions, 'getNodeParameter'>, webhookUrl: string): SpectrumError | undefined {
	const entered = read(context);
	if (entered === '') {
		return invalid(
			`${field} is empty`,
			`Enter the https:// address at which the internet reaches this n8n, such as https://n8n.example.com, ${alternative}.`,
		);
	}
	const parsed = parsePublicUrl(entered);
	if (!parsed.ok) {
		return invalid(`${field} ${parsed.problem}; found "${shown(entered)}"`, `Enter it like https://n8n.example.com, ${alternative}.`);
	}
	if (isUnder(webhookUrl, entered)) return undefined;
	return invalid(
		`${field} says ${shown(entered)}, but n8n gives Spectrum the address ${webhookUrl}`,
		`Correct the field, or set N8N_WEBHOOK_URL (WEBHOOK_URL before n8n 2.40) to ${shown(entered)} and start n8n again, ${alternative}.`,
	);
}

function read(context: Pick<IHookFunctions, 'getNodeParameter'>): string {
	const { value } = locatorParts(context.getNodeParameter(publicAddressField.name, ''));
	return typeof value === 'string' ? value.trim() : '';
}

/** The address for an error, without its user name and password, which are secrets. */
function shown(address: string): string {
	if (!URL.canParse(address)) return address.slice(0, longestShown);
	const { protocol, host, pathname } = new URL(address);
	return `${protocol}//${host}${pathname === '/' ? '' : pathname}`.slice(0, longestShown);
}

function invalid(message: string, advice: string): SpectrumError {
	return new SpectrumError({ kind: 'invalid', message, advice });
}
