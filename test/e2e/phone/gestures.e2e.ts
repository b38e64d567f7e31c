import { look } from './look';
import { idOf, line, space, Pair } from './pair';
import type { Screen } from './screen';
import { ben } from '../support/stage';
import { until } from '../../../scripts/n8n/until';
import type { MovableClock } from '../../../simulator/src/movableClock';
import type { AdvancedIMessage } from '../../contract/vendorDriver';

describe('gestures on the phones of the page', () => {
	let pair: Pair;
	let client: AdvancedIMessage;
	let phone: Screen;
	beforeEach(async () => {
		pair = await Pair.open();
		({ client, phone } = pair);
	});
	afterEach(async () => await pair.close());

	test('formatting and text effects go both ways', async () => {
		await phone.start(line);
		await phone.field.fill('Bold and shaky');
		await phone.field.press('Home');
		for (let letter = 0; letter < 4; letter++) await phone.field.press('Shift+ArrowRight');
		await phone.button('Bold').click();
		await phone.button('Underline').click();
		await phone.field.press('End');
		for (let letter = 0; letter < 5; letter++) await phone.field.press('Shift+ArrowLeft');
		await phone.button('Text Effects').click();
		await phone.root.getByRole('group', { name: 'Text effects' }).getByRole('button', { name: 'shake' }).click();
		await phone.button('Send').click();
		expect((await pair.received()).content).toMatchObject({
			text: 'Bold and shaky',
			formatting: expect.arrayContaining([
				{ type: 'bold', start: 0, length: 4 },
				{ type: 'underline', start: 0, length: 4 },
				{ type: 'effect', start: 9, length: 5, effectName: 'shake' },
			]),
		});
		const kinds = ['bold', 'italic', 'underline', 'strikethrough'] as const;
		await client.messages.sendText(space, 'bold italic underline strikethrough jitter', {
			formatting: [
				...kinds.map((type, index) => ({ type, start: [0, 5, 12, 22][index] as number, length: type.length })),
				{ type: 'effect' as const, effect: 'jitter' as const, effectName: 'jitter', start: 36, length: 6 } as never,
			],
		});
		for (const kind of kinds) await look(phone.root.locator(`.f-${kind}`, { hasText: kind }).last()).toBeVisible();
		await look(phone.root.locator('[data-effect=jitter]')).toHaveCount(1);
	});

	test('effects are played and named, both ways', async () => {
		await phone.start(line);
		await phone.field.fill('Boom');
		await phone.button('Send with an effect').click();
		await phone.dialog('Send with Effect').getByRole('button', { name: 'Send with Slam' }).click();
		expect((await pair.received()).content).toMatchObject({
			text: 'Boom',
			expressiveSendStyleId: 'com.apple.MobileSMS.expressivesend.impact',
		});
		await look(phone.message('Boom')).toContainText('Sent with Slam');
		await client.messages.sendText(space, 'Hooray', { effect: 'com.apple.messages.effect.CKConfettiEffect' as never });
		await look(phone.root.locator('.screen-effect')).toContainText('Confetti');
		await look(phone.root.locator('.screen-effect')).toHaveCount(0);
		await phone.message('Hooray').getByRole('button', { name: 'Replay Confetti' }).click();
		await look(phone.root.locator('.screen-effect')).toContainText('Confetti');
		await client.messages.sendText(space, 'Secret', { effect: 'com.apple.MobileSMS.expressivesend.invisibleink' as never });
		await look(phone.bubble('Secret')).toHaveClass('be-invisibleink');
	});

	test('tapbacks by a long press, other emoji by search, and those of the line', async () => {
		await pair.begin();
		const { guid } = await client.messages.sendText(space, 'See you at eight');
		await phone.press('See you at eight');
		await phone.menu.getByRole('button', { name: 'Love' }).click();
		expect(await pair.heard('message.reactionAdded')).toMatchObject({
			type: 'message.reactionAdded',
			messageGuid: guid,
			reaction: { kind: 'love' },
		});
		await look(phone.message('See you').getByRole('img', { name: 'Tapbacks: You ❤️' })).toBeVisible();
		await phone.press('See you at eight');
		await phone.menu.getByRole('button', { name: 'Other emoji' }).click();
		await phone.menu.getByRole('searchbox').fill('party');
		await phone.menu.getByRole('button', { name: 'party tada' }).click();
		expect(await pair.heard('message.reactionRemoved')).toMatchObject({ reaction: { kind: 'love' } });
		expect(await pair.heard('message.reactionAdded')).toMatchObject({ reaction: { kind: 'emoji', emoji: '🎉' } });
		await client.messages.setReaction(space, guid, { kind: 'laugh' }, true);
		await look(phone.message('See you').getByRole('img', { name: `Tapbacks: You 🎉, ${line} 😂` })).toBeVisible();
		await phone.press('See you at eight');
		await phone.menu.getByRole('button', { name: 'Other emoji' }).click();
		await phone.menu.getByRole('button', { name: 'party tada' }).click();
		expect(await pair.heard('message.reactionRemoved')).toMatchObject({ reaction: { kind: 'emoji', emoji: '🎉' } });
		await look(phone.message('See you').getByRole('img', { name: `Tapbacks: ${line} 😂` })).toBeVisible();
	});

	test('stickers, on a message and by themselves', async () => {
		await pair.begin('Here');
		await phone.act('Here', 'Add Sticker');
		await phone.dialog('Add Sticker').getByRole('button', { name: 'Sticker rocket launch' }).click();
		expect(await pair.heard('message.stickerPlaced')).toMatchObject({ sticker: { mimeType: 'image/png' } });
		await look(phone.message('Here').getByRole('img', { name: 'Sticker sticker.png' })).toBeVisible();
		await phone.app('Stickers');
		await phone.dialog('Stickers').getByRole('button', { name: 'Sticker star' }).click();
		expect((await pair.received()).content.attachments).toMatchObject([{ fileName: 'sticker.png' }]);
	});

	test('edits and unsends show on both sides', async () => {
		const guid = await pair.begin('Helo');
		await phone.act('Helo', 'Edit');
		const field = phone.root.getByRole('textbox', { name: 'Edit the message' });
		await look(field).toHaveText('Helo');
		await field.fill('Hello');
		await phone.button('Save the edit').click();
		expect(await pair.heard('message.edited')).toMatchObject({ messageGuid: guid, content: { text: 'Hello' } });
		await look(phone.message('Hello')).toContainText('Edited');
		await phone.act('Hello', 'Undo Send');
		expect(await pair.heard('message.unsent')).toMatchObject({ messageGuid: guid });
		await look(phone.root.getByText('You unsent a message')).toBeVisible();
		const sent = await client.messages.sendText(space, 'Gone soon');
		await phone.bubble('Gone soon').waitFor();
		await client.messages.edit(space, sent.guid, 'Gone now');
		await look(phone.message('Gone now')).toContainText('Edited');
		await client.messages.unsend(space, sent.guid);
		await look(phone.root.getByText(`${line} unsent a message`)).toBeVisible();
	});

	test('a message is taken back for two minutes, and edited for fifteen', async () => {
		await pair.begin('Hello');
		const clock = pair.stage.spectrum.clock as MovableClock;
		for (const [minutes, actions] of [
			[0, ['Reply', 'Add Sticker', 'Copy', 'Edit', 'Undo Send']],
			[3, ['Reply', 'Add Sticker', 'Copy', 'Edit']],
			[13, ['Reply', 'Add Sticker', 'Copy']],
		] as const) {
			clock.advance(minutes * 60_000);
			await until(`the menu after ${minutes} minutes more`, async () => {
				await phone.press('Hello');
				const shown = await phone.menu.getByRole('menuitem').allInnerTexts();
				await phone.page.keyboard.press('Escape');
				return JSON.stringify(shown) === JSON.stringify(actions);
			});
		}
	});

	test('what a message said before its edits is a tap away, on both sides and by the keyboard', async () => {
		const guid = await pair.begin('See you at eihgt');
		await client.messages.sendText(space, 'Never edited');
		const other = await client.messages.sendText(space, 'Bring bred');
		await phone.bubble('Bring bred').waitFor();
		await client.messages.edit(space, other.guid, 'Bring bread');
		await client.messages.edit(space, other.guid, 'Bring <b>bread</b>');
		pair.stage.spectrum.phone(pair.phone.address).edit(guid, 'See you at eight');
		const message = phone.message('Bring <b>bread</b>');
		const toggle = message.getByRole('button', { name: 'Edited' });
		await look(message.getByRole('list', { name: 'Earlier versions' })).toHaveCount(0);
		await toggle.focus();
		await phone.page.keyboard.press('Enter');
		const earlier = message.getByRole('list', { name: 'Earlier versions' });
		await look(earlier.getByRole('listitem')).toHaveCount(2);
		await look(earlier).toContainText('Bring bred');
		await look(message.getByRole('button', { name: 'Hide Edits', expanded: true })).toBeFocused();
		await phone.page.keyboard.press('Enter');
		await look(earlier).toHaveCount(0);
		await phone.message('See you at eight').getByRole('button', { name: 'Edited' }).click();
		await look(phone.message('See you at eight').getByRole('list', { name: 'Earlier versions' })).toContainText('See you at eihgt');
		await look(phone.message('Never edited').getByRole('button', { name: 'Edited' })).toHaveCount(0);
		await client.messages.unsend(space, other.guid);
		await look(phone.message('Bring bred')).toHaveCount(0);
	});

	test('polls of both sides, with votes, results and another choice', async () => {
		await pair.begin();
		await phone.app('Polls');
		const form = phone.dialog('New Poll');
		await form.getByRole('textbox', { name: 'Question' }).fill('Lunch?');
		await form.getByRole('textbox', { name: 'Choice 1' }).fill('Soup');
		await form.getByRole('textbox', { name: 'Choice 2' }).fill('Salad');
		await form.getByRole('button', { name: 'Send' }).click();
		const guid = idOf(await pair.heard());
		const poll = phone.root.getByRole('group', { name: 'Poll: Lunch?', exact: true });
		await poll.getByRole('button', { name: /^Soup, 0 votes/ }).click();
		await poll.getByRole('button', { name: 'Soup, 1 vote: you' }).waitFor();
		const { options } = await client.polls.get(guid);
		await client.polls.vote(guid, options[1]?.optionIdentifier as string);
		await poll.getByRole('button', { name: `Salad, 1 vote: ${line}` }).waitFor();
		await poll.getByRole('button', { name: 'Add Choice' }).click();
		await poll.getByRole('textbox', { name: 'Another choice' }).fill('Pizza');
		await poll.getByRole('button', { name: 'Add', exact: true }).click();
		await poll.getByRole('button', { name: 'Pizza, 0 votes' }).waitFor();
		const now = await client.polls.get(guid);
		expect(now.options.map(({ text }) => text)).toEqual(['Soup', 'Salad', 'Pizza']);
		expect(now.votes).toHaveLength(2);
		await poll.getByRole('button', { name: 'Soup, 1 vote: you' }).click();
		await look(poll.getByText('1 vote', { exact: true })).toBeVisible();
	});

	test('the core by the keyboard alone, with the focus where it belongs', async () => {
		const { keyboard } = phone.page;
		await pair.begin('First');
		await client.messages.sendText(space, 'Second');
		await phone.bubble('Second').waitFor();
		await phone.root.getByRole('group', { name: /^Messages with/ }).focus();
		await keyboard.press('ArrowUp');
		await look(phone.bubble('Second')).toBeFocused();
		await keyboard.press('Enter');
		await look(phone.menu.getByRole('button', { name: 'Love' })).toBeFocused();
		await keyboard.press('ArrowRight');
		await keyboard.press('Enter');
		await look(phone.menu).toHaveCount(0);
		await look(phone.bubble('Second')).toBeFocused();
		await look(phone.message('Second').getByRole('img', { name: 'Tapbacks: You 👍' })).toBeVisible();
		await keyboard.press('ArrowUp');
		await look(phone.bubble('First')).toBeFocused();
		await keyboard.press('Enter');
		await keyboard.press('Escape');
		await look(phone.bubble('First')).toBeFocused();
		await phone.field.focus();
		await keyboard.type('Written by hand');
		await keyboard.press('Enter');
		await phone.bubble('Written by hand').waitFor();
		await look(phone.field).toBeFocused();
		await look(phone.field).toHaveText('');
	});

	test('a person is named in a group, a link alone becomes a preview, and holding the arrow offers effects', async () => {
		await phone.start(line, ['Ben'], 'Both');
		await phone.field.fill('https://example.com/lake');
		await phone.field.press('Enter');
		await look(phone.root.getByRole('link', { name: 'Link to example.com' })).toBeVisible();
		expect((await pair.received()).content).toMatchObject({
			text: 'https://example.com/lake',
			balloonBundleId: 'com.apple.messages.URLBalloonProvider',
		});
		await phone.field.pressSequentially('Ask @Be');
		await phone.root.getByRole('group', { name: 'People to mention' }).getByRole('button', { name: 'Ben Okafor' }).click();
		await phone.button('Send').click({ delay: 700 });
		await phone.dialog('Send with Effect').getByRole('button', { name: 'Screen' }).click();
		await phone.dialog('Send with Effect').getByRole('button', { name: 'Send with Lasers' }).click();
		expect((await pair.received()).content).toMatchObject({
			text: 'Ask Ben Okafor',
			mentions: [{ address: ben, start: 4, length: 10 }],
			expressiveSendStyleId: 'com.apple.messages.effect.CKLasersEffect',
		});
	});
});
