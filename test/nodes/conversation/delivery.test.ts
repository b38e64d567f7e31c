import type { IExecuteFunctions } from 'n8n-workflow';
import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import { waitUntilDelivered } from '../../../nodes/ImessageConversation/waitUntilDelivered';
import { runItems } from '../../../nodes/shared/n8n/loop/itemLoop';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import { FakeClock } from '../../support/fakeClock';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const type = 'n8n-nodes-spectrum-imessage.imessageConversation';
const person = '+15551234567';
const space = `any;-;${person}`;
const lines = ['+15550000001', '+15550000002'];
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString();

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new TimedConversation() }));
let spectrum: Simulator;
let host: TestHost;
let clock: FakeClock;

/** The node on a clock that the test moves. */
class TimedConversation extends ImessageConversation {
	override execute = async function (this: IExecuteFunctions) {
		if (this.getNodeParameter('operation', 0) !== 'waitUntilDelivered') return await new ImessageConversation().execute.call(this);
		return await runItems(this, { 'message.waitUntilDelivered': { run: waitUntilDelivered(clock), reads: true } });
	};
}

async function start(options?: SimulatorOptions): Promise<void> {
	clock = new FakeClock();
	({ spectrum, host } = await startSetting({ clock, ...options }));
}

/** A text of the line. */
function send(text = 'Your taxi is here.', { line, isVoiceNote }: { line?: string; isVoiceNote?: boolean } = {}): string {
	const store = spectrum.store(line);
	return store.send(store.directChat(person), { parts: [{ bubble: 0, text }], ...(isVoiceNote === true ? { isVoiceNote } : {}) }).guid;
}

const read = (operation: string, parameters: object = {}) => oneNode(type, { resource: 'message', operation, ...parameters });
const waiting = (parameters: object = {}) => read('waitUntilDelivered', parameters);
const looks = () => spectrum.calls.filter(({ method }) => method === 'GetMessage').length;
const statusOf = async (messageId: string) => {
	const [json] = (await host.execute(read('get', { messageId }))).json(underTest);
	return json ?? {};
};

afterEach(() => {
	expect(clock.pending).toBe(0);
});

describe('reads show how far a message has come', () => {
	test('on its way, delivered, read and played, each with its time', async () => {
		await start();
		const phone = spectrum.phone(person);
		phone.isOffline = true;
		const messageId = send('A voice note', { isVoiceNote: true });
		expect(await statusOf(messageId)).toMatchObject({ messageId, isFromMe: true, status: 'sent', sentAt: at(0) });
		expect(await statusOf(messageId)).not.toHaveProperty('deliveredAt');
		await clock.advance(5_000);
		phone.isOffline = false;
		expect(phone.messages.map(({ id }) => id)).toEqual([messageId]);
		expect(await statusOf(messageId)).toMatchObject({ status: 'delivered', deliveredAt: at(5) });
		await clock.advance(5_000);
		phone.read(messageId);
		expect(await statusOf(messageId)).toMatchObject({ status: 'read', readAt: at(10) });
		await clock.advance(5_000);
		phone.play(messageId);
		expect(await statusOf(messageId)).toMatchObject({
			status: 'played',
			sentAt: at(0),
			deliveredAt: at(5),
			readAt: at(10),
			playedAt: at(15),
		});
	});

	test('kept quiet by a Focus, until the person is alerted', async () => {
		await start();
		spectrum.phone(person).focus = true;
		const messageId = send();
		expect(await statusOf(messageId)).toMatchObject({ status: 'deliveredQuietly', deliveredAt: at(0) });
		const stored = spectrum.store().messages.get(messageId);
		if (stored !== undefined) stored.notifiedAnyway = true;
		expect(await statusOf(messageId)).toMatchObject({ status: 'delivered' });
	});

	test('failed with the number of Apple’s error; edited and unsent with their times', async () => {
		await start();
		spectrum.phone(person).sendErrorCode = 22;
		const failed = send();
		expect(await statusOf(failed)).toMatchObject({ status: 'failed', sendErrorCode: 22 });
		spectrum.phone(person).sendErrorCode = undefined;
		const changed = send();
		const stored = spectrum.store().messages.get(changed);
		if (stored !== undefined) Object.assign(stored, { editedAt: clock.now() + 1_000, retractedAt: clock.now() + 2_000 });
		expect(await statusOf(changed)).toMatchObject({ status: 'delivered', editedAt: at(1), unsentAt: at(2) });
	});

	test('in the history too, and of what others wrote there is none', async () => {
		await start();
		spectrum.receive({ from: person, text: 'Hi' });
		send();
		const history = oneNode(type, { resource: 'conversation', operation: 'history', to: { __rl: true, mode: 'space', value: space } });
		const [own, theirs] = (await host.execute(history)).json(underTest);
		expect(own).toMatchObject({ isFromMe: true, status: 'delivered', deliveredAt: at(0) });
		expect(theirs).toMatchObject({ isFromMe: false, text: 'Hi' });
		expect(theirs).not.toHaveProperty('status');
		expect(theirs).not.toHaveProperty('deliveredAt');
	});
});

