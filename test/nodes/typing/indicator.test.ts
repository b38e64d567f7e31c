import type { IExecuteFunctions } from 'n8n-workflow';
import { typingActions } from '../../../nodes/ImessageTyping/actions';
import { ImessageTyping } from '../../../nodes/ImessageTyping/ImessageTyping.node';
import { runItems } from '../../../nodes/shared/n8n/loop/itemLoop';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import { FakeClock } from '../../support/fakeClock';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const space = `any;-;${person}`;
const type = 'n8n-nodes-spectrum-imessage.imessageTyping';
const atAddress = (value: string) => ({ __rl: true, mode: 'address', value });
const typing = (parameters: object, settings?: object) => oneNode(type, parameters, settings);

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new TimedTyping() }));
let spectrum: Simulator;
let host: TestHost;
let clock: FakeClock;

/** The node on a clock that the test moves. */
class TimedTyping extends ImessageTyping {
	override async execute(this: IExecuteFunctions) {
		return await runItems(this, typingActions(clock));
	}
}

async function start(options?: SimulatorOptions, node?: ImessageTyping): Promise<void> {
	clock = new FakeClock();
	({ spectrum, host } = await startSetting(
		{ clock, ...options },
		node === undefined ? undefined : (simulator) => startHostFor(simulator, { [type]: node }),
	));
}

/** The indicator on the phone, as it went on and off, with the seconds since the start. */
function seen(address = person): Array<[boolean, number]> {
	const began = new FakeClock().now();
	return spectrum.phone(address).typing.map(({ isTyping, at }) => [isTyping, (at - began) / 1_000]);
}

/** Every SetTyping that reached the server. */
const calls = () => spectrum.calls.filter(({ method }) => method === 'SetTyping');

afterEach(() => {
	expect(clock.pending).toBe(0);
});

describe('start and stop', () => {
	test('the indicator goes on, and off again, in the conversation of the item', async () => {
		await start();
		spectrum.receive({ from: person, text: 'Hi' });
		const on = await host.execute(typing({ operation: 'start' }), { triggerItems: [inbound(space)] });
		expect(on.status).toBe('success');
		expect(seen()).toEqual([[true, 0]]);
		await host.execute(typing({ operation: 'stop' }), { triggerItems: [inbound(space)] });
		expect(seen()).toEqual([
			[true, 0],
			[false, 0],
		]);
	});

	test('in a group, everybody sees it', async () => {
		await start();
		const group = spectrum.createGroup({ members: [person, '+15557654321'] });
		await host.execute(typing({ operation: 'start' }), { triggerItems: [inbound(group)] });
		expect(seen()).toEqual([[true, 0]]);
		expect(seen('+15557654321')).toEqual([[true, 0]]);
	});

	test('a dedicated line types where the conversation is held', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		spectrum.receive({ from: person, text: 'Hi', line: '+15550000002' });
		const run = await host.execute(typing({ operation: 'start', to: atAddress(person) }));
		expect(run.json(underTest)).toEqual([{ spaceId: space, spaceType: 'dm', line: '+15550000002' }]);
		expect(spectrum.phone(person).typing.map(({ line }) => line)).toEqual(['+15550000002']);
	});
});

describe('what the next node is given', () => {
	test('the item itself, with everything in it', async () => {
		await start();
		const item = {
			json: { ...inbound(space).json, mine: { list: [1, 2] } },
			binary: { data: { data: 'AAAA', mimeType: 'image/png', fileName: 'a.png' } },
		};
		const run = await host.execute(typing({ operation: 'start' }), { triggerItems: [item] });
		expect(run.items(underTest)).toEqual([{ ...item, pairedItem: { item: 0 } }]);
	});

	test('and the conversation, when the item did not name one', async () => {
		await start();
		const run = await host.execute(typing({ operation: 'start', to: atAddress(person) }), { triggerItems: [{ json: { name: 'Alice' } }] });
		expect(run.json(underTest)).toEqual([{ name: 'Alice', spaceId: space, spaceType: 'dm', line: 'shared' }]);
	});
});

