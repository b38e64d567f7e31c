import { statusOfCode } from '../../simulator/src';
import { FakeClock } from '../support/fakeClock';
import { withClient } from './vendorDriver';

const alice = '+15551230001';
const bob = 'bob@example.com';
const aliceSpace = `any;-;${alice}`;

describe('repeated writes, seen by the vendor’s client', () => {
	it('answers the original result by default', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const created = [await client.chats.create([alice, bob], { clientMessageId: 'chat' })];
			created.push(await client.chats.create([alice, bob], { clientMessageId: 'chat' }));
			expect(created[1]).toEqual(created[0]);
			const { guid } = created[0]!.chat;
			const first = await client.messages.sendText(guid, 'Once', { clientMessageId: 'text' });
			expect(await client.messages.sendText(guid, 'Once', { clientMessageId: 'text' })).toEqual(first);
			expect(spectrum.phone(alice).messages).toHaveLength(1);
		});
	});

	it('answers duplicateMessage in the other reading', async () => {
		await withClient({ repeats: 'duplicateMessage' }, async (spectrum, client) => {
			await client.messages.sendText(aliceSpace, 'Once', { clientMessageId: 'text' });
			await expect(client.messages.sendText(aliceSpace, 'Once', { clientMessageId: 'text' })).rejects.toMatchObject({
				code: 'duplicateMessage',
				grpcCode: 6,
				retryable: false,
			});
			expect(spectrum.phone(alice).messages).toHaveLength(1);
		});
	});

	it('lets a write that was refused be tried again', async () => {
		await withClient({}, async (spectrum, client) => {
			spectrum.faults.add('SendTextMessage', { type: 'error', code: 'burstRateExceeded' });
			const send = () => client.messages.sendText(aliceSpace, 'Once', { clientMessageId: 'text' });
			await expect(send()).rejects.toMatchObject({ name: 'RateLimitError', code: 'burstRateExceeded' });
			await send();
			expect(spectrum.phone(alice).messages).toHaveLength(1);
		});
	});
});

describe('scripted faults, seen by the vendor’s client', () => {
	it.each(Object.entries(statusOfCode))('answers %s on status %i', async (code, grpcCode) => {
		await withClient({}, async (spectrum, client) => {
			spectrum.faults.add('SendTextMessage', { type: 'error', code, retryable: true, context: { limit: '5000' } });
			await expect(client.messages.sendText(aliceSpace, 'Hi')).rejects.toMatchObject({
				code,
				grpcCode,
				retryable: true,
				context: { limit: '5000' },
			});
			expect(spectrum.phone(alice).messages).toHaveLength(0);
		});
	});

	it('refuses and expires live tokens', async () => {
		await withClient({}, async (spectrum, client) => {
			spectrum.faults.add('rpc', { type: 'refusedToken' });
			spectrum.faults.add('rpc', { type: 'expiredToken' });
			const send = () => client.messages.sendText(aliceSpace, 'Hi');
			await expect(send()).rejects.toMatchObject({ code: 'unauthenticated' });
			await expect(send()).rejects.toMatchObject({ code: 'tokenExpired' });
			await send();
			expect(spectrum.phone(alice).messages).toHaveLength(1);
		});
	});

	it('loses the answer after the write, and knows the repeat', async () => {
		await withClient({}, async (spectrum, client) => {
			spectrum.faults.add('SendTextMessage', { type: 'answerLost' });
			const send = () => client.messages.sendText(aliceSpace, 'Hi', { clientMessageId: 'text' });
			await expect(send()).rejects.toMatchObject({ name: 'ConnectionError', grpcCode: 14 });
			const { id } = await spectrum.phone(alice).next();
			expect(await send()).toMatchObject({ guid: id });
			expect(spectrum.phone(alice).messages).toHaveLength(1);
			expect(spectrum.calls.map(({ outcome }) => outcome?.type)).toEqual(['cut', 'answered']);
			expect(spectrum.connections.opened).toBe(2);
		});
	});

	it('drops the connection before the write', async () => {
		await withClient({}, async (spectrum, client) => {
			spectrum.faults.add('SendTextMessage', { type: 'dropConnection' }, { after: 1 });
			const send = () => client.messages.sendText(aliceSpace, 'Hi');
			await send();
			await expect(send()).rejects.toMatchObject({ name: 'ConnectionError' });
			expect(spectrum.phone(alice).messages).toHaveLength(1);
		});
	});

	it('cuts new connections', async () => {
		await withClient({}, async (spectrum, client) => {
			const fault = spectrum.faults.add('connect', { type: 'dropConnection' }, { times: Number.POSITIVE_INFINITY });
			await expect(client.messages.get('any')).rejects.toMatchObject({ grpcCode: 14 });
			expect(fault.hits).toBeGreaterThan(0);
			expect(spectrum.calls).toHaveLength(0);
		});
	});

	it('says duplicateMessage after a write', async () => {
		await withClient({}, async (spectrum, client) => {
			spectrum.faults.add('SendTextMessage', { type: 'duplicate' });
			await expect(client.messages.sendText(aliceSpace, 'Hi')).rejects.toMatchObject({ code: 'duplicateMessage' });
			expect(spectrum.phone(alice).messages).toHaveLength(1);
		});
	});

	it('answers slowly by the clock', async () => {
		const clock = new FakeClock();
		await withClient({ clock }, async (spectrum, client) => {
			spectrum.faults.add('SendTextMessage', { type: 'slow', milliseconds: 5_000 });
			let answered = false;
			const sent = client.messages.sendText(aliceSpace, 'Hi').then(() => (answered = true));
			await spectrum.phone(alice).next();
			await clock.whenWaiting();
			await clock.advance(4_999);
			expect(answered).toBe(false);
			await clock.advance(1);
			await sent;
		});
	});

	it('holds an answer until it is released, on the named line only', async () => {
		await withClient({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] }, async (spectrum, client) => {
			const other = spectrum.faults.add('CreateChat', { type: 'refusedToken' }, { line: '+15550000002' });
			const held = spectrum.faults.add('CreateChat', { type: 'hold', beforeWrite: true }, { line: '+15550000001' });
			const created = client.chats.create([alice], { message: 'Hi' });
			await held.struck;
			expect(spectrum.phone(alice).messages).toHaveLength(0);
			held.release();
			await created;
			expect(spectrum.phone(alice).messages).toHaveLength(1);
			expect(other.hits).toBe(0);
		});
	});

	it.each([
		[true, 0],
		[false, 1],
	])('writes as told when the client gives up (held before the write: %s)', async (beforeWrite, arrived) => {
		await withClient(
			{},
			async (spectrum, client) => {
				const held = spectrum.faults.add('SendTextMessage', { type: 'hold', beforeWrite });
				// The vendor's client gives up by its own timeout.
				await expect(client.messages.sendText(aliceSpace, 'Hi')).rejects.toThrow();
				await client.messages.sendText(aliceSpace, 'Next');
				held.remove();
				const texts = spectrum.phone(alice).messages.map(({ text }) => text);
				expect(texts.filter((text) => text === 'Hi')).toHaveLength(arrived);
				expect(spectrum.connections.opened).toBe(1);
			},
			{ timeout: 3_000 },
		);
	});
});
