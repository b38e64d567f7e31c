import type { Simulator } from '../../simulator/src';
import { FakeClock } from '../support/fakeClock';
import { picture, type PictureFormat } from './pictures';
import { withClient } from './vendorDriver';

const alice = '+15551230001';
const bob = 'bob@example.com';
const aliceSpace = `any;-;${alice}`;
const slam = 'com.apple.MobileSMS.expressivesend.impact';

describe('chats and their people, seen by the vendor’s client', () => {
	it('shows typing on the phones, with times, and keeps nothing', async () => {
		const clock = new FakeClock();
		await withClient({ clock }, async (spectrum, client) => {
			const begin = clock.now();
			await client.chats.setTyping(aliceSpace, true);
			await clock.advance(3_000);
			await client.chats.setTyping(aliceSpace, false);
			expect(spectrum.phone(alice).typing).toEqual([
				{ type: 'typing', spaceId: aliceSpace, line: 'shared', isTyping: true, at: begin },
				{ type: 'typing', spaceId: aliceSpace, line: 'shared', isTyping: false, at: begin + 3_000 },
			]);
			expect(await spectrum.phone(alice).nextEvent()).toMatchObject({ isTyping: true });
			expect(spectrum.eventLog()).toHaveLength(0);
			expect(await client.chats.count()).toBe(0);
		});
	});

	it('offers the contact card to everybody in the chat', async () => {
		await withClient({}, async (spectrum, client) => {
			const group = spectrum.createGroup({ members: [alice, bob] });
			await client.chats.shareContactInfo(group);
			for (const member of [alice, bob]) {
				expect(spectrum.phone(member).eventsOf('contactCard')).toMatchObject([{ spaceId: group }]);
			}
		});
	});

	it('counts chats, archived ones when asked', async () => {
		await withClient({}, async (spectrum, client) => {
			await client.messages.sendText(aliceSpace, 'Hi');
			spectrum.receive({ from: bob, text: 'Hi' });
			spectrum.store().chats.get(aliceSpace)!.isArchived = true;
			expect(await client.chats.count()).toBe(1);
			expect(await client.chats.count({ includeArchived: true })).toBe(2);
			expect((await client.chats.get(aliceSpace)).isArchived).toBe(true);
		});
	});

	it('knows no chat that it does not have', async () => {
		await withClient({ plan: 'dedicated' }, async (_spectrum, client) => {
			for (const call of [
				client.chats.setTyping(aliceSpace, true),
				client.chats.markRead(aliceSpace),
				client.chats.shareContactInfo(aliceSpace),
				client.chats.setBackground(aliceSpace, picture('png')),
				client.chats.removeBackground(aliceSpace),
				client.chats.hasBackground(aliceSpace),
			]) {
				await expect(call).rejects.toMatchObject({ code: 'chatNotFound' });
			}
		});
	});

	it('creates with an opening message, its subject and effect, on every phone', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const options = { message: 'Welcome', subject: 'Party', effect: slam, clientMessageId: 'open' } as const;
			const { chat, initialMessage } = await client.chats.create([alice, bob], options);
			expect(initialMessage).toMatchObject({ subject: 'Party', content: { expressiveSendStyleId: slam } });
			expect(spectrum.phone(bob).messages).toMatchObject([
				{ spaceId: chat.guid, subject: 'Party', effectId: slam, clientMessageId: 'open', service: 'iMessage' },
			]);
			expect(spectrum.phone(bob).chats).toMatchObject([{ spaceId: chat.guid, isGroup: true, members: [alice, bob] }]);
		});
	});
});