describe('type for a while', () => {
	test('seconds: on at once, off at the end, and the run goes on only then', async () => {
		await start();
		const item = inbound(space);
		const running = host.execute(typing({ operation: 'typeForAWhile', seconds: 2.5 }), { triggerItems: [item] });
		await clock.whenWaiting();
		expect(clock.waits).toEqual([2_500]);
		expect(host.running).toHaveLength(1);
		await clock.advance(2_500);
		const run = await running;
		expect(run.status).toBe('success');
		expect(seen()).toEqual([
			[true, 0],
			[false, 2.5],
		]);
		expect(run.items(underTest)).toEqual([{ ...item, pairedItem: { item: 0 } }]);
	});

	test('the time that a text takes, for each item its own', async () => {
		await start();
		const running = host.execute(
			typing({ operation: 'typeForAWhile', howLong: 'text', text: '={{ $json.answer }}', to: atAddress(person) }),
			{
				triggerItems: [{ json: { answer: 'Hello' } }, { json: { answer: 'x'.repeat(5_000) } }],
			},
		);
		await clock.whenWaiting();
		expect(clock.waits).toEqual([1_500]);
		await clock.advance(1_500);
		await clock.whenWaiting();
		expect(clock.waits).toEqual([20_000]);
		await clock.advance(20_000);
		expect((await running).status).toBe('success');
		expect(seen()).toEqual([
			[true, 0],
			[false, 1.5],
			[true, 1.5],
			[false, 21.5],
		]);
	});

	test('a long time sets the indicator anew before phones take it down', async () => {
		await start();
		const running = host.execute(typing({ operation: 'typeForAWhile', seconds: 70 }), { triggerItems: [inbound(space)] });
		for (const pause of [30_000, 30_000, 10_000]) {
			await clock.whenWaiting();
			expect(clock.waits).toEqual([pause]);
			await clock.advance(pause);
		}
		expect((await running).status).toBe('success');
		expect(calls().map(({ request }) => (request as { is_typing?: boolean }).is_typing === true)).toEqual([true, true, true, false]);
		// A repeat of the same sign must not be taken for the same write.
		expect(new Set(calls().map(({ metadata }) => metadata['x-idempotency-key'])).size).toBe(4);
		expect(seen().at(-1)).toEqual([false, 70]);
	});

	test('a stopped run takes the indicator away at once', async () => {
		await start();
		const running = host.execute(typing({ operation: 'typeForAWhile', seconds: 300 }, { onError: 'continueErrorOutput' }), {
			triggerItems: [inbound(space), inbound(space)],
		});
		await clock.whenWaiting();
		running.cancel();
		expect((await running).status).toBe('canceled');
		// A restart waits for what the engine has not given back yet.
		await host.restart();
		expect(seen()).toEqual([
			[true, 0],
			[false, 0],
		]);
		expect(clock.pending).toBe(0);
	});

	test('a run that is stopped while the indicator goes on takes it away as well', async () => {
		await start();
		const held = spectrum.faults.add('SetTyping', { type: 'hold' });
		const running = host.execute(typing({ operation: 'typeForAWhile', seconds: 300 }), { triggerItems: [inbound(space)] });
		await held.struck;
		running.cancel();
		expect((await running).status).toBe('canceled');
		await host.restart();
		held.release();
		expect(seen()).toEqual([
			[true, 0],
			[false, 0],
		]);
	});

	test('a failure in between takes it away, and is what the node fails with', async () => {
		await start();
		spectrum.faults.add('SetTyping', { type: 'error', code: 'privateApiUnavailable' }, { after: 1 });
		const running = host.execute(typing({ operation: 'typeForAWhile', seconds: 40 }), { triggerItems: [inbound(space)] });
		await clock.whenWaiting();
		await clock.advance(30_000);
		const run = await running;
		expect(run.errorOf(underTest)).toMatchObject({
			name: 'NodeApiError',
			message: expect.stringMatching(/^The server cannot reach the part of iMessage/),
		});
		expect(seen()).toEqual([
			[true, 0],
			[false, 30],
		]);
	});

	test('when the stop fails too, the first failure is the one that is told', async () => {
		await start();
		spectrum.faults.add('SetTyping', { type: 'error', code: 'privateApiUnavailable' });
		spectrum.faults.add('SetTyping', { type: 'error', code: 'internalError' }, { after: 1 });
		const run = await host.execute(typing({ operation: 'typeForAWhile', seconds: 40 }), { triggerItems: [inbound(space)] });
		expect(run.errorOf(underTest)?.message).toMatch(/^The server cannot reach the part of iMessage/);
		expect(calls()).toHaveLength(2);
	});

	test('a stop that fails at the end is a failure of the node', async () => {
		await start();
		spectrum.faults.add('SetTyping', { type: 'error', code: 'internalError' }, { after: 1 });
		const running = host.execute(typing({ operation: 'typeForAWhile', seconds: 1 }), { triggerItems: [inbound(space)] });
		await clock.whenWaiting();
		await clock.advance(1_000);
		expect((await running).errorOf(underTest)?.message).toMatch(/^The server failed/);
	});
});

describe('what is refused before any call', () => {
	const direct = { to: atAddress(person), operation: 'typeForAWhile' };

	test.each([
		[{ ...direct, seconds: 0 }, /The field "Seconds" is not a number from 0.5 to 300; found "0"/],
		[{ ...direct, seconds: 301 }, /"Seconds" is not a number from/],
		[{ ...direct, seconds: '={{ "soon" }}' }, /"Seconds" is not a number from 0.5 to 300; found "soon"/],
		[{ ...direct, seconds: '={{ "" }}' }, /"Seconds" is empty/],
		[{ ...direct, howLong: 'text', text: ' ' }, /"Text" is empty/],
		[{ ...direct, howLong: '={{ "ages" }}' }, /"How Long" is not one of its choices; found "ages"/],
		[{ operation: 'start', to: atAddress('12345') }, /short code/],
		[{ operation: 'start' }, /"Conversation" is empty/],
	])('%j', async (parameters, message) => {
		await start();
		const run = await host.execute(typing(parameters));
		expect(run.errorOf(underTest)).toMatchObject({ name: 'NodeApiError', message: expect.stringMatching(message) });
		expect(run.errorOf(underTest)?.description).not.toBe('');
		expect(spectrum.calls).toHaveLength(0);
		expect(spectrum.requests).toHaveLength(0);
	});
});

test('a conversation that the line does not know is told as the server tells it, and the other items go on', async () => {
	await start();
	const run = await host.execute(typing({ operation: 'start' }, { onError: 'continueErrorOutput' }), {
		triggerItems: [inbound('any;+;nowhere'), inbound(space)],
	});
	expect(run.json('Failed')).toMatchObject([{ error: { kind: 'notFound', code: 'chatNotFound' } }]);
	expect(run.json('Fine')).toHaveLength(1);
});

test('an AI agent types through it as a tool', async () => {
	// The node itself: nothing waits here.
	await start({}, new ImessageTyping());
	const node = {
		id: 'tool',
		name: 'Typing',
		type,
		typeVersion: 1,
		parameters: {
			operation: 'start',
			reach: 'anyone',
			newConversationsPerRun: 1,
			to: { __rl: true, mode: 'address', value: "={{ $fromAI('to', 'Who', 'string') }}" },
		},
		credentials: { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } },
	};
	await host.executeAsTool(node, { to: person });
	expect(seen()).toEqual([[true, 0]]);
});