describe('wait until delivered', () => {
	test('what has arrived is said at once, with one call', async () => {
		await start();
		const messageId = send();
		const run = await host.execute(waiting({ messageId }));
		expect(run.items(underTest)).toEqual([
			{
				json: {
					messageId,
					spaceId: space,
					spaceType: 'dm',
					line: 'shared',
					delivered: true,
					status: 'delivered',
					sentAt: at(0),
					deliveredAt: at(0),
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(looks()).toBe(1);
	});

	test('a message on its way is looked at again, less and less often, until it arrives', async () => {
		await start();
		spectrum.phone(person).isOffline = true;
		const messageId = send();
		const running = host.execute(waiting({ messageId }));
		for (const pause of [500, 1_000, 2_000, 4_000]) {
			await clock.whenWaiting(2);
			expect(clock.waits[0]).toBe(pause);
			if (pause === 4_000) spectrum.phone(person).isOffline = false;
			await clock.advance(pause);
		}
		expect((await running).json(underTest)).toMatchObject([{ delivered: true, status: 'delivered', deliveredAt: at(3.5) }]);
		expect(looks()).toBe(5);
	});

	test('at the limit it says what is known, which is no error, and holds the worker no longer', async () => {
		await start();
		spectrum.phone(person).isOffline = true;
		const messageId = send();
		const running = host.execute(waiting({ messageId, waitSeconds: 10 }));
		// The last look is a second before the end, so that it can be answered.
		for (const pause of [500, 1_000, 2_000, 4_000, 1_500]) {
			await clock.whenWaiting(2);
			expect(clock.waits[0]).toBe(pause);
			await clock.advance(pause);
		}
		const run = await running;
		expect(run.status).toBe('success');
		expect(run.json(underTest)).toMatchObject([{ messageId, delivered: false, status: 'sent', sentAt: at(0) }]);
		expect(clock.now()).toBeLessThanOrEqual(Date.UTC(2026, 0, 1) + 10_000);
	});

	test('all items share the limit: after it each is looked at once', async () => {
		await start();
		spectrum.phone(person).isOffline = true;
		const ids = [send('one'), send('two'), send('three')];
		const running = host.execute(waiting({ messageId: '={{ $json.id }}', waitSeconds: 2 }), {
			triggerItems: ids.map((id) => ({ json: { id } })),
		});
		for (const pause of [500, 500]) {
			await clock.whenWaiting(2);
			expect(clock.waits[0]).toBe(pause);
			await clock.advance(pause);
		}
		const run = await running;
		expect(run.json(underTest).map(({ messageId, status }) => [messageId, status])).toEqual(ids.map((id) => [id, 'sent']));
		expect(looks()).toBe(5);
	});

	test('a message that failed or was unsent is not waited for', async () => {
		await start();
		spectrum.phone(person).sendErrorCode = 22;
		const failed = await host.execute(waiting({ messageId: send() }));
		expect(failed.json(underTest)).toMatchObject([{ delivered: false, status: 'failed', sendErrorCode: 22 }]);
		spectrum.phone(person).sendErrorCode = undefined;
		spectrum.phone(person).isOffline = true;
		const unsent = send();
		const stored = spectrum.store().messages.get(unsent);
		if (stored !== undefined) stored.retractedAt = clock.now();
		const run = await host.execute(waiting({ messageId: unsent }));
		expect(run.json(underTest)).toMatchObject([{ delivered: false, status: 'sent', unsentAt: at(0) }]);
	});

	test('a server that fails for a moment is asked again', async () => {
		await start();
		spectrum.phone(person).isOffline = true;
		const messageId = send();
		const running = host.execute(waiting({ messageId }));
		await clock.whenWaiting(2);
		const fault = spectrum.faults.add('GetMessage', { type: 'error', code: 'databaseError' });
		await clock.advance(500);
		await clock.whenWaiting(2);
		await fault.struck;
		spectrum.phone(person).isOffline = false;
		await clock.advance(1_000);
		expect((await running).json(underTest)).toMatchObject([{ delivered: true }]);
	});

	test('a stopped execution stops the wait at once', async () => {
		await start();
		spectrum.phone(person).isOffline = true;
		const messageId = send();
		const running = host.execute(waiting({ messageId, waitSeconds: 600 }));
		await clock.whenWaiting(2);
		running.cancel();
		expect((await running).status).toBe('canceled');
		await host.restart();
		expect(clock.pending).toBe(0);
	});

	test('without an ID it is the message that the node before has sent, on whichever line', async () => {
		await start({ plan: 'dedicated', lines });
		const messageId = send('Here', { line: lines[1] });
		const run = await host.execute(waiting(), { triggerItems: [{ json: { messageId, spaceId: space, line: lines[1] } }] });
		expect(run.json(underTest)).toMatchObject([{ messageId, line: lines[1], delivered: true }]);
	});

	test.each([
		['a message of someone else', {}, /was not sent by this line/],
		['too long a time', { waitSeconds: 601 }, /"Wait at Most \(Seconds\)" is not a number from 1 to 600; found "601"/],
		['no time', { waitSeconds: 0 }, /"Wait at Most \(Seconds\)" is not a number from 1 to 600/],
		['an unknown message', { messageId: 'spc-msg-none' }, /The message does not exist/],
	])('%s is refused', async (_, parameters, message) => {
		await start();
		const { messageId } = spectrum.receive({ from: person, text: 'Hi' });
		const run = await host.execute(waiting(parameters), { triggerItems: [inbound(space, messageId)] });
		expect(run.errorOf(underTest)?.message).toMatch(message);
		expect(run.errorOf(underTest)?.description).toBeTruthy();
	});
});
