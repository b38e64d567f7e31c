import { withClient } from './vendorDriver';

const alice = '+15551230001';
const aliceSpace = `any;-;${alice}`;

describe('refusals, seen by the vendor’s client', () => {
	const formats = (start: number, length: number, type = 'bold') => ({
		formatting: [{ type, start, length }] as never,
	});
	it.each([
		['a short code', 'any;-;12345', 'Hi', {}, 'invalidArgument'],
		['an email address in upper case', 'any;-;Bob@Example.com', 'Hi', {}, 'invalidArgument'],
		['a number with separators', 'any;-;+1 555 123 0001', 'Hi', {}, 'invalidArgument'],
		['an unknown group', 'any;+;nobody', 'Hi', {}, 'chatNotFound'],
		['an empty text', aliceSpace, '', {}, 'invalidArgument'],
		['formatting past the end', aliceSpace, 'Hi', formats(1, 2), 'invalidArgument'],
		['formatting before the start', aliceSpace, 'Hi', formats(-1, 1), 'invalidArgument'],
		['formatting without length', aliceSpace, 'Hi', formats(0, 0), 'invalidArgument'],
		['an unknown kind of formatting', aliceSpace, 'Hi', formats(0, 1, 'blink'), 'invalidArgument'],
		['a text effect without its name', aliceSpace, 'Hi', formats(0, 1, 'effect'), 'invalidArgument'],
		['an unknown effect', aliceSpace, 'Hi', { effect: 'com.apple.unknown' as never }, 'invalidArgument'],
		['a reply to nothing', aliceSpace, 'Hi', { replyTo: { guid: 'spc-msg-nobody' } }, 'messageNotFound'],
	])('refuses %s and writes nothing', async (_name, space, text, options, code) => {
		await withClient({}, async (spectrum, client) => {
			await expect(client.messages.sendText(space, text, options as never)).rejects.toMatchObject({ code, retryable: false });
			expect(spectrum.calls).toHaveLength(1);
			expect(spectrum.phone(alice).messages).toHaveLength(0);
		});
	});

	it('refuses a chat without, with a wrong, and with a repeated address', async () => {
		await withClient({ plan: 'dedicated' }, async (_spectrum, client) => {
			for (const addresses of [[], ['12345'], ['Bob@Example.com'], [alice, alice]]) {
				await expect(client.chats.create(addresses)).rejects.toMatchObject({ code: 'invalidArgument' });
			}
			await expect(client.chats.create([alice], { message: '' })).rejects.toMatchObject({ code: 'invalidArgument' });
			await expect(client.chats.get(aliceSpace)).rejects.toMatchObject({ code: 'chatNotFound' });
		});
	});
});
