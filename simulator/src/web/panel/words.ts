import type { Simulator } from '../../Simulator';

/** Longest excerpt of a text in the journal, in characters. */
const longestExcerpt = 80;

/** What is read of a text for its excerpt: more than is shown, so that no secret is cut before it is recognised. */
const readForExcerpt = 1_000;

/** Takes out what must not be shown. */
export type Redact = (text: string) => string;

/** The beginning of a text on one line, in quotation marks. */
export function excerpt(text: string, redact: Redact): string {
	const oneLine = redact(text.slice(0, readForExcerpt))
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	const characters = [...oneLine];
	const isLonger = characters.length > longestExcerpt || text.length > readForExcerpt;
	return `“${characters.slice(0, longestExcerpt).join('')}${isLonger ? '…' : ''}”`;
}

/** What must not be shown, wherever it stands: tokens, and the secrets of the project and its webhooks. */
export function redactorOf({ projectSecret, webhooks }: Simulator): Redact {
	const secrets = webhooks.flatMap(({ signingSecret, standardSigningSecret, formerSecrets }) => [
		signingSecret,
		standardSigningSecret ?? '',
		...formerSecrets.map(({ secret }) => secret),
	]);
	const own = [projectSecret, ...secrets].filter((secret) => secret !== '');
	return (text) => {
		let shown = text.replace(/sim_[\w-]{20,}|whsec_[\w+/=-]{8,}/g, '[secret]');
		for (const secret of own) shown = shown.replaceAll(secret, '[secret]');
		return shown;
	};
}

/** An address of the web without what may be a secret: name, password and query. */
export function shownUrl(url: string): string {
	if (!URL.canParse(url)) return '(no URL)';
	const { protocol, host, pathname } = new URL(url);
	return `${protocol}//${host}${pathname}`;
}

/** The host of an address: its path may be a secret of the receiver. */
export function hostOf(url: string): string {
	return URL.canParse(url) ? new URL(url).host : '(no URL)';
}
