import { Simulator } from '../../simulator/src';
import { vendorClient } from './vendorDriver';
import { vendorHttpClient, withHttpClient } from './vendorHttpDriver';

const alice = '+15551230001';
const aliceSpace = `any;-;${alice}`;
const lines = ['+15550000001', '+15550000002'];

describe('the vendor’s client for HTTP', () => {
	let spectrum: Simulator | undefined;

	afterEach(async () => {
		await spectrum?.stop();
		spectrum = undefined;
	});

	it('chooses a dedicated line by its instance', async () => {
		spectrum = await Simulator.start({ plan: 'dedicated', tls: false, lines });
		for (const line of spectrum.lines) {
			const client = await vendorHttpClient(spectrum, line, { server: line.id });
			const { chat } = await client.chats.create([alice]);
			await client.messages.sendText(chat.guid, line.phone ?? '');
			await client.close();
		}
		expect(spectrum.phone(alice).messages.map(({ line, text }) => [line, text])).toEqual(lines.map((line) => [line, line]));
		expect(new Set(spectrum.calls.map(({ transport }) => transport))).toEqual(new Set(['http']));
	});

	it.each([
		['notFound', 'NotFoundError', 5],
		['invalidArgument', 'ValidationError', 3],
	] as const)('learns that there is no such instance: %s', async (unknownInstance, name, grpcCode) => {
		await withHttpClient(
			{ plan: 'dedicated', lines },
			async (spectrum, client) => {
				spectrum.settings.unknownInstance = unknownInstance;
				await expect(client.chats.count()).rejects.toMatchObject({
					name,
					grpcCode,
					source: 'middleware',
					context: { header: 'x-photon-server' },
				});
			},
			{ server: 'nowhere' },
		);
	});

	it('must choose when there are several, and is refused on a line of another token', async () => {
		spectrum = await Simulator.start({ plan: 'dedicated', tls: false, lines });
		const [first, second] = spectrum.lines;
		const without = await vendorHttpClient(spectrum);
		const wrong = await vendorHttpClient(spectrum, first, { server: second?.id });
		await expect(without.chats.count()).rejects.toMatchObject({ name: 'ValidationError', source: 'middleware' });
		await expect(wrong.chats.count()).rejects.toMatchObject({ name: 'AuthenticationError', code: 'unauthenticated' });
	});

	it('reads the same as by gRPC', async () => {
		await withHttpClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const grpc = await vendorClient(spectrum);
			const { spaceId } = spectrum.receive({ from: alice, text: 'Hello' });
			spectrum.receive({
				from: alice,
				content: { type: 'attachment', id: 'file', name: 'a.png', mimeType: 'image/png', bytes: Buffer.from('bytes') },
			});
			const poll = await client.polls.create(spaceId, 'Lunch?', ['Pizza', 'Soup']);
			spectrum.phone(alice).shareLocation({ latitude: 52.52, longitude: 13.405 }, spectrum.lines[0]?.phone);
			const filter = { pageSize: 2, after: new Date(0), isFromMe: false };
			expect(await client.messages.listInChat(spaceId, filter)).toEqual(await grpc.messages.listInChat(spaceId, filter));
			expect(await client.messages.listRecent()).toEqual(await grpc.messages.listRecent());
			expect(await client.chats.get(spaceId)).toEqual(await grpc.chats.get(spaceId));
			expect(await client.attachments.get('file')).toEqual(await grpc.attachments.get('file'));
			expect(await client.polls.get(poll.pollMessageGuid)).toEqual(await grpc.polls.get(poll.pollMessageGuid));
			expect(await client.locations.list()).toEqual(await grpc.locations.list());
			expect(await client.addresses.get(alice)).toEqual(await grpc.addresses.get(alice));
			await grpc.close();
		});
	});

	it('sends what has every kind of field', async () => {
		await withHttpClient({}, async (spectrum, client) => {
			const first = await client.messages.sendText(aliceSpace, 'One');
			const text = 'Zwölf 😀 "quoted"\n';
			const sent = await client.messages.sendText(aliceSpace, text, {
				subject: 'Ünicode',
				replyTo: first.guid,
				formatting: [{ type: 'bold', start: 0, length: 5 }],
				enableLinkPreview: true,
			});
			expect(await client.messages.get(sent.guid)).toEqual(sent);
			expect(spectrum.phone(alice).messages.at(-1)).toMatchObject({ text, subject: 'Ünicode' });
			expect(spectrum.calls.at(-2)?.request).toMatchObject({
				text,
				enable_link_preview: true,
				formatting: [{ type: expect.anything(), start: 0, length: 5 }],
			});
		});
	});
});
