import { picture } from './pictures';
import { withClient } from './vendorDriver';

const alice = '+15551230001';
const space = `any;-;${alice}`;
const card = {
	teamId: 'ABCDE12345',
	extensionBundleId: 'com.example.app.messages',
	appName: 'Example',
	url: 'https://example.com/order/1',
	layout: { caption: 'Order 1', subcaption: 'On its way', summary: 'Order 1' },
};

describe('mini-app cards, seen by the vendor’s client', () => {
	it('arrive with their layout, and can be drawn anew', async () => {
		await withClient({}, async (spectrum, client) => {
			const layout = { ...card.layout, image: picture('jpeg'), imageTitle: 'Map', imageSubtitle: 'Near you' };
			const sent = await client.messages.sendCustomizedMiniApp(space, { ...card, appStoreId: 1234567890, live: true, layout });
			const { miniAppCardSession: session } = sent;
			expect(session).toMatchObject({ messageGuid: sent.guid, targetMessageGuid: sent.guid, chatGuid: space });
			expect(sent.content.miniApp).toMatchObject({
				teamId: card.teamId,
				appStoreId: 1234567890,
				live: true,
				url: card.url,
				sessionId: session.sessionId,
				layout: { caption: 'Order 1', imageTitle: 'Map' },
			});
			const media = await client.messages.getEmbeddedMedia(space, sent.guid);
			expect([media.mimeType, Buffer.from(media.data).equals(picture('jpeg'))]).toEqual(['image/jpeg', true]);
			const updated = await client.messages.updateCustomizedMiniApp(session, { ...card, layout: { caption: 'Delivered' } });
			expect(updated.guid).not.toBe(sent.guid);
			expect(updated.miniAppCardSession).toEqual({ ...session, messageGuid: updated.guid });
			expect(spectrum.phone(alice).messages.map(({ miniApp }) => [miniApp?.layout.caption, miniApp?.targetGuid])).toEqual([
				['Order 1', sent.guid],
				['Delivered', sent.guid],
			]);
			await client.messages.updateCustomizedMiniApp(updated.miniAppCardSession, card);
		});
	});

	it('want the latest session, and the card it belongs to', async () => {
		await withClient({}, async (_spectrum, client) => {
			const { miniAppCardSession: session } = await client.messages.sendCustomizedMiniApp(space, card);
			const update = (changes: object, content: object = {}) =>
				client.messages.updateCustomizedMiniApp({ ...session, ...changes }, { ...card, ...content });
			await expect(update({ sessionId: 'other' })).rejects.toMatchObject({ code: 'invalidArgument' });
			await expect(update({ targetMessageGuid: 'other' })).rejects.toMatchObject({ code: 'invalidArgument' });
			await expect(update({ messageGuid: 'other' })).rejects.toMatchObject({ code: 'messageNotFound' });
			await expect(update({}, { teamId: 'ZZZZZ12345' })).rejects.toMatchObject({ code: 'invalidArgument' });
			await update({});
			await expect(update({})).rejects.toMatchObject({ code: 'preconditionFailed', context: { reason: 'staleSession' } });
		});
	});

	it.each([
		['a team id in lower case', { teamId: 'abcde12345' }],
		['a team id too short', { teamId: 'ABCDE1234' }],
		['no bundle id', { extensionBundleId: '' }],
		['a bundle id with a colon', { extensionBundleId: 'a:b' }],
		['no app name', { appName: '' }],
		['a relative URL', { url: '/order/1' }],
		['a URL that no app opens', { url: 'file:///etc/passwd' }],
		['an App Store id of nothing', { appStoreId: 0 }],
		['an App Store id below nothing', { appStoreId: -5 }],
		['an empty card', { layout: { summary: 'Only for notifications' } }],
		['an image without title', { layout: { caption: 'A', image: picture('jpeg') } }],
		['a title without image', { layout: { caption: 'A', imageTitle: 'B' } }],
		['a subtitle without image', { layout: { caption: 'A', imageSubtitle: 'B' } }],
		['a PNG', { layout: { image: picture('png'), imageTitle: 'B' } }],
	])('refuse %s', async (_name, changes) => {
		await withClient({}, async (spectrum, client) => {
			const send = client.messages.sendCustomizedMiniApp(space, { ...card, ...changes });
			await expect(send).rejects.toMatchObject({ code: 'invalidArgument' });
			expect(spectrum.phone(alice).messages).toHaveLength(0);
			expect(spectrum.calls.map(({ outcome }) => outcome?.type)).toEqual(['refused']);
		});
	});
});
