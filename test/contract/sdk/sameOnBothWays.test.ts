import { Internet, removeGrpcRoots } from './internet';
import { Simulator, type Webhook } from '../../../simulator/src';
import { Receiver } from '../../../simulator/test/receiver';
import { picture } from '../pictures';
import { startSdk, type Sdk, type SdkMessage } from './app';
import { until } from './until';

const alice = '+15551230001';
const bob = '+15551230002';
const carol = '+15551230003';
const line = '+15550000001';
const host = 'bot.example.test';
const space = `any;-;${alice}`;

/**
 * The vendor's SDK reads the event log by stream and the deliveries by webhook, and makes the same kind of message of
 * both. One simulator for the file, because grpc-js reads the authority once.
 */
describe('the event log and the webhooks of November say the same', () => {
	let spectrum: Simulator;
	let internet: Internet;
	let receiver: Receiver;
	let webhook: Webhook;
	let sdk: Sdk;
	let group: string;
	let own: string;

	beforeAll(async () => {
		receiver = await Receiver.start();
		const hosts = { [host]: receiver.port };
		spectrum = await Simulator.start({ plan: 'dedicated', lines: [line], hosts, rateLimit: Number.POSITIVE_INFINITY });
		internet = await Internet.lead(spectrum);
		webhook = spectrum.registerWebhook(`https://${host}/`) as Webhook;
		sdk = await startSdk(spectrum, { webhookSecret: webhook.signingSecret });
		const first = sdk.next();
		for (let stream = 0; stream < 3; stream++) await spectrum.nextStream();
		spectrum.receive({ from: alice, text: 'First' });
		await first;
		await receiver.next();
		group = spectrum.createGroup({ members: [alice, bob] });
		own = spectrum.ownDevice().send(space, 'Hello');
	});

	afterAll(async () => {
		await sdk.app.stop();
		await internet.close();
		removeGrpcRoots();
		await spectrum.stop();
		await receiver.stop();
	});

	const byWebhook = async (): Promise<SdkMessage> => {
		const { headers, raw } = await receiver.next();
		const messages: SdkMessage[] = [];
		const body = new Uint8Array(raw);
		const request = new Request(`https://${host}/`, { method: 'POST', headers: headers as Record<string, string>, body });
		await sdk.app.webhook(request, (_space, message) => {
			messages.push(message);
		});
		await until(() => messages.length > 0);
		return messages[0] as SdkMessage;
	};

	/** What both ways must agree on. */
	const essence = ({ id, sender, space: at, content }: SdkMessage) => ({
		id,
		sender: sender?.id,
		space: at.id,
		phone: at.phone,
		content: essentials(content),
	});
	const essentials = (content: SdkMessage['content']): Record<string, unknown> => {
		const { type, text, emoji, name, mimeType, size, phones, note, displayName, members, target, items, action } = content as Record<
			string,
			unknown
		>;
		const { content: inner } = content as { content?: SdkMessage['content'] };
		return {
			type,
			...{ text, emoji, name, mimeType, size, phones, note, displayName, members },
			action: (action as { kind?: string } | undefined)?.kind,
			target: (target as { id?: string } | undefined)?.id,
			inner: inner === undefined ? undefined : essentials(inner),
			items: (items as SdkMessage[] | undefined)?.map((item) => [item.id, essentials(item.content)]),
		};
	};
	const file = { type: 'attachment', name: 'a.png', mimeType: 'image/png', bytes: picture('png') } as const;

	it.each<[string, () => void]>([
		['a text', () => spectrum.receive({ from: alice, text: 'Grüße 👋' })],
		['a text in a group', () => spectrum.receive({ from: bob, text: 'Hi all', space: group })],
		['a file', () => spectrum.receive({ from: alice, content: file })],
		[
			'a voice memo',
			() => spectrum.receive({ from: alice, content: { ...file, name: 'm.caf', mimeType: 'application/octet-stream', isVoiceNote: true } }),
		],
		[
			'a contact',
			() =>
				spectrum.receive({
					from: alice,
					content: {
						type: 'contact',
						name: { formatted: 'Bob Miller', first: 'Bob', last: 'Miller' },
						phones: [{ value: '+15557654321' }],
						note: 'From work',
					},
				}),
		],
		['an album', () => spectrum.receive({ from: alice, content: { type: 'group', items: [{ type: 'text', text: 'Look' }, file, file] } })],
		['an answer', () => spectrum.receive({ from: alice, text: 'Yes', replyTo: { guid: own } })],
		['an answer with a file', () => spectrum.receive({ from: alice, content: file, replyTo: { guid: own } })],
		['a tapback', () => spectrum.phone(alice).react(own, 'question')],
		['an emoji', () => spectrum.phone(alice).react(own, { emoji: '🎉' })],
		['a receipt', () => spectrum.phone(alice).read(own)],
		['another name', () => spectrum.phone(alice).renameGroup(group, 'Friends')],
		['a new member', () => spectrum.phone(alice).addMember(group, carol)],
		['a member less', () => spectrum.phone(alice).removeMember(group, carol)],
		['a picture', () => spectrum.phone(alice).setGroupIcon(group, picture('png'))],
		['no picture', () => spectrum.phone(alice).setGroupIcon(group)],
		['a member who leaves', () => spectrum.phone(bob).leave(group)],
	])('%s', async (_name, act) => {
		act();
		const [hooked, streamed] = [await byWebhook(), await sdk.next()];
		expect(essence(hooked)).toEqual(essence(streamed));
		const bytes = [hooked, streamed].map(({ content }) =>
			content.type === 'attachment' || content.type === 'voice' ? (content.read as () => Promise<Buffer>) : undefined,
		);
		if (bytes[0] !== undefined) expect(await bytes[0]()).toEqual(await bytes[1]?.());
	});
});
