import { FakeClock } from '../support/fakeClock';
import { vendorClient, withClient } from './vendorDriver';

const alice = '+15551230001';
const bob = 'bob@example.com';
const aliceSpace = `any;-;${alice}`;

describe('sending, seen by the vendor’s client', () => {
	it('puts a text on the phone and answers with its snapshot', async () => {
		await withClient({}, async (spectrum, client) => {
			const sent = await client.messages.sendText(aliceSpace, 'Hello', { clientMessageId: 'write-1' });
			expect(sent).toMatchObject({ isFromMe: true, isSent: true, chatGuids: [aliceSpace], content: { text: 'Hello' } });
			const arrived = await spectrum.phone(alice).next();
			expect(arrived).toMatchObject({ id: sent.guid, spaceId: aliceSpace, text: 'Hello', clientMessageId: 'write-1' });
			expect(new Date(arrived.sentAt)).toEqual(sent.dateCreated);
			expect(await client.messages.get(sent.guid)).toEqual(sent);
		});
	});

	it('carries subject, effect, formatting and reply', async () => {
		await withClient({}, async (spectrum, client) => {
			const { messageId } = spectrum.receive({ from: alice, text: 'Question?' });
			const sent = await client.messages.sendText(aliceSpace, 'Answer 👍!', {
				subject: 'Re',
				effect: 'com.apple.MobileSMS.expressivesend.impact',
				// 👍 counts as two code units: the last one is at 9.
				formatting: [
					{ type: 'bold', start: 0, length: 6 },
					{ type: 'effect', effect: 'shake', start: 7, length: 3 },
				],
				replyTo: { guid: messageId },
			});
			expect(sent).toMatchObject({
				subject: 'Re',
				replyTargetGuid: messageId,
				threadOriginatorGuid: messageId,
				content: { expressiveSendStyleId: 'com.apple.MobileSMS.expressivesend.impact' },
			});
			expect(sent.content.formatting).toHaveLength(2);
			expect((await spectrum.phone(alice).next()).formatting).toEqual([
				{ type: 'bold', start: 0, length: 6, effectName: undefined },
				{ type: 'effect', start: 7, length: 3, effectName: 'shake' },
			]);
		});
	});

	it('shows an inbound message with its sender', async () => {
		await withClient({}, async (spectrum, client) => {
			const { messageId, spaceId } = spectrum.receive({ from: alice, text: 'Hi' });
			expect(await client.messages.get(messageId)).toMatchObject({
				isFromMe: false,
				sender: { address: alice, service: 'iMessage' },
				chatGuids: [spaceId],
				content: { text: 'Hi' },
			});
			await expect(client.messages.get('spc-msg-nobody')).rejects.toMatchObject({
				name: 'NotFoundError',
				code: 'messageNotFound',
				retryable: false,
			});
		});
	});

	it('records metadata and request as sent, without the token', async () => {
		await withClient({}, async (spectrum, client) => {
			await client.messages.sendText(aliceSpace, 'Hello', { clientMessageId: 'write-1' });
			await client.messages.get((await spectrum.phone(alice).next()).id);
			const [send, get] = spectrum.calls;
			expect(send?.metadata['x-idempotency-key']).toMatch(/./);
			expect(send?.metadata.authorization).toBe('[redacted]');
			expect(send?.request).toEqual({
				chat_guid: aliceSpace,
				text: 'Hello',
				formatting: [],
				client_message_id: 'write-1',
			});
			expect(get?.metadata).not.toHaveProperty('x-idempotency-key');
			expect(JSON.stringify(spectrum.calls)).not.toContain(spectrum.lines[0]?.token);
		});
	});
});