describe('backgrounds, seen by the vendor’s client', () => {
	it.each<PictureFormat>(['jpeg', 'png', 'heic', 'heif'])('takes a %s', async (format) => {
		await withClient({}, async (spectrum, client) => {
			await client.chats.setBackground(aliceSpace, picture(format));
			expect(await client.chats.hasBackground(aliceSpace)).toBe(true);
			expect(spectrum.phone(alice).eventsOf('background')).toMatchObject([{ mimeType: `image/${format}` }]);
			expect(spectrum.phone(alice).chats[0]?.background?.equals(picture(format))).toBe(true);
			await client.chats.removeBackground(aliceSpace);
			await client.chats.removeBackground(aliceSpace);
			expect(await client.chats.hasBackground(aliceSpace)).toBe(false);
			expect(spectrum.eventLog().map(({ change }) => change.type)).toEqual(['backgroundChanged', 'backgroundRemoved']);
		});
	});

	it.each<PictureFormat>(['gif', 'webp', 'avif', 'tiff', 'bmp', 'svg'])('refuses a %s', async (format) => {
		await withClient({}, async (spectrum, client) => {
			await client.messages.sendText(aliceSpace, 'Hi');
			const refusal = { code: 'invalidArgument', context: { field: 'data' } };
			await expect(client.chats.setBackground(aliceSpace, picture(format))).rejects.toMatchObject(refusal);
			expect(await client.chats.hasBackground(aliceSpace)).toBe(false);
			expect(spectrum.phone(alice).events).toHaveLength(0);
		});
	});

	it('answers once the picture can be handed out', async () => {
		const clock = new FakeClock();
		await withClient({ clock }, async (spectrum, client) => {
			await client.messages.sendText(aliceSpace, 'Hi');
			spectrum.settings.backgroundMilliseconds = 20_000;
			const set = client.chats.setBackground(aliceSpace, picture('png'));
			await clock.whenWaiting();
			expect(await client.chats.hasBackground(aliceSpace)).toBe(false);
			await clock.advance(20_000);
			await set;
			expect(await client.chats.hasBackground(aliceSpace)).toBe(true);
		});
	});

	it('repeats by the idempotency key alone', async () => {
		await withClient({}, async (spectrum, client) => {
			spectrum.faults.add('SetBackground', { type: 'error', code: 'internalError', afterWrite: true });
			await expect(client.chats.setBackground(aliceSpace, picture('png'))).rejects.toMatchObject({ code: 'internalError' });
			expect(spectrum.calls[0]?.metadata['x-idempotency-key']).toMatch(/./);
			expect(spectrum.calls[0]?.request).not.toHaveProperty('client_message_id');
			expect(spectrum.store().writes.has({ idempotencyKey: spectrum.calls[0]?.metadata['x-idempotency-key'] })).toBe(true);
		});
	});
});

describe('addresses, seen by the vendor’s client', () => {
	it('are normalised by this service alone', async () => {
		await withClient({}, async (spectrum, client) => {
			spectrum.receive({ from: bob, text: 'Hi' });
			spectrum.phone(bob).country = 'de';
			spectrum.phone(bob).focus = true;
			spectrum.phone(bob).imessage = false;
			expect(await client.addresses.get(' Bob@Example.COM ')).toEqual({ address: bob, services: ['iMessage'], country: 'DE' });
			expect(await client.addresses.isFocusSilenced('BOB@example.com')).toBe(true);
			expect(await client.addresses.isIMessageAvailable('BOB@example.com')).toBe(false);
			expect(await client.addresses.isFocusSilenced(` ${alice}`)).toBe(false);
			expect(await client.addresses.isIMessageAvailable(alice)).toBe(true);
			await expect(client.addresses.get(alice)).rejects.toMatchObject({ name: 'NotFoundError', code: 'addressNotFound' });
			for (const address of ['', '12345', '+1 555', 'bob@']) {
				for (const answer of [
					client.addresses.get(address),
					client.addresses.isFocusSilenced(address),
					client.addresses.isIMessageAvailable(address),
				]) {
					await expect(answer).rejects.toMatchObject({ code: 'invalidArgument' });
				}
			}
		});
	});

	it('without iMessage get nothing over it', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const { chat } = await client.chats.create([alice]);
			spectrum.phone(alice).imessage = false;
			const refusal = { code: 'preconditionFailed', context: { reason: 'unreachable', service: 'iMessage' } };
			await expect(client.messages.sendText(chat.guid, 'Hi')).rejects.toMatchObject(refusal);
			await expect(client.polls.create(chat.guid, 'Lunch?', ['A', 'B'])).rejects.toMatchObject(refusal);
			await expect(client.chats.create([alice])).rejects.toMatchObject(refusal);
			await expect(client.chats.create([alice, bob])).rejects.toMatchObject(refusal);
			expect(spectrum.phone(alice).messages).toHaveLength(0);
			spectrum.phone(alice).imessage = true;
			await client.messages.sendText(chat.guid, 'Hi');
		});
	});

	it('without iMessage leave no chat behind on the shared plan', async () => {
		await withClient({}, async (spectrum: Simulator, client) => {
			spectrum.phone(alice).imessage = false;
			await expect(client.messages.sendText(aliceSpace, 'Hi')).rejects.toMatchObject({ code: 'preconditionFailed' });
			expect(spectrum.store().chats.size).toBe(0);
		});
	});

	it('can fail after the call was accepted', async () => {
		await withClient({}, async (spectrum, client) => {
			spectrum.phone(alice).sendErrorCode = 22;
			const sent = await client.messages.sendText(aliceSpace, 'Hi');
			expect(sent).toMatchObject({ sendErrorCode: 22, isSent: false, isDelivered: false });
			expect(spectrum.phone(alice).messages).toHaveLength(0);
		});
	});
});
