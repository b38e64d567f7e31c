import { catchUpEvents } from '../../../../../nodes/shared/spectrum/codec/events';
import type { ImessageEvent } from '../../../../../nodes/shared/spectrum/model/event/event';
import { projectChange } from '../../../../../nodes/shared/spectrum/log/project/projectChange';
import { GrpcTransport } from '../../../../../nodes/shared/spectrum/transport/GrpcTransport';
import { readDelivery } from '../../../../../nodes/shared/spectrum/webhook/delivery';
import { toEvent } from '../../../../../nodes/shared/spectrum/webhook/toEvent';
import { Simulator, type InboundMessage } from '../../../../../simulator/src';
import { FakeClock } from '../../../../support/fakeClock';
import { Receiver } from '../../../../../simulator/test/receiver';
import { ports } from './projectSupport';

const alice = '+15551234567';
const host = 'n8n.example.test';
const bytes = Buffer.from('bytes');
const photo = { type: 'attachment', id: 'A1', name: 'a.png', mimeType: 'image/png', bytes } as const;
const card = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob\r\nEND:VCARD\r\n';

/** Somebody's message, received once by webhook and once by stream. */
class TwoWays {
	private constructor(
		readonly spectrum: Simulator,
		private readonly receiver: Receiver,
		private readonly transport: GrpcTransport,
	) {}

	static async start(plan: 'shared' | 'dedicated'): Promise<TwoWays> {
		const receiver = await Receiver.start();
		const spectrum = await Simulator.start({ plan, tls: false, clock: new FakeClock(), hosts: { [host]: receiver.port } });
		// The kinds of November differ by what a stream says of them: those of July are compared here.
		spectrum.registerWebhook(`https://${host}/hook`, { generation: 'july' });
		return new TwoWays(spectrum, receiver, new GrpcTransport({ address: spectrum.lines[0]?.address ?? '', tls: false }));
	}

	async receive(inbound: Omit<InboundMessage, 'from'>): Promise<{ hook: ImessageEvent; streamed: ImessageEvent | undefined }> {
		await this.spectrum.receive({ from: alice, ...inbound }).delivered;
		const reading = readDelivery((await this.receiver.next()).raw);
		if (reading.verdict !== 'delivery') throw new Error(`The delivery is ${reading.verdict}`);
		return { hook: toEvent(reading.delivery), streamed: await this.newest() };
	}

	/** The event of the newest entry of the log. */
	private async newest(): Promise<ImessageEvent | undefined> {
		const [{ id, phone = '', token } = { id: '', token: '' }] = this.spectrum.lines;
		const head = BigInt(this.spectrum.store().log.head);
		for await (const frame of this.transport.serverStream(catchUpEvents, { after: String(head - 1n) }, { token })) {
			if (frame?.type !== 'event') continue;
			const { change, sequence } = frame;
			return await projectChange({ change, sequence, line: { id, phone }, ports: ports({}) });
		}
		return undefined;
	}

	async stop(): Promise<void> {
		this.transport.close();
		await this.spectrum.stop();
		await this.receiver.stop();
	}
}

let ways: TwoWays;
afterEach(() => ways.stop());

/** A stream knows the place in the log, and the service that somebody wrote by. */
function withoutStreamFields(event: ImessageEvent | undefined): unknown {
	if (event === undefined) return undefined;
	const { sequence, sender, ...rest } = event;
	expect(sequence).toMatch(/^\d+$/);
	expect(sender?.service).toBe('iMessage');
	return { ...rest, sender: { id: sender?.id, address: sender?.address } };
}

