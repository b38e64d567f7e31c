import { follow } from '../../contract/follow';
import { fromEnd, recordFilm } from './inBrowser.cjs';
import { look } from './look';
import { line, space, Pair } from './pair';
import { jpeg, png } from './pictures';
import type { Screen } from './screen';
import { until } from '../../../scripts/n8n/until';
import type { AdvancedIMessage } from '../../contract/vendorDriver';

describe('files and cards on the phones of the page', () => {
	let pair: Pair;
	let client: AdvancedIMessage;
	let phone: Screen;
	beforeEach(async () => {
		pair = await Pair.open();
		({ client, phone } = pair);
	});
	afterEach(async () => await pair.close());

	test('pictures, an album, a file, a voice memo, a contact and a Live Photo of a person', async () => {
		await phone.start(line);
		await phone.app('Photos');
		for (const name of ['Sunset', 'Sea']) await phone.dialog('Photos').getByRole('button', { name }).click();
		await phone.dialog('Photos').getByRole('button', { name: 'Add 2' }).click();
		await phone.write('Look');
		expect(await pair.received()).toMatchObject({
			partCount: 3,
			content: { attachments: [{ mimeType: 'image/jpeg' }, { mimeType: 'image/jpeg' }] },
		});
		await phone.root.getByRole('group', { name: '2 photos' }).getByRole('button').first().click();
		await phone.root
			.getByRole('dialog', { name: /1 of 2/ })
			.getByRole('button', { name: 'Next' })
			.click();
		await phone.root
			.getByRole('dialog', { name: /2 of 2/ })
			.getByRole('button', { name: 'Done' })
			.click();

		await phone.button('Photos, stickers, polls and more').click();
		await phone.root
			.getByLabel('Files to send')
			.setInputFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') });
		await phone.button('Send').click();
		expect((await pair.received()).content.attachments).toMatchObject([
			{ fileName: 'plan.pdf', mimeType: 'application/pdf', totalBytes: 4 },
		]);
		await look(phone.root.getByRole('link', { name: 'Save plan.pdf, 4 bytes' })).toBeVisible();

		await phone.app('Audio');
		await phone.dialog('Audio Message').getByRole('button', { name: 'Record' }).click();
		await look(phone.dialog('Audio Message').getByRole('timer')).toHaveText('0:01');
		await phone.dialog('Audio Message').getByRole('button', { name: 'Stop and send' }).click();
		expect(await pair.received()).toMatchObject({ isAudioMessage: true });
		await look(phone.root.getByRole('group', { name: 'Audio message', exact: true })).toBeVisible();

		await phone.app('Contact');
		await phone.dialog('Contact Card').getByRole('textbox', { name: 'Name' }).fill('Cleo Martin');
		await phone.dialog('Contact Card').getByRole('textbox', { name: 'Phone' }).fill('+15550102030');
		await phone.dialog('Contact Card').getByRole('button', { name: 'Send' }).click();
		expect((await pair.received()).content.attachments).toMatchObject([{ fileName: 'Cleo Martin.vcf' }]);
		await phone.button('Contact Cleo Martin').click();
		await look(phone.dialog('Contact')).toContainText('+15550102030');
		await phone.dialog('Contact').getByRole('button', { name: 'Cancel' }).click();

		await phone.app('Live Photo');
		await phone.dialog('Live Photo').getByRole('button', { name: 'Live Photo Sea' }).click();
		expect((await pair.received()).content.attachments).toMatchObject([{ companionKind: 'live-photo-video' }]);
		await look(phone.button(/^Live Photo IMG/)).toBeVisible();
		// Pictures take their room when they are there; the end stays in sight.
		await until('the last picture is in sight', async () => (await phone.root.locator('.scroller').evaluate(fromEnd)) === 0);
	});

	test('what the line sends: files, a card and its update, a link preview, a background, a contact card', async () => {
		await pair.begin();
		const { attachment } = await client.attachments.upload({ fileName: 'map.png', data: png() });
		await client.messages.sendAttachment(space, attachment.guid);
		await look(phone.button('Photo map.png')).toBeVisible();
		await client.messages.sendText(space, 'https://example.com/menu', { enableLinkPreview: true });
		await look(phone.root.getByRole('link', { name: 'Link to example.com' })).toBeVisible();
		await client.chats.setBackground(space, png(2));
		await look(phone.root.getByText(`${line} changed the background`)).toBeVisible();
		await look(phone.root.locator('.background')).toBeVisible();
		await client.chats.shareContactInfo(space);
		await look(phone.root.getByText(`${line} shared a contact card`)).toBeVisible();
		const card = { teamId: 'ABCDE12345', extensionBundleId: 'com.example.boats', appName: 'Boats', url: 'https://example.com' };
		const sent = await client.messages.sendCustomizedMiniApp(space, {
			...card,
			layout: { caption: 'Waiting', image: jpeg(), imageTitle: 'Number 7' },
		});
		await look(phone.root.getByRole('link', { name: 'Boats: Waiting' })).toBeVisible();
		await client.messages.updateCustomizedMiniApp(sent.miniAppCardSession, { ...card, layout: { caption: 'Booked' } });
		await look(phone.root.getByRole('link', { name: 'Boats: Booked' })).toBeVisible();
		await look(phone.root.getByRole('link', { name: /^Boats:/ })).toHaveCount(1);
	});

	test('a film of a person plays in the bubble, and a background that a person chooses shows until it is taken away', async () => {
		await pair.begin();
		const film = Buffer.from(await phone.page.evaluate(recordFilm), 'base64');
		await phone.button('Photos, stickers, polls and more').click();
		await phone.root.getByLabel('Files to send').setInputFiles({ name: 'sea.webm', mimeType: 'video/webm', buffer: film });
		await phone.button('Send').click();
		expect((await pair.received()).content.attachments).toMatchObject([{ fileName: 'sea.webm', mimeType: 'video/webm' }]);
		await look(phone.root.locator('video[aria-label="Video sea.webm"]')).toBeVisible();

		const chats = follow<unknown>(client.chats.subscribeEvents());
		await pair.stage.spectrum.nextStream();
		const details = async () => {
			await phone.button(`Details of ${line}`).click();
			return phone.dialog('Details');
		};
		await (await details()).getByRole('button', { name: 'Background: Sea' }).click();
		expect(await chats.next()).toMatchObject({ type: 'chat.backgroundChanged' });
		await phone.dialog('Details').getByRole('button', { name: 'Done' }).click();
		await look(phone.root.locator('.background')).toBeVisible();
		await (await details()).getByRole('button', { name: 'Remove Background' }).click();
		await phone.dialog('Details').getByRole('button', { name: 'Done' }).click();
		await look(phone.root.locator('.background')).toHaveCount(0);
		await chats.close();
	});
});