describe('chats, seen by the vendor’s client', () => {
	it('needs CreateChat on the dedicated plan, and not on the shared one', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			await expect(client.messages.sendText(aliceSpace, 'Hello')).rejects.toMatchObject({
				name: 'NotFoundError',
				code: 'chatNotFound',
			});
			const { chat } = await client.chats.create([alice]);
			expect(chat).toMatchObject({ guid: aliceSpace, isGroup: false, participants: [{ address: alice }] });
			await client.messages.sendText(aliceSpace, 'Hello');
			expect((await spectrum.phone(alice).next()).line).toBe('+15550000001');
			expect(spectrum.phone(alice).messages).toHaveLength(1);
		});
	});

	it('answers in a direct space that somebody else opened', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const { spaceId } = spectrum.receive({ from: bob, text: 'Hi' });
			const sent = await client.messages.sendText(spaceId, 'Hello');
			expect(await client.chats.get(spaceId)).toMatchObject({ guid: spaceId, lastMessage: { guid: sent.guid } });
		});
	});

	it('makes a group with an opening message on the dedicated plan', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const { chat, initialMessage } = await client.chats.create([alice, bob], { message: 'Welcome' });
			expect(chat.isGroup).toBe(true);
			expect(chat.guid).toMatch(/^any;\+;/);
			expect(initialMessage).toMatchObject({ content: { text: 'Welcome' }, chatGuids: [chat.guid] });
			for (const member of [alice, bob]) {
				expect(await spectrum.phone(member).next()).toMatchObject({ id: initialMessage?.guid, spaceId: chat.guid });
			}
		});
	});

	it('makes no group on the shared plan, but writes to one it was added to', async () => {
		await withClient({}, async (spectrum, client) => {
			await expect(client.chats.create([alice, bob])).rejects.toMatchObject({
				name: 'ValidationError',
				code: 'operationNotSupported',
			});
			const group = spectrum.createGroup({ members: [alice, bob] });
			await client.messages.sendText(group, 'Hello all');
			expect(await spectrum.phone(bob).next()).toMatchObject({ spaceId: group, text: 'Hello all' });
		});
	});

	it('keeps the lines of a project apart', async () => {
		await withClient({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] }, async (spectrum, client) => {
			const { messageId, spaceId } = spectrum.receive({ from: alice, text: 'Hi', line: '+15550000002' });
			await expect(client.messages.get(messageId)).rejects.toMatchObject({ code: 'messageNotFound' });
			await expect(client.messages.sendText(spaceId, 'Hi')).rejects.toMatchObject({ code: 'chatNotFound' });
			const second = await vendorClient(spectrum, spectrum.lines[1]);
			await second.messages.sendText(spaceId, 'Hi');
			await second.close();
			expect((await spectrum.phone(alice).next()).line).toBe('+15550000002');
		});
	});
});

describe('tokens, seen by the vendor’s client', () => {
	it.each([
		['unknown', 'nonsense'],
		['malformed', 'two words'],
	])('refuses a token that is %s', async (_name, token) => {
		await withClient(
			{},
			async (_spectrum, client) => {
				await expect(client.messages.sendText(aliceSpace, 'Hi')).rejects.toMatchObject({
					name: 'AuthenticationError',
					code: 'unauthenticated',
					grpcCode: 16,
				});
			},
			{ token },
		);
	});

	it('refuses the token of another line, on streams too', async () => {
		await withClient({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] }, async (spectrum, client) => {
			const [first, second] = spectrum.lines;
			const stranger = await vendorClient(spectrum, first, { token: second?.token ?? '' });
			await expect(stranger.chats.create([alice])).rejects.toMatchObject({ code: 'unauthenticated' });
			await expect(stranger.messages.subscribeEvents()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
				code: 'unauthenticated',
			});
			await stranger.close();
			await client.chats.create([alice]);
		});
	});

	it('refuses a token from its last moment on', async () => {
		const clock = new FakeClock();
		await withClient({ clock, tokenTtlSeconds: 60 }, async (spectrum) => {
			const client = await vendorClient(spectrum, undefined, { token: spectrum.tokens.mint('shared') });
			await clock.advance(59_999);
			await client.messages.sendText(aliceSpace, 'Hi');
			await clock.advance(1);
			await expect(client.messages.sendText(aliceSpace, 'Hi')).rejects.toMatchObject({
				name: 'AuthenticationError',
				code: 'tokenExpired',
			});
			await client.close();
		});
	});
});