describe.each(['shared', 'dedicated'] as const)('on the plan %s a message is the same event by webhook and by stream', (plan) => {
	beforeEach(async () => {
		ways = await TwoWays.start(plan);
	});

	test.each<[string, Omit<InboundMessage, 'from'>]>([
		['a text', { text: 'Hi ' }],
		['a text in a group', { text: 'Hi', space: 'any;+;chat1' }],
		['a file', { content: photo }],
		['a link', { content: { type: 'richlink', url: 'https://example.com/a?b=c' } }],
		[
			'an album with a caption',
			{ content: { type: 'group', items: [photo, { type: 'text', text: 'Look' }, { ...photo, id: 'A2', name: 'b.png' }] } },
		],
		['an album of files', { content: { type: 'group', items: [photo, { ...photo, id: 'A2', name: 'b.png' }] } }],
	])('%s', async (_name, inbound) => {
		const { hook, streamed } = await ways.receive(inbound);
		expect(withoutStreamFields(streamed)).toEqual(hook);
	});

	test.each(['\u2764\uFE0F', '\u{1F44D}', '\u{1F44E}', '\u{1F602}', '\u203C\uFE0F', '\u2753', '\u{1F389}'])(
		'the reaction %s, but for what it was put on',
		async (emoji) => {
			const { messageId } = ways.spectrum.receive({ from: alice, text: 'Hi', webhooks: false });
			const { hook, streamed } = await ways.receive({ content: { type: 'reaction', emoji, target: messageId } });
			// A webhook describes the target, a stream the reaction.
			expect(hook.content).toEqual({
				type: 'reaction',
				kind: expect.any(String),
				emoji,
				target: expect.objectContaining({ id: messageId, contentPreview: 'Hi' }),
			});
			expect(streamed?.content).toEqual({ ...hook.content, target: { id: messageId } });
			expect(withoutStreamFields({ ...(streamed as ImessageEvent), content: hook.content })).toEqual(hook);
		},
	);

	test('a voice memo that comes as unknown bytes, but that a stream calls it one', async () => {
		const { hook, streamed } = await ways.receive({
			content: { ...photo, name: 'Audio Message.caf', mimeType: 'application/octet-stream' },
		});
		expect(hook.content).toMatchObject({ mimeType: 'audio/x-caf' });
		expect(streamed?.content).toEqual({ ...hook.content, isVoiceNote: true });
		expect(withoutStreamFields({ ...(streamed as ImessageEvent), content: hook.content })).toEqual(hook);
	});

	test('a contact, but that a webhook has read the card and a stream knows its file', async () => {
		const { hook, streamed } = await ways.receive({ content: { type: 'contact', name: 'Bob', phones: ['+15557654321'], raw: card } });
		expect(hook.content).toEqual({ type: 'contact', name: 'Bob', phones: ['+15557654321'], raw: card });
		expect(streamed?.content).toEqual({
			type: 'contact',
			id: expect.any(String),
			fileName: 'Bob.vcf',
			mimeType: 'text/vcard',
			size: card.length,
		});
		expect(withoutStreamFields({ ...(streamed as ImessageEvent), content: hook.content })).toEqual(hook);
	});

	test('what only a stream knows comes on top', async () => {
		const { messageId } = ways.spectrum.receive({ from: alice, text: 'Hi', webhooks: false });
		const { hook, streamed } = await ways.receive({
			text: 'Bob, look',
			subject: 'Re',
			effectId: 'com.apple.MobileSMS.expressivesend.impact',
			formatting: [{ type: 'bold', start: 0, length: 9 }],
			mentions: [{ address: 'bob@example.com', start: 0, length: 3 }],
			replyTo: { guid: messageId },
		});
		expect(withoutStreamFields(streamed)).toMatchObject(hook);
		expect(streamed?.message).toEqual({
			id: hook.id,
			text: 'Bob, look',
			subject: 'Re',
			replyTo: messageId,
			threadId: messageId,
			effectId: 'com.apple.MobileSMS.expressivesend.impact',
			effect: 'slam',
			formatting: [
				{ type: 'bold', start: 0, length: 3 },
				{ type: 'bold', start: 3, length: 6 },
			],
			mentions: [{ address: 'bob@example.com', start: 0, length: 3 }],
		});
	});
});
