import { FakeClock } from '../support/fakeClock';
import { follow } from './follow';
import { vendorClient, withClient, type AdvancedIMessage } from './vendorDriver';

const alice = '+15551230001';

const texts = (events: readonly unknown[]) =>
	(events as Array<{ message?: { content: { text: string } } }>).map(({ message }) => message?.content.text);

async function replayed(client: AdvancedIMessage, since?: number): Promise<unknown[]> {
	const events: unknown[] = [];
	for await (const event of client.events.catchUp(since)) events.push(event);
	return events;
}

describe('live streams, seen by the vendor’s client', () => {
	it('show what comes from now on, one frame for one sequence of the one log', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			spectrum.receive({ from: alice, text: 'Before' });
			const live = follow(client.messages.subscribeEvents());
			const stream = await spectrum.nextStream();
			expect(spectrum.streams[0]).toBe(stream);
			spectrum.receive({ from: alice, text: 'Now' });
			expect(await live.next()).toMatchObject({ sequence: 2, message: { content: { text: 'Now' } } });
			expect(stream).toMatchObject({ method: 'SubscribeMessageEvents', line: '+15550000001', sent: 1 });
			await live.close();
			expect(await stream.closed).toEqual({ type: 'left' });
			expect(spectrum.streams).toHaveLength(0);
		});
	});

	it('beat by the clock, busy or idle, and each on its own', async () => {
		const clock = new FakeClock();
		let beats = 0;
		let beaten = (): void => undefined;
		const onHeartbeat = () => {
			beats++;
			beaten();
		};
		await withClient(
			{ plan: 'dedicated', clock },
			async (spectrum, client) => {
				spectrum.settings.heartbeatMilliseconds = 10_000;
				const untilBeats = async (count: number) => {
					while (beats < count) await new Promise<void>((resolve) => (beaten = resolve));
				};
				const streams = [];
				const open = [];
				for (const resource of [client.messages, client.chats, client.groups, client.polls]) {
					streams.push(follow<unknown>(resource.subscribeEvents()));
					open.push(await spectrum.nextStream());
				}
				await clock.advance(9_999);
				spectrum.receive({ from: alice, text: 'Hi' });
				await streams[0]?.next();
				expect(beats).toBe(0);
				await clock.advance(1);
				await untilBeats(4);
				await clock.advance(10_000);
				await untilBeats(8);
				for (const stream of streams) await stream.close();
				expect(beats).toBe(8);
				await Promise.all(open.map(({ closed }) => closed));
				expect(clock.pending).toBe(0);
			},
			{ onHeartbeat },
		);
	});

	it('end with their token, by the clock, and not before', async () => {
		const clock = new FakeClock();
		await withClient({ clock, tokenTtlSeconds: 60 }, async (spectrum) => {
			const client = await vendorClient(spectrum, undefined, { token: spectrum.tokens.mint('shared') });
			const live = follow(client.messages.subscribeEvents());
			const stream = await spectrum.nextStream();
			await clock.advance(59_999);
			spectrum.receive({ from: alice, text: 'Hi' });
			await live.next();
			await clock.advance(1);
			expect(await live.ended).toMatchObject({ name: 'AuthenticationError', code: 'tokenExpired', grpcCode: 16 });
			expect(await stream.closed).toEqual({ type: 'refused', status: 16, code: 'tokenExpired' });
			await client.close();
		});
	});

	it('are for all domains but groups on the shared plan', async () => {
		await withClient({}, async (_spectrum, client) => {
			expect(await follow(client.groups.subscribeEvents()).ended).toMatchObject({
				name: 'ValidationError',
				code: 'operationNotSupported',
				grpcCode: 9,
			});
		});
	});

	it('are refused beyond the limit of a server', async () => {
		await withClient({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] }, async (spectrum, client) => {
			spectrum.settings.maxStreams = 16;
			const other = await vendorClient(spectrum, spectrum.lines[1]);
			const open = [follow(other.messages.subscribeEvents())];
			await spectrum.nextStream();
			for (let count = 0; count < 16; count++) {
				open.push(follow(client.messages.subscribeEvents()));
				await spectrum.nextStream();
			}
			expect(await follow(client.chats.subscribeEvents()).ended).toMatchObject({ grpcCode: 8, retryable: false });
			const oldest = spectrum.streams[0];
			await open[1]?.close();
			await oldest?.closed;
			spectrum.receive({ from: alice, text: 'Hi' });
			expect(texts(await replayed(client))).toEqual(['Hi', undefined]);
			for (const stream of open) await stream.close();
			await other.close();
		});
	});
});

describe('a replay, seen by the vendor’s client', () => {
	it('gives what lies after the cursor, up to the head at its start', async () => {
		await withClient({}, async (spectrum, client) => {
			spectrum.receiveMany(['1', '2', '3'].map((text) => ({ from: alice, text })));
			const held = spectrum.faults.add('CatchUpEvents', { type: 'hold', afterEvents: 1 });
			const stream = follow(client.events.catchUp(1));
			await stream.next();
			spectrum.receive({ from: alice, text: 'Too late' });
			held.release();
			expect(await stream.ended).toBeUndefined();
			expect(texts(stream.events)).toEqual(['2', '3', undefined]);
			expect(stream.events[2]).toEqual({ type: 'catchup.complete', headSequence: 3 });
			expect(await replayed(client, 4)).toEqual([{ type: 'catchup.complete', headSequence: 4 }]);
		});
	});

	it('refuses a cursor whose events are dropped, and one from the future', async () => {
		await withClient({}, async (spectrum, client) => {
			spectrum.settings.retainedEvents = 3;
			spectrum.receiveMany(['1', '2', '3', '4', '5'].map((text) => ({ from: alice, text })));
			const rejected = { code: 'preconditionFailed', grpcCode: 9, retryable: false };
			for (const cursor of [1, 6]) await expect(replayed(client, cursor)).rejects.toMatchObject(rejected);
			// Nothing is missing after the newest event that was dropped, and nobody asks for what was before.
			for (const cursor of [2, undefined]) expect(texts(await replayed(client, cursor))).toEqual(['3', '4', '5', undefined]);
			spectrum.settings.cursorError = { code: 'cursorOfTheFuture', status: 9, context: { oldest: '3' } };
			await expect(replayed(client, 1)).rejects.toMatchObject({ grpcCode: 9, context: { oldest: '3' } });
			spectrum.settings.rejectsCursors = false;
			expect(texts(await replayed(client, 1))).toEqual(['3', '4', '5', undefined]);
			expect(await replayed(client, 6)).toEqual([{ type: 'catchup.complete', headSequence: 5 }]);
		});
	});

	it('can be told to refuse any cursor once', async () => {
		await withClient({}, async (spectrum, client) => {
			spectrum.faults.add('CatchUpEvents', { type: 'rejectedCursor' });
			await expect(replayed(client)).rejects.toMatchObject({ name: 'ValidationError', code: 'preconditionFailed', grpcCode: 9 });
			expect(await replayed(client)).toHaveLength(1);
		});
	});
});
