import { formatOf } from '../shared/spectrum/files/fileFormat';
import type { MiniAppLayout } from '../shared/spectrum/model/miniApp';
import { throwIfCancelled } from '../shared/spectrum/errors/from';
import { outcomeOf, type Outcome } from '../shared/spectrum/errors/outcome';
import { pageFactsOf } from '../shared/spectrum/text/pageFacts';
import { pageTextOf } from '../shared/spectrum/text/pageText';
import { present } from '../shared/spectrum/values/present';
import { ItemError } from '../shared/n8n/errors/itemError';
import { fetchFile, type FetchedFile, type FetchRequest } from '../shared/n8n/files/fetchUrl';
import type { ItemInput } from '../shared/n8n/loop/itemLoop';

/** A page whose layout is wanted. */
export interface PageToRead {
	readonly url: string;
	/** Name of the field that holds the URL. */
	readonly field: string;
	/** Whether the page and its picture may be in the host's own network. Ignored when an AI calls the node. */
	readonly allowPrivate: boolean;
	/** Whether the picture is wanted. */
	readonly withPicture: boolean;
}

/** The layout that a page gives its card. */
export interface PageLayout {
	readonly layout: MiniAppLayout;
	/** Why the page, or its picture, could not be used, as a sentence without its full stop. */
	readonly problem?: string;
}

/** The metadata of some large sites begins after half a megabyte of scripts. */
const pageBytes = 2 * 1024 * 1024;
const pictureBytes = 5 * 1024 * 1024;
/** For the page, and for each picture. */
const timeoutMilliseconds = 10_000;
/** A page may name one picture for everyone and another for Twitter. */
const mostPictures = 2;

/** The layout of a card about which nothing is known but its URL. */
export function layoutOfHost(url: string): MiniAppLayout {
	const host = new URL(url).host.replace(/^www\./, '');
	return { caption: host, summary: host };
}

/**
 * Reads the page and makes the layout of its card: title, description, and the picture with the name of the site. A page
 * that cannot be read gives the name of its host, because the card opens all the same. Rejects with `permission` when the
 * URL leads into a private network.
 */
export async function layoutOfPage(run: ItemInput, wanted: PageToRead): Promise<PageLayout> {
	const page = await fetchPart(run, wanted, { url: wanted.url, maxBytes: pageBytes, beginningIsEnough: true });
	if (!page.ok) {
		if (page.error.kind === 'permission') throw notPublic(run.itemIndex, page.error.message);
		return { layout: layoutOfHost(wanted.url), problem: page.error.message };
	}
	const { mimeType, data, contentType, url } = page.value;
	if (!/^(text\/html|application\/xhtml\+xml)$/.test(mimeType)) {
		return { layout: layoutOfHost(wanted.url), problem: `The link leads to a file of the type ${mimeType}, not to a page` };
	}
	const { title: ownTitle, description, site, pictures } = pageFactsOf(pageTextOf(data, contentType));
	const title = ownTitle ?? site ?? layoutOfHost(wanted.url).caption ?? '';
	const texts = { caption: title, ...present({ subcaption: description }), summary: title };
	const { image, problem } = wanted.withPicture ? await firstJpeg(run, wanted, url, pictures) : {};
	return { layout: image === undefined ? texts : { ...texts, image, imageTitle: site ?? title }, ...present({ problem }) };
}

/** The first picture that is a JPEG; a card takes no other format. Without one, why the last of them could not be used. */
async function firstJpeg(
	run: ItemInput,
	wanted: PageToRead,
	page: URL,
	pictures: readonly string[],
): Promise<{ image?: Uint8Array; problem?: string }> {
	let problem: string | undefined;
	for (const picture of pictures.slice(0, mostPictures)) {
		const url = URL.canParse(picture, page.href) ? new URL(picture, page.href).href : picture;
		const file = await fetchPart(run, wanted, { url, maxBytes: pictureBytes });
		if (!file.ok) {
			problem = `The picture of the page was left out. ${file.error.message}`;
			continue;
		}
		const format = formatOf(file.value.data)?.name ?? 'of no known format';
		if (format === 'JPEG') return { image: file.value.data };
		problem = `The picture of the page was left out: it is ${format}, and a card takes JPEG`;
	}
	return present({ problem });
}

async function fetchPart(
	{ context, itemIndex, signal }: ItemInput,
	{ field, allowPrivate }: PageToRead,
	part: Pick<FetchRequest, 'url' | 'maxBytes' | 'beginningIsEnough'>,
): Promise<Outcome<FetchedFile>> {
	const request = { ...part, itemIndex, field, allowPrivate, timeoutMilliseconds, ...present({ signal }) };
	const outcome = await outcomeOf(async () => await fetchFile(context, request));
	throwIfCancelled(signal);
	return outcome;
}

function notPublic(itemIndex: number, message: string): ItemError {
	return new ItemError(itemIndex, {
		kind: 'permission',
		message,
		advice:
			'Use a link that everyone can open. If only the people you write to can, switch the option "Read Page" off and enter the texts under Layout.',
	});
}
