import { invisibleInWords, trimWords } from '../values/invisible';
import type { Parsed } from './address/address';

/** Example for errors about a link. */
export const linkExample = 'https://example.com/page';

/** Reads a link to send with a preview: a single absolute http or https URL. */
export function parseLink(input: string): Parsed<string> {
	const text = trimWords(input);
	if (text === '') return { ok: false, problem: 'is empty' };
	if (/\s/.test(text)) return { ok: false, problem: 'contains more than a URL; send a text with the option "Link Preview" instead' };
	const hidden = invisibleInWords(text);
	if (hidden !== undefined) return { ok: false, problem: `contains an invisible character, ${hidden}, and would lead elsewhere` };
	if (!URL.canParse(text)) {
		const isBare = /^[^/:]+\.[^/:]/.test(text);
		return { ok: false, problem: isBare ? 'does not begin with https://' : 'is not a URL' };
	}
	const url = new URL(text);
	if (url.protocol !== 'http:' && url.protocol !== 'https:') {
		return { ok: false, problem: 'is not an http:// or https:// URL' };
	}
	if (url.username !== '' || url.password !== '') {
		return { ok: false, problem: 'carries a user name or password, which everyone in the conversation would see' };
	}
	return { ok: true, value: text };
}
