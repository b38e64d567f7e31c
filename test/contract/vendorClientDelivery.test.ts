import { FakeClock } from '../support/fakeClock';
import { withClient } from './vendorDriver';

const alice = '+15551230001';
const bob = '+15551230002';
const start = Date.UTC(2026, 0, 1);
const at = (second: number): Date => new Date(start + second * 1_000);

describe('how far a message has come, seen by the vendor’s client', () => {
	it('is sent while the phone is offline, then delivered, read and played', async () => {
		const clock = new FakeClock(start);
		await withClient({ plan: 'dedicated', clock }, async (spectrum, client) => {
			const phone = spectrum.phone(alice);
			const { chat } = await client.chats.create([alice]);
			phone.isOffline = true;
			const { attachment } = await client.attachments.upload({ fileName: 'note.caf', data: Buffer.from('caff') });
			const { guid } = await client.messages.sendAttachment(chat.guid, attachment.guid, { isAudioMessage: true });
			const seen = await client.messages.get(guid);
			expect(seen).toMatchObject({ isSent: true, isDelivered: false, didNotifyRecipient: false });
			expect(seen.dateDelivered).toBeUndefined();
			expect(phone.messages).toEqual([]);
			await clock.advance(5_000);
			phone.isOffline = false;
			expect(phone.messages.map(({ id }) => id)).toEqual([guid]);
			await clock.advance(5_000);
			phone.read(guid);
			await clock.advance(5_000);
			phone.play(guid);
			expect(await client.messages.get(guid)).toMatchObject({
				isDelivered: true,
				didNotifyRecipient: true,
				dateDelivered: at(5),
				dateRead: at(10),
				datePlayed: at(15),
			});
		});
	});

	it('in a group, is delivered with the first phone', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const { chat } = await client.chats.create([alice, bob]);
			for (const person of [alice, bob]) spectrum.phone(person).isOffline = true;
			const { guid } = await client.messages.sendText(chat.guid, 'Hello');
			expect((await client.messages.get(guid)).isDelivered).toBe(false);
			spectrum.phone(bob).isOffline = false;
			expect((await client.messages.get(guid)).isDelivered).toBe(true);
			expect(spectrum.phone(alice).messages).toEqual([]);
			spectrum.phone(alice).isOffline = false;
			expect(spectrum.phone(alice).messages).toHaveLength(1);
		});
	});
});
