import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { spectrumMiniApp, type MiniAppCard, type MiniAppLayout } from '../shared/spectrum/model/miniApp';
import { linkExample, parseLink } from '../shared/spectrum/model/richLink';
import type { OpenSpace } from '../shared/spectrum/gateway/openSpace';
import type { SentMiniApp } from '../shared/spectrum/gateway/messages';
import { present } from '../shared/spectrum/values/present';
import { readRecipient } from '../shared/n8n/fields/recipient';
import type { ItemInput, ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { readLineChoice } from '../shared/n8n/fields/lineChoice';
import { checkSentInRun } from '../shared/n8n/fields/messageChecks';
import { sentOutput } from '../shared/n8n/loop/outputs';
import { asOption, booleanParameter, invalid, shownUrl, textParameter } from '../shared/n8n/parameters/parameters';
import { allowPrivatePageOption, linkField, liveOption, readPageOption } from './cardFields';
import { sessionOutput } from './miniApp';
import { readImage, readTexts } from './miniAppCard';
import { readSession, targetOfSession } from './miniAppSession';
import { layoutOfHost, layoutOfPage, type PageLayout } from './pageLayout';
import { sendKey } from './sendKey';

/** Sends a link as a card of Spectrum's own mini app. The output has what its updates need. */
export async function sendAppCard(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, lineChoice } = readRecipient(context, itemIndex);
	const fields = await readCardFields(context, itemIndex);
	const key = sendKey(context, itemIndex, { operation: 'sendAppCard', target, content: contentOf(fields) });
	const { card, problem } = await cardFor(run, fields);
	const space = await gateway.spaces.open(target, lineChoice, key);
	return { json: outputOf(space, await gateway.messages.sendMiniApp(space, card, key), card, problem) };
}

/** Replaces the content of such a card: another link, or what the page says by now. */
export async function updateAppCard(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const session = readSession(context, itemIndex);
	checkSentInRun(run, session.messageId);
	const fields = await readCardFields(context, itemIndex);
	const target = targetOfSession(itemIndex, session);
	const ref = { id: session.messageId };
	const key = sendKey(context, itemIndex, { operation: 'updateAppCard', target, ref, content: contentOf(fields) });
	const { card, problem } = await cardFor(run, fields);
	const space = await gateway.spaces.locate(target, readLineChoice(context, itemIndex), key);
	return { json: outputOf(space, await gateway.messages.updateMiniApp(space.line.id, session, card, key), card, problem) };
}

/** What the fields say about the card. */
interface CardFields {
	readonly url: string;
	/** What the user entered. It replaces what the page says. */
	readonly own: MiniAppLayout;
	readonly live: boolean;
	readonly readsPage: boolean;
	readonly allowPrivate: boolean;
}

async function readCardFields(context: IExecuteFunctions, itemIndex: number): Promise<CardFields> {
	const found = textParameter(context, linkField, itemIndex).trim();
	const url = parseLink(found);
	if (!url.ok) throw invalid(itemIndex, linkField.displayName, url.problem, shownUrl(found), linkExample);
	const image = await readImage(context, itemIndex);
	return {
		url: url.value,
		own: { ...readTexts(context, itemIndex, 'layout.caption'), ...present({ image }) },
		live: booleanParameter(context, asOption(liveOption), itemIndex, false),
		readsPage: booleanParameter(context, asOption(readPageOption), itemIndex, true),
		allowPrivate: booleanParameter(context, asOption(allowPrivatePageOption), itemIndex, false),
	};
}

/** What distinguishes one card from another, without the bytes of the picture and without what the page says at the moment. */
function contentOf({ url, own, live }: CardFields): unknown {
	return { url, layout: { ...own, image: undefined }, live };
}

async function cardFor(
	run: ItemInput,
	{ url, own, live, readsPage, allowPrivate }: CardFields,
): Promise<{ card: MiniAppCard; problem?: string }> {
	const page: PageLayout = readsPage
		? await layoutOfPage(run, { url, field: linkField.displayName, allowPrivate, withPicture: own.image === undefined })
		: { layout: layoutOfHost(url) };
	const layout = completed({ ...page.layout, ...own });
	return { card: { ...spectrumMiniApp, url, layout, ...(live ? { live } : {}) }, ...present({ problem: page.problem }) };
}

/** An image and its title need each other, and which of them the page has is known only now. */
function completed(layout: MiniAppLayout): MiniAppLayout {
	const { imageTitle, imageSubtitle, ...others } = layout;
	if (others.image === undefined) return others;
	return { ...others, imageTitle: imageTitle ?? others.caption ?? '', ...present({ imageSubtitle }) };
}

function outputOf(
	space: OpenSpace,
	sent: SentMiniApp,
	{ layout: { image, ...texts } }: MiniAppCard,
	problem: string | undefined,
): IDataObject {
	return {
		...sentOutput(space, sent),
		card: { ...texts, hasImage: image !== undefined, ...present({ problem }) },
		...sessionOutput(sent),
	};
}
