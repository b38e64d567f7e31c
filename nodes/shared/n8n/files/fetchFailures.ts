import { isWronglyCompressed } from '../../spectrum/net/bodyText';
import { safeCause } from '../../spectrum/errors/redact';
import { SpectrumError } from '../../spectrum/errors/SpectrumError';
import { ItemError } from '../errors/itemError';
import { invalid, shownUrl } from '../parameters/parameters';

/** What a file is fetched for, as errors name it. */
export interface FileField {
	readonly itemIndex: number;
	/** Name of the field that holds the URL. */
	readonly field: string;
}

const example = 'https://example.com/photo.jpg';

/** Reads a URL that a person or a redirect gave. Throws `invalid` for any but a plain http:// or https:// URL. */
export function parseUrl({ itemIndex, field }: FileField, text: string): URL {
	const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
	if (url === undefined) throw invalid(itemIndex, field, 'is not a URL', shownUrl(text), example);
	if (url.protocol !== 'http:' && url.protocol !== 'https:') {
		throw invalid(itemIndex, field, 'is not an http:// or https:// URL', `${url.protocol}//…`, example);
	}
	if (url.username !== '' || url.password !== '') {
		// What was found is not shown: it is a secret.
		throw invalid(itemIndex, field, 'carries a user name or password; fetch the file with an HTTP Request node instead', '', example);
	}
	return url;
}

export function privateHost({ itemIndex, field }: FileField, url: URL): SpectrumError {
	return new ItemError(itemIndex, {
		kind: 'permission',
		message: `The field "${field}" names the host ${url.hostname}, which is in a private network`,
		advice: `Use a public URL such as ${example}, or fetch the file with an HTTP Request node and take it from binary. The option "Allow Private Addresses" allows this, except for an AI.`,
	});
}

export function refusedByPolicy({ itemIndex, field }: FileField, url: URL, cause: unknown): SpectrumError {
	return new ItemError(itemIndex, {
		kind: 'permission',
		message: `The field "${field}" names the host ${url.hostname}, which the egress policy of this n8n does not allow`,
		advice: 'Use a URL of a host that is allowed, or ask the person who runs n8n to allow it.',
		cause: safeCause(cause),
	});
}

/** @param before bytes of the files that were fetched before, for the same limit */
export function tooLarge({ itemIndex, field }: FileField, url: URL, maxBytes: number, before: number): SpectrumError {
	const limit = `${Math.floor(((maxBytes + before) / 1024 / 1024) * 10) / 10} MiB`;
	return new ItemError(itemIndex, {
		kind: 'tooLarge',
		message:
			before === 0
				? `The file at "${field}" (${url.hostname}) has more than ${limit}`
				: `The files at "${field}" have more than ${limit} together, with the one of ${url.hostname}`,
		advice: 'Use a smaller file. The option "Max Download Size" sets the limit, up to 100 MiB.',
	});
}

const advices: Readonly<Partial<Record<SpectrumError['kind'], string>>> = {
	internal: 'Fetch the file with an HTTP Request node and take it from binary. If that works, report this failure. Nothing was sent.',
	protocol: 'Use another URL of the file, or ask the operator of the server what is wrong with its answer. Nothing was sent.',
};

const headersAdvice =
	'Use another URL of the file, or ask the operator of the server to encode the headers as RFC 8187 says. Nothing was sent.';

/** Names only the host, because paths and queries may contain a signature. */
export function failed(
	{ itemIndex, field }: FileField,
	url: URL,
	problem: string,
	kind: 'invalid' | 'notFound' | 'timeout' | 'unavailable' | 'internal' | 'protocol',
	cause?: unknown,
	advice = advices[kind] ?? 'Check that the URL opens a file without signing in. Nothing was sent.',
): SpectrumError {
	return new ItemError(itemIndex, {
		kind,
		message: `The file at "${field}" (${url.hostname}) could not be fetched: ${problem}`,
		advice,
		...(cause === undefined ? {} : { cause: safeCause(cause) }),
	});
}

/**
 * The error of a fetch, whatever threw.
 *
 * @param expired the time that the fetch had, in milliseconds, if it is over
 */
export function toFailure(field: FileField, url: URL, caught: unknown, expired?: number): SpectrumError {
	if (caught instanceof SpectrumError) return caught;
	if (expired !== undefined) return failed(field, url, `it did not arrive within ${timeText(expired)}`, 'timeout', caught);
	const code = networkCodeOf(caught);
	if (isWronglyCompressed(code)) return failed(field, url, `${unreadableCompression} (${code})`, 'protocol', caught);
	// The codes of Node's HTTP parser.
	if (code?.startsWith('HPE_') === true)
		return failed(field, url, `the server's answer does not follow HTTP (${code})`, 'protocol', caught);
	if (code !== undefined) return failed(field, url, `no connection (${code})`, 'unavailable', caught);
	// n8n decodes the headers of every answer. This cannot be switched off.
	if (isUriError(caught)) {
		return failed(
			field,
			url,
			'n8n cannot read its headers Content-Type and Content-Disposition, such as a file name with a bare %',
			'protocol',
			caught,
			headersAdvice,
		);
	}
	// Every network failure has a code, so this failure comes from n8n or from this pack.
	return failed(field, url, `the HTTP client of this n8n refused the request (${safeCause(caught).name})`, 'internal', caught);
}

const unreadableCompression = 'it is compressed in a way that cannot be read';

/** The codings that n8n's client undoes, and those of its newer versions. Other words are no compression: S3 keeps `aws-chunked`. */
const codings: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'compress', 'x-compress', 'br', 'zstd']);

/** Refuses a file that n8n's client has left compressed. The client removes the header `Content-Encoding` of what it has undone. */
export function refuseCompressed(field: FileField, url: URL, encoding: string): void {
	const left = encoding.split(',').map((each) => each.trim().toLowerCase());
	if (left.some((each) => codings.has(each))) throw failed(field, url, `${unreadableCompression} (${left.join(', ')})`, 'protocol');
}

/** Refuses a part of a file that nobody asked for. Some servers call the whole file a part. */
export function refusePart(field: FileField, url: URL, range: string): void {
	const [, last, size] = /^bytes 0-(\d{1,15})\/(\d{1,15})$/.exec(range.trim()) ?? [];
	if (size === undefined || Number(last) + 1 !== Number(size)) throw failed(field, url, 'only a part of it came (HTTP 206)', 'protocol');
}

/** The error of a page where a file should be. */
export function pageInstead(field: FileField, url: URL): SpectrumError {
	return failed(
		field,
		url,
		'there is a web page, and not the file that the URL names',
		'invalid',
		undefined,
		'Use a URL that opens the file itself without signing in. A link for sharing often opens a page around the file. Nothing was sent.',
	);
}

function timeText(milliseconds: number): string {
	return milliseconds < 60_000 ? `${milliseconds / 1_000} seconds` : `${milliseconds / 60_000} minutes`;
}

/** Checked by name, because n8n's process may be another realm. */
function isUriError(caught: unknown): boolean {
	return (caught as { name?: unknown } | null)?.name === 'URIError';
}

/** The code of a failure of the network, such as ECONNREFUSED. */
export function networkCodeOf(caught: unknown): string | undefined {
	const code = (caught as { code?: unknown } | null)?.code;
	return typeof code === 'string' ? code : undefined;
}
