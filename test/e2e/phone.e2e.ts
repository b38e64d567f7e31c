import { follow } from '../contract/follow';
import { look } from './phone/look';
import { until } from '../../scripts/n8n/until';
import { isInSight, isThere, scrollToTop } from './phone/inBrowser.cjs';
import { line, lineRow, space, Pair } from './phone/pair';
import { png } from './phone/pictures';
import { Screen } from './phone/screen';
import { ada, ben, type Stage } from './support/stage';
import type { AdvancedIMessage } from '../contract/vendorDriver';

describe('conversations on the phones of the page', () => {
	let pair: Pair;
	let stage: Stage;
	let client: AdvancedIMessage;
	let phone: Screen;
	beforeEach(async () => {
		pair = await Pair.open();
		({ stage, client, phone } = pair);
	});
	afterEach(async () => await pair.close());

	test('a person writes to a line, which hears it and answers; search finds the conversation', async () => {
		await phone.start(line);
		await phone.write('Do you have a table?');
		expect(await pair.heard('message.received')).toMatchObject({
			message: { isFromMe: false, sender: { address: ada }, content: { text: 'Do you have a table?' } },
		});
		await client.messages.sendText(space, 'Yes, at 20:15');
		await phone.bubble('Yes, at 20:15').waitFor();
		// A screen reader says what comes, wherever the focus is.
		await look(phone.root.locator('[aria-live=polite]')).toHaveText(`${line}: Yes, at 20:15`);
		await phone.button(/^Back to the list/).click();
		await phone.row(/Yes, at 20:15/).waitFor();
		const search = phone.root.getByRole('searchbox', { name: 'Search conversations' });
		await search.fill('nothing like this');
		await look(phone.root.getByText('No conversation matches.')).toBeVisible();
		await search.fill('20:15');
		await phone.open(lineRow);
		await look(phone.message('Do you have a table?')).toHaveCount(1);
	});

	test('search finds words in old messages, and opens the conversation there, by the keyboard too', async () => {
		stage.spectrum.receive({ from: ada, text: 'Keep this: <b>swordfish</b> is the word' });
		for (let count = 1; count <= 150; count++) stage.spectrum.ownDevice().send(space, `Answer ${count}`);
		await phone.row(/Answer 150/).waitFor();
		const search = phone.root.getByRole('searchbox', { name: 'Search conversations' });
		await search.fill('SWORD');
		const row = phone.row(/swordfish/);
		await look(row.locator('mark')).toHaveText('sword');
		await row.focus();
		await phone.page.keyboard.press('Enter');
		const found = phone.bubble('swordfish');
		await look(found).toBeFocused();
		expect(await found.evaluate(isInSight)).toBe(true);
		expect(await phone.bubble('Answer 150').evaluate(isInSight)).toBe(false);
		// What comes now leaves the person where they read.
		stage.spectrum.ownDevice().send(space, 'One more');
		await phone.bubble('One more').waitFor();
		expect(await found.evaluate(isInSight)).toBe(true);
	});

	test('what happens to an old message leaves no gap before the newest ones', async () => {
		const { messageId: first } = stage.spectrum.receive({ from: ada, text: 'The very first' });
		for (let count = 1; count <= 150; count++) stage.spectrum.ownDevice().send(space, `Answer ${count}`);
		await phone.open(lineRow);
		await look(phone.bubble('Answer 150')).toBeVisible();
		await until('everything is read', () =>
			[...stage.spectrum.store().messages.values()].every(({ isFromMe, readAt }) => !isFromMe || readAt !== undefined),
		);
		await phone.page.reload();
		await phone.open(lineRow);
		await look(phone.bubble('Answer 150')).toBeVisible();
		await client.messages.setReaction(space, first, { kind: 'laugh' }, true);
		await client.messages.sendText(space, 'The very last');
		await phone.bubble('The very last').waitFor();
		const newest = await phone.bubble('The very last').elementHandle();
		await until('everything is loaded', async () => {
			await phone.root.locator('.scroller').evaluate(scrollToTop);
			return (await phone.bubble('The very first').count()) === 1;
		});
		await look(phone.root.locator('.timeline .message')).toHaveCount(152);
		// What is put before it leaves it alone, with the film that plays in it.
		expect(await newest?.evaluate(isThere)).toBe(true);
		await look(phone.message('The very first').getByRole('img', { name: `Tapbacks: ${line} 😂` })).toBeVisible();
	});

	test('replies make a thread that opens by itself', async () => {
		const first = await pair.begin('Which one?');
		const answer = await client.messages.sendText(space, 'The first', { replyTo: first });
		await look(phone.message('The first')).toContainText('Which one?');
		await look(phone.message('Which one?').first()).toContainText('1 Reply');
		await phone.act('The first', 'Reply');
		await phone.field.fill('Thanks');
		await phone.field.press('Enter');
		expect(await pair.received()).toMatchObject({ replyTargetGuid: answer.guid, threadOriginatorGuid: first });
		await client.messages.sendText(space, 'Elsewhere');
		await phone.bubble('Elsewhere').waitFor();
		await phone.button('2 Replies').click();
		await look(phone.bubble('Elsewhere')).toHaveCount(0);
		await look(phone.bubble('Thanks')).toHaveCount(1);
		await phone.write('In the thread');
		expect((await pair.received()).threadOriginatorGuid).toBe(first);
		await phone.button('Back to the conversation').click();
		await phone.bubble('Elsewhere').waitFor();
	});

	test('dots while the line types, receipts both ways, and a Focus that keeps quiet', async () => {
		await pair.begin();
		await client.chats.setTyping(space, true);
		await look(phone.root.getByRole('status', { name: `${line} is typing` })).toBeVisible();
		const { guid } = await client.messages.sendText(space, 'Read me');
		await look(phone.root.getByRole('status', { name: /is typing/ })).toHaveCount(0);
		expect(await pair.heard('message.read')).toMatchObject({ messageGuid: guid });
		await client.chats.markRead(space);
		await look(phone.message('Hi')).toContainText('Read');
		await phone.button(/^Back to the list/).click();
		await phone.button(/^Settings of/).click();
		const settings = phone.dialog('Settings');
		await settings.getByRole('switch', { name: /Focus/ }).check();
		await settings.getByRole('switch', { name: /Receipts/ }).uncheck();
		await settings.getByRole('button', { name: 'Done' }).click();
		const quiet = await client.messages.sendText(space, 'Quietly');
		await phone.open(lineRow);
		await look(phone.message('Quietly')).toContainText('Delivered Quietly');
		await client.messages.notifySilenced(space, quiet.guid);
		await look(phone.message('Quietly')).notToContainText('Delivered Quietly');
		expect((await client.messages.get(quiet.guid)).dateRead).toBeUndefined();
	});

	test('a group with a name, a picture and members, seen by both phones, and left', async () => {
		const groups = follow<unknown>(client.groups.subscribeEvents());
		await stage.spectrum.nextStream();
		const bens = new Screen(phone.page, ben);
		await phone.start(line, ['Ben'], 'Hiking');
		await phone.write('Hello both');
		expect(await groups.next()).toMatchObject({ change: { type: 'displayNameChanged', displayName: 'Hiking' } });
		const { chatGuid } = await pair.heard();
		await bens.open(/^Hiking/);
		await bens.field.pressSequentially('Hm');
		await look(phone.root.getByRole('status', { name: 'Ben Okafor is typing' })).toBeVisible();
		await phone.button('Details of Hiking').click();
		const details = phone.dialog('Details');
		await details.getByRole('textbox', { name: 'Group name' }).fill('Rowing');
		await details.getByRole('button', { name: 'Save' }).click();
		expect(await groups.next()).toMatchObject({ change: { type: 'displayNameChanged', displayName: 'Rowing' } });
		await details.getByRole('button', { name: 'Group photo: Sea' }).click();
		expect(await groups.next()).toMatchObject({ change: { type: 'iconChanged' } });
		expect((await client.groups.getIcon(chatGuid as string))?.data?.length).toBeGreaterThan(1000);
		await details.getByRole('button', { name: 'Done' }).click();
		await look(bens.root.getByText('Ada Reyes changed the group photo')).toBeVisible();
		await bens.button('Details of Rowing').click();
		await bens.dialog('Details').getByRole('button', { name: 'Leave this Conversation' }).click();
		expect(await groups.next()).toMatchObject({ change: { type: 'participantLeft' } });
		await look(phone.root.getByText('Ben Okafor left the conversation')).toBeVisible();
		await bens.row(/^Rowing/).click();
		await look(bens.root.getByText('You are no longer in this conversation.')).toBeVisible();
		await groups.close();
	});

	test('members are added and removed in the details, and the conversation says so', async () => {
		const groups = follow<unknown>(client.groups.subscribeEvents());
		await stage.spectrum.nextStream();
		await phone.page.getByRole('button', { name: 'Add a person' }).click();
		const form = phone.page.getByRole('dialog', { name: 'Add a person' });
		await form.getByRole('textbox', { name: 'Name' }).fill('Cleo Martin');
		await form.getByRole('textbox', { name: /Number/ }).fill('+15550102030');
		await form.getByRole('button', { name: 'Add' }).click();
		const cleo = new Screen(phone.page, '+15550102030');
		await phone.start(line, ['Ben'], 'Hiking');
		await phone.write('Hello both');
		expect(await groups.next()).toMatchObject({ change: { type: 'displayNameChanged' } });
		const { chatGuid } = await pair.heard();
		await phone.button('Details of Hiking').click();
		const details = phone.dialog('Details');
		await details.getByRole('button', { name: 'Add Contact' }).click();
		await details.getByRole('button', { name: 'Cleo Martin' }).click();
		expect(await groups.next()).toMatchObject({ change: { type: 'participantAdded', participant: { address: cleo.address } } });
		await details.getByRole('button', { name: 'Remove Ben Okafor' }).click();
		expect(await groups.next()).toMatchObject({ change: { type: 'participantRemoved', participant: { address: ben } } });
		await details.getByRole('button', { name: 'Done' }).click();
		await look(phone.root.getByText('You added Cleo Martin to the conversation')).toBeVisible();
		await look(phone.root.getByText('You removed Ben Okafor from the conversation')).toBeVisible();
		await client.messages.sendText(chatGuid as string, 'Welcome');
		await cleo.open(/^Hiking/);
		await look(cleo.bubble('Welcome')).toHaveCount(1);
		await look(cleo.bubble('Hello both')).toHaveCount(0);
		await groups.close();
	});

	test('SMS is green, and has none of the gestures', async () => {
		await phone.button(/^Settings of/).click();
		await phone
			.dialog('Settings')
			.getByRole('switch', { name: /^iMessage/ })
			.uncheck();
		await phone.dialog('Settings').getByRole('button', { name: 'Done' }).click();
		await pair.begin('By SMS');
		await look(phone.message('By SMS')).toHaveAttribute('data-service', 'SMS');
		expect(await client.chats.get(space)).toMatchObject({ service: 'SMS' });
		await phone.press('By SMS');
		await look(phone.menu.getByRole('button', { name: 'Love' })).toHaveCount(0);
		await look(phone.menu.getByRole('menuitem')).toHaveText(['Copy']);
	});

	test('a person who was not there is added, and has a phone', async () => {
		await phone.page.getByRole('button', { name: 'Add a person' }).click();
		const form = phone.page.getByRole('dialog', { name: 'Add a person' });
		await form.getByRole('textbox', { name: 'Name' }).fill('Cleo Martin');
		await form.getByRole('textbox', { name: /Number/ }).fill('+1 555 010 2030');
		await form.getByRole('button', { name: 'Add' }).click();
		const cleo = new Screen(phone.page, '+15550102030');
		await cleo.start(line);
		await cleo.write('I am new');
		expect(await pair.heard()).toMatchObject({ message: { sender: { address: '+15550102030' } } });
		await phone.page.getByRole('button', { name: 'Cleo Martin' }).first().click();
		await look(cleo.root).toHaveCount(0);
	});

	test('after a cut of the stream the page catches up by itself', async () => {
		await pair.begin();
		await stage.whileAway(async () => {
			await look(phone.page.getByText('Connecting…')).toBeVisible();
			await client.messages.sendText(space, 'While away');
		});
		await phone.bubble('While away').waitFor();
		await look(phone.page.getByText('Connecting…')).toHaveCount(0);
		await phone.write('Still here');
		expect(await pair.heard()).toMatchObject({ message: { content: { text: 'Still here' } } });
		// The browser noted that nobody answered meanwhile.
		expect(stage.complaints.splice(0).every((complaint) => complaint.includes('net::ERR'))).toBe(true);
	});

	test('nothing that a message contains runs', async () => {
		await pair.begin();
		const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
		await client.messages.sendText(space, evil);
		await phone.bubble(evil).waitFor();
		const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=1"><script>document.title=1</script></svg>');
		for (const [fileName, data] of [
			['evil.svg', svg],
			['evil.html', Buffer.from(`<body>${evil}</body>`)],
			[`${evil}.png`, png()],
		] as const) {
			const { attachment } = await client.attachments.upload({ fileName, data });
			await client.messages.sendAttachment(space, attachment.guid);
		}
		stage.spectrum.receive({ from: ada, content: { type: 'richlink', url: 'javascript:document.title=1' } });
		await phone.bubble('javascript:document.title=1').waitFor();
		await look(phone.root.locator('a[href^="javascript"]')).toHaveCount(0);
		await look(phone.root.getByRole('link', { name: /^Save evil/ })).toHaveCount(2);
		expect(await phone.page.title()).toBe('Spectrum simulator');
	});

	test('the theme is switched, and remembered with the phones that are shown', async () => {
		const { page } = phone;
		const ground = async (): Promise<string> => await page.evaluate('getComputedStyle(document.querySelector(".screen")).backgroundColor');
		expect(await ground()).toBe('rgb(255, 255, 255)');
		for (const [from, to] of [
			['same as the system', 'light'],
			['light', 'dark'],
		]) {
			await page.getByRole('button', { name: `Theme: ${from}` }).click();
			await page.getByRole('button', { name: `Theme: ${to}` }).waitFor();
		}
		// The colour changes over some frames.
		await until('the ground is dark', async () => (await ground()) === 'rgb(0, 0, 0)');
		await page.getByRole('button', { name: 'Ben Okafor', exact: true }).click();
		await page.reload();
		await look(phone.root).toBeVisible();
		await look(page.locator('.phone')).toHaveCount(1);
		await until('the ground is dark again', async () => (await ground()) === 'rgb(0, 0, 0)');
		expect(await page.getByRole('button', { name: 'Theme: dark' }).count()).toBe(1);
	});
});
