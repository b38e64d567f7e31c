import type { IExecuteFunctions } from 'n8n-workflow';
import { wireLimitBytes } from '../shared/spectrum/model/attachment';
import { formatOf } from '../shared/spectrum/files/fileFormat';
import type { MiniAppCard, MiniAppLayout, MiniAppTexts } from '../shared/spectrum/model/miniApp';
import { linkExample, parseLink } from '../shared/spectrum/model/richLink';
import { readFile } from '../shared/n8n/files/binaryInput';
import { asOption, booleanParameter, invalid, shownUrl, textParameter } from '../shared/n8n/parameters/parameters';
import { imageField, liveOption } from './cardFields';

/** Reads the card of one item and applies the server's own rules, so that a wrong card is refused before any call. */
export async function readCard(context: IExecuteFunctions, itemIndex: number): Promise<MiniAppCard> {
	const text = (name: string): string => textParameter(context, name, itemIndex).trim();
	const appName = text('appName');
	if (appName === '') throw invalid(itemIndex, 'App Name', 'is empty', '', 'Example Orders');
	const teamId = text('teamId');
	if (!/^[A-Z0-9]{10}$/.test(teamId)) {
		throw invalid(itemIndex, 'Team ID', 'is not ten capital letters and digits', teamId, 'A1B2C3D4E5');
	}
	const extensionBundleId = text('extensionBundleId');
	if (!/^[^\s:]+$/.test(extensionBundleId)) {
		throw invalid(itemIndex, 'Extension Bundle ID', 'is not a bundle ID', extensionBundleId, 'com.example.orders.messages');
	}
	const found = textParameter(context, { name: 'url', displayName: 'Link' }, itemIndex).trim();
	const url = parseLink(found);
	if (!url.ok) throw invalid(itemIndex, 'Link', url.problem, shownUrl(found), linkExample);
	const appStoreId = text('appStoreId');
	if (appStoreId !== '' && !/^[1-9]\d{0,17}$/.test(appStoreId)) {
		throw invalid(itemIndex, 'App Store ID', 'is not a number above 0', appStoreId, '1234567890');
	}
	const layout = await readLayout(context, itemIndex);
	return {
		appName,
		teamId,
		extensionBundleId,
		url: url.value,
		layout,
		...(appStoreId === '' ? {} : { appStoreId }),
		...(booleanParameter(context, asOption(liveOption), itemIndex, false) ? { live: true } : {}),
	};
}

const layoutTexts = ['subcaption', 'trailingCaption', 'trailingSubcaption', 'imageTitle', 'imageSubtitle', 'summary'] as const;

/** The texts of a card that are not empty. */
export function readTexts(context: IExecuteFunctions, itemIndex: number, captionPath: string): MiniAppTexts {
	const texts: { -readonly [Name in keyof MiniAppTexts]: string } = {};
	const caption = textParameter(context, captionPath, itemIndex);
	if (caption.trim() !== '') texts.caption = caption;
	for (const name of layoutTexts) {
		const text = textParameter(context, `layout.${name}`, itemIndex);
		if (text.trim() !== '') texts[name] = text;
	}
	return texts;
}

async function readLayout(context: IExecuteFunctions, itemIndex: number): Promise<MiniAppLayout> {
	const texts = readTexts(context, itemIndex, 'caption');
	const image = await readImage(context, itemIndex);
	if (image !== undefined && texts.imageTitle === undefined) {
		throw invalid(itemIndex, 'Image Title', 'is empty, but an image needs a title', '', 'Your order');
	}
	if (image === undefined && texts.imageTitle !== undefined) {
		throw invalid(itemIndex, 'Image Title', 'needs an image, but there is none', texts.imageTitle, {
			advice: 'Add the Image Binary Field, or leave the title out.',
		});
	}
	if (image === undefined && texts.imageSubtitle !== undefined) {
		throw invalid(itemIndex, 'Image Subtitle', 'needs an image, but there is none', texts.imageSubtitle, {
			advice: 'Add the Image Binary Field, or leave the subtitle out.',
		});
	}
	const { subcaption, trailingCaption, trailingSubcaption } = texts;
	if ((texts.caption ?? subcaption ?? trailingCaption ?? trailingSubcaption) === undefined && image === undefined) {
		throw invalid(itemIndex, 'Caption', 'is empty, and the card has nothing else to show', '', 'Order 17 is on its way');
	}
	return image === undefined ? texts : { ...texts, image };
}

/** The picture that the user chose for a card: a JPEG, or nothing. */
export async function readImage(context: IExecuteFunctions, itemIndex: number): Promise<Uint8Array | undefined> {
	const name = textParameter(context, imageField, itemIndex).trim();
	if (name === '') return undefined;
	const { data } = await (await readFile(context, itemIndex, imageField)).load();
	const format = formatOf(data)?.name;
	if (format !== 'JPEG') {
		throw invalid(
			itemIndex,
			imageField.displayName,
			`names a file that is ${format ?? 'of no known format'}, but the image of a card is JPEG`,
			name,
			{ advice: 'Turn the picture into a JPEG, for example with an Edit Image node.' },
		);
	}
	if (data.byteLength < wireLimitBytes) return data;
	throw invalid(itemIndex, imageField.displayName, 'names a file of 100 MiB or more', name, {
		advice: 'Make the picture smaller, for example with an Edit Image node.',
	});
}
