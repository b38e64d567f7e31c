import { FakeClock } from '../../../test/support/fakeClock';
import { sign } from '../../src';
import { FaultDesk } from '../../src/web/panel/faultDesk';
import { ask, post } from '../http/httpCall';
import { rawClient, type RawClient } from '../rawCall';
import { rawStreams } from '../rawStreams';
import { Receiver } from '../receiver';
import { openPanel, type OpenPanel } from './openPanel';

const ada = '+15551234567';
const chat = `any;-;${ada}`;

describe('a fault by a click, as a client sees it', () => {
	let panel: OpenPanel;
	let client: RawClient;

	beforeEach(async () => {
		panel = await openPanel({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		panel.spectrum.receive({ from: ada, text: 'Hi' });
		client = rawClient(panel.spectrum);
	});

	afterEach(async () => {
		client.close();
		await panel.close();
	});

	const send = (text = 'Hello') => client.send({ chat_guid: chat, text, client_message_id: text });
	const arrived = () => panel.spectrum.phone(ada).messages.map(({ text }) => text);

	/** A client of its own opens a stream: the one before waits a while before it dials again. */
	const expectOpen = async (): Promise<void> => {
		const fresh = rawStreams(panel.spectrum, undefined, { 'grpc.use_local_subchannel_pool': 1 });
		fresh.messages();
		expect((await panel.spectrum.nextStream()).method).toBe('SubscribeMessageEvents');
		fresh.close();
	};

	it('refuses the token once', async () => {
		expect(await panel.act('faults', { kind: 'refuseToken', target: 'rpc' })).toBe('Refuse the token: waits for the next call or stream');
		expect((await panel.look()).panel.armed).toEqual([{ id: '1', what: 'Refuse the token', target: 'rpc' }]);
		await expect(send()).rejects.toMatchObject({ code: 16, details: 'The token is missing or not known' });
		expect((await panel.look()).panel.armed).toEqual([]);
		await send();
		expect(arrived()).toEqual(['Hello']);
	});

	it('loses the next answer to a write: it is done, and a repeat does not do it twice', async () => {
		await panel.act('faults', { kind: 'loseAnswer', target: 'write' });
		await client.get('nothing').catch(() => undefined);
		await expect(send()).rejects.toMatchObject({ code: 14 });
		expect(arrived()).toEqual(['Hello']);
		await send();
		expect(arrived()).toEqual(['Hello']);
		const outcomes = (await panel.look()).journal.filter(({ title }) => title === 'SendTextMessage').map(({ outcome }) => outcome);
		expect(outcomes).toEqual(['answered', 'cut without an answer']);
	});

	it('answers with an error of the contract, for the method and line that are named', async () => {
		await panel.act('faults', { kind: 'error', code: 'burstRateExceeded', target: 'SendTextMessage', line: '+15550000002' });
		await send();
		const other = rawClient(panel.spectrum, panel.spectrum.lines[1]);
		await expect(other.send({ chat_guid: chat, text: 'Hello' })).rejects.toMatchObject({
			code: 8,
			details: 'Asked for at the control panel',
		});
		other.close();
	});

	it('lets a proxy answer a call over HTTP, and a call by gRPC pass', async () => {
		const proxy = { kind: 'proxyAnswer', target: 'SendTextMessage' };
		expect(await panel.act('faults', { ...proxy, status: 403, isDone: false })).toBe(
			'A proxy answers 403: waits for the next SendTextMessage over HTTP',
		);
		await panel.act('faults', { ...proxy, target: 'write', status: 504, isDone: true });
		expect((await panel.look()).panel.armed).toEqual([
			{ id: '1', what: 'A proxy answers 403', target: 'SendTextMessage', transport: 'http' },
			{ id: '2', what: 'A proxy answers 504, and the call is done', target: 'write', transport: 'http' },
		]);
		await send('By gRPC');
		const answers = [];
		for (let times = 0; times < 3; times++) {
			const body = { chatGuid: chat, text: 'By HTTP', clientMessageId: 'once' };
			const headers = { 'x-photon-server': panel.spectrum.lines[0]?.id ?? '' };
			const { status, headers: answered } = await post(panel.spectrum, '/v1/messages:sendText', body, { headers });
			answers.push([status, answered.get('content-type'), arrived().length]);
		}
		expect(answers).toEqual([
			[403, 'text/html', 1],
			[504, 'text/html', 2],
			[200, 'application/json', 2],
		]);
		const { panel: after, journal } = await panel.look();
		expect(after.armed).toEqual([]);
		expect(journal.map(({ title, state, outcome }) => [title, state, outcome])).toEqual([
			['SendTextMessage over HTTP', 'good', 'answered'],
			['SendTextMessage over HTTP', 'bad', 'a proxy answered 504'],
			['SendTextMessage over HTTP', 'bad', 'a proxy answered 403'],
			['SendTextMessage', 'good', 'answered'],
		]);
	});

	it('lets a proxy answer a download, and says which answers there are', async () => {
		const file = panel.spectrum.store().attachments.keep({ fileName: 'a.png', isOutgoing: true, data: Buffer.from('png') });
		expect(await panel.act('faults', { kind: 'proxyAnswer', target: 'rpc', status: 200, isDone: false })).toBe(
			'A proxy answers 200: waits for the next call over HTTP',
		);
		const headers = { 'x-photon-server': panel.spectrum.lines[0]?.id ?? '' };
		const answer = await ask(panel.spectrum, `/v1/attachments/${file.guid}/data`, { headers });
		expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html']);
		await answer.text();
		expect((await panel.look()).journal[0]).toMatchObject({ title: 'DownloadAttachment over HTTP', outcome: 'a proxy answered 200' });
		await expect(panel.act('faults', { kind: 'proxyAnswer', target: 'rpc', status: 418, isDone: false })).rejects.toThrow(
			'status must be one of 502, 503, 504, 500, 429, 407, 403, 200; found 418',
		);
	});

	it('takes a fault back before it strikes', async () => {
		await panel.act('faults', { kind: 'refuseToken', target: 'rpc' });
		await panel.act('faults/remove', { id: '1' });
		await send();
		expect((await panel.look()).panel.armed).toEqual([]);
	});

	it('has a limit on what waits', async () => {
		for (let index = 0; index < 50; index++) await panel.act('faults', { kind: 'refuseToken', target: 'read' });
		await expect(panel.act('faults', { kind: 'refuseToken', target: 'read' })).rejects.toThrow('50 faults are waiting already');
	});

	it('cuts the streams that are open', async () => {
		expect(await panel.act('streams/cut')).toBe('No stream is open');
		const streams = rawStreams(panel.spectrum);
		const stream = streams.messages();
		await panel.spectrum.nextStream();
		expect((await panel.look()).panel.lines.map(({ openStreams }) => openStreams)).toEqual([1, 0]);
		expect(await panel.act('streams/cut', { line: '+15550000002' })).toBe('No stream is open');
		expect(await panel.act('streams/cut')).toBe('Cut: 1 stream');
		expect(await stream.ended).toMatchObject({ code: 14 });
		const [entry] = (await panel.look()).journal;
		expect(entry).toMatchObject({ title: 'SubscribeMessageEvents', state: 'bad', outcome: 'cut without an answer' });
		streams.close();
	});

	it('kills a line, which lets nobody in until it starts again', async () => {
		const streams = rawStreams(panel.spectrum);
		const stream = streams.messages();
		await panel.spectrum.nextStream();
		expect(await panel.act('restart', { line: '+15550000001', seconds: 600 })).toBe('Down for 600 seconds');
		expect(await stream.ended).toMatchObject({ code: 14 });
		streams.close();
		expect((await panel.look()).panel.lines[0]?.downSeconds).toBe(600);
		await expect(send()).rejects.toMatchObject({ code: 14 });
		await panel.act('restart/now', { line: '+15550000001' });
		expect((await panel.look()).panel.lines[0]?.downSeconds).toBeUndefined();
		await expectOpen();
	});

	it('starts a killed line by itself when its time has come', async () => {
		const timers = new FakeClock();
		const desk = new FaultDesk(panel.spectrum, timers);
		desk.restart('+15550000001', 5);
		await timers.advance(4_999);
		expect(desk.downLines).toEqual([{ line: '+15550000001', seconds: 5 }]);
		await expect(send()).rejects.toMatchObject({ code: 14 });
		await timers.advance(1);
		expect(desk.downLines).toEqual([]);
		await expectOpen();
		desk.restart('+15550000001', 5);
		desk.close();
		expect(timers.pending).toBe(0);
	});

	it('restarts every line at once', async () => {
		await send();
		expect(await panel.act('restart', { seconds: 0 })).toBe('Cut every connection, and up again');
	});
});

describe('a delivery by a click, as a receiver sees it', () => {
	let panel: OpenPanel;
	let receiver: Receiver;

	beforeEach(async () => {
		receiver = await Receiver.start();
		panel = await openPanel({ hosts: { 'hooks.example.com': receiver.port } });
		panel.spectrum.registerWebhook('https://hooks.example.com/a');
		await panel.spectrum.receive({ from: ada, text: 'Hello' }).delivered;
		await receiver.next();
	});

	afterEach(async () => {
		await panel.close();
		await receiver.stop();
	});

	it('comes again as it was', async () => {
		expect((await panel.look()).panel.lastDelivery).toEqual({ to: 'https://hooks.example.com/a', content: '“Hello”' });
		expect(await panel.act('redeliver', { how: 'again' })).toBe('Delivered once more: answered 200');
		const [first, second] = receiver.posts;
		expect(second?.raw).toEqual(first?.raw);
		expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
	});

	it('comes with a body that nobody has signed', async () => {
		receiver.reactions = [401];
		expect(await panel.act('redeliver', { how: 'tampered' })).toBe('Delivered with a changed body: answered 401');
		const [first, second] = receiver.posts;
		expect(second?.raw.toString()).toContain('Somebody changed this on its way.');
		const { 'x-spectrum-signature': signature, 'x-spectrum-timestamp': timestamp } = second?.headers ?? {};
		const secret = panel.spectrum.webhooks[0]?.signingSecret ?? '';
		expect(sign(secret, String(timestamp), first?.raw ?? Buffer.alloc(0))).toBe(signature);
		expect(sign(secret, String(timestamp), second?.raw ?? Buffer.alloc(0))).not.toBe(signature);
		expect(receiver.posts).toHaveLength(2);
	});

	it('comes with a signature of ten minutes ago', async () => {
		expect(await panel.act('redeliver', { how: 'stale' })).toBe('Delivered with a signature of ten minutes ago: answered 200');
		const [first, second] = receiver.posts.map(({ headers }) => Number(headers['x-spectrum-timestamp']));
		expect((first ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(595);
	});

	it('tells when nobody answers, after one attempt', async () => {
		receiver.reactions = ['drop'];
		expect(await panel.act('redeliver', { how: 'again' })).toMatch(/^Delivered once more: no answer \(/);
		expect(receiver.posts).toHaveLength(2);
	});

	it('changes a body without a text too', async () => {
		await panel.spectrum.receive({ from: ada, content: { type: 'richlink', url: 'https://example.com' } }).delivered;
		await receiver.next();
		await panel.act('redeliver', { how: 'tampered' });
		expect(JSON.parse(receiver.posts[2]?.raw.toString() ?? '')).toMatchObject({ tampered: true });
	});

	it('does not come where nobody is registered, or disabled', async () => {
		const [webhook] = panel.spectrum.webhooks;
		const id = webhook?.id ?? '';
		panel.spectrum.dashboard.disableWebhook(id);
		await expect(panel.act('redeliver', { how: 'again' })).rejects.toThrow('The webhook of the last delivery is disabled. Enable it first');
		panel.spectrum.deleteWebhook(id);
		await expect(panel.act('redeliver', { how: 'again', id })).rejects.toThrow(
			'The webhook of the last delivery is not registered any more',
		);
	});
});
