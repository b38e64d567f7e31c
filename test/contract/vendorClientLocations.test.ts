import { FakeClock } from '../support/fakeClock';
import { follow } from './follow';
import { withClient } from './vendorDriver';

const alice = '+15551230001';
const bob = 'bob@example.com';
const space = `any;-;${alice}`;
const berlin = { latitude: 52.52, longitude: 13.405, accuracy: 12.5, longAddress: 'Alexanderplatz 1, Berlin', shortAddress: 'Berlin' };

describe('locations, seen by the vendor’s client', () => {
	it('are those of the people who share, with everything that is known', async () => {
		const clock = new FakeClock();
		await withClient({ plan: 'dedicated', clock }, async (spectrum, client) => {
			expect(await client.locations.list()).toEqual([]);
			await expect(client.locations.get(alice)).rejects.toMatchObject({ code: 'sharedFriendLocationNotFound', retryable: false });
			spectrum.phone(alice).shareLocation({ ...berlin, name: 'Alice', kind: 'legacy', expiresAt: clock.now() + 60_000 });
			spectrum.phone(bob).shareLocation({});
			expect(await client.locations.get(alice)).toEqual({
				...berlin,
				address: alice,
				name: 'Alice',
				isLocatingInProgress: false,
				locationType: 'legacy',
				locationTimestamp: new Date(clock.now()),
				expiresAt: new Date(clock.now() + 60_000),
			});
			expect(await client.locations.get(bob)).toMatchObject({ address: bob, isLocatingInProgress: true, locationType: 'live' });
			expect((await client.locations.get(bob)).latitude).toBeUndefined();
			expect((await client.locations.list()).map(({ address }) => address)).toEqual([alice, bob]);
			await clock.advance(60_000);
			expect((await client.locations.list()).map(({ address }) => address)).toEqual([bob]);
			spectrum.phone(bob).stopSharingLocation();
			await expect(client.locations.get(bob)).rejects.toMatchObject({ code: 'sharedFriendLocationNotFound' });
		});
	});

	it('belong to one line', async () => {
		await withClient({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] }, async (spectrum, client) => {
			spectrum.phone(alice).shareLocation(berlin, '+15550000002');
			expect(await client.locations.list()).toEqual([]);
		});
	});

	it('refuses what is no address', async () => {
		await withClient({ plan: 'dedicated' }, async (_spectrum, client) => {
			await client.chats.create([alice]);
			for (const address of ['', '12345', 'Bob@Example.com']) {
				await expect(client.locations.get(address)).rejects.toMatchObject({ code: 'invalidArgument' });
				await expect(client.locations.request(space, address)).rejects.toMatchObject({ code: 'invalidArgument' });
			}
			await expect(follow(client.locations.watch('12345')).next()).rejects.toThrow();
		});
	});

	it('are asked for with a card, once', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const { chat } = await client.chats.create([alice]);
			const asked = await client.locations.request(chat.guid, alice, { clientMessageId: 'ask-1' });
			expect(asked).toEqual({ address: alice, status: 'sent', messageGuid: expect.any(String) });
			expect(await client.locations.request(chat.guid, alice, { clientMessageId: 'ask-1' })).toEqual(asked);
			expect(spectrum.phone(alice).messages.map(({ id }) => id)).toEqual([asked.messageGuid]);
			expect((await client.messages.get(asked.messageGuid as string)).content.balloonBundleId).toContain('findmy');
			await expect(client.locations.request(chat.guid, bob)).rejects.toMatchObject({ code: 'invalidArgument' });
			await expect(client.locations.request('any;+;nobody', alice)).rejects.toMatchObject({ code: 'chatNotFound' });
			spectrum.phone(alice).shareLocation(berlin);
			const again = await client.locations.request(chat.guid, alice);
			expect(again).toEqual({ address: alice, status: 'alreadySharing', reason: expect.any(String) });
			expect(spectrum.phone(alice).messages).toHaveLength(1);
		});
	});

	it('counts as a message of the day', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			await client.chats.create([alice]);
			spectrum.settings.messagesPerDay = 0;
			await expect(client.locations.request(space, alice)).rejects.toMatchObject({ code: 'dailyLimitExceeded' });
		});
	});

	it('are told live, of everybody or of one person, and nothing is replayed', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			spectrum.phone(alice).shareLocation(berlin);
			const all = follow(client.locations.watch());
			await spectrum.nextStream();
			const ofBob = follow(client.locations.watch(bob));
			await spectrum.nextStream();
			const logged = spectrum.eventLog().length;
			spectrum.phone(alice).shareLocation({ latitude: 1, longitude: 2 });
			spectrum.phone(bob).shareLocation({ latitude: -3, longitude: -4.5 });
			expect(await all.next()).toMatchObject({ sourceSequence: 2, location: { address: alice, latitude: 1, longitude: 2 } });
			expect(await all.next()).toMatchObject({ sourceSequence: 3, location: { address: bob } });
			expect(await ofBob.next()).toMatchObject({ sourceSequence: 3, location: { address: bob, latitude: -3, longitude: -4.5 } });
			expect(spectrum.eventLog()).toHaveLength(logged);
			expect(spectrum.streams.map(({ method, sent }) => [method, sent])).toEqual([
				['WatchSharedFriendLocations', 2],
				['WatchSharedFriendLocations', 1],
			]);
			await all.close();
			await ofBob.close();
		});
	});

	it('keeps its stream alive with heartbeats, which are no updates', async () => {
		const clock = new FakeClock();
		let onHeartbeat = (): void => undefined;
		const beaten = new Promise<void>((resolve) => (onHeartbeat = resolve));
		await withClient(
			{ plan: 'dedicated', clock },
			async (spectrum, client) => {
				const all = follow(client.locations.watch());
				const stream = await spectrum.nextStream();
				await clock.advance(spectrum.settings.heartbeatMilliseconds);
				await beaten;
				expect(stream.sent).toBe(0);
				await all.close();
			},
			{ onHeartbeat: () => onHeartbeat() },
		);
	});
});
