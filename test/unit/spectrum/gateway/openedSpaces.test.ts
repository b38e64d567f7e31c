import { alice, bob, freshKey, GatewayBench, threeLines, to } from './gatewaySupport';

let bench: GatewayBench;
const people = [alice, bob, '+15550001001', '+15550001002', '+15550001003'];

afterEach(async () => {
	await bench.stop();
});

async function sendTo(address: string, text = 'Hi', pinned?: string): Promise<string> {
	const gateway = bench.gateway();
	const key = freshKey();
	const space = await gateway.spaces.open(to(address), pinned === undefined ? {} : { pinned }, key);
	return (await gateway.messages.sendText(space, { text }, key)).message?.id ?? '';
}

const made = () => bench.spectrum.calls.map(({ method }) => method);

test.each([
	['one line', [threeLines[0] as string]],
	['several lines', threeLines],
])('over %s, n sends to n known people are n calls', async (_name, lines) => {
	bench = await GatewayBench.start({ plan: 'dedicated', lines });
	for (const address of people) await sendTo(address);
	expect(bench.calls('CreateChat')).toHaveLength(people.length);
	const before = made().length;
	for (const address of people) await sendTo(address, 'And again');
	expect(made().slice(before)).toEqual(people.map(() => 'SendTextMessage'));
});

test('each line opens its own conversation with a person', async () => {
	bench = await GatewayBench.start({ plan: 'dedicated', lines: threeLines });
	for (const line of [0, 1, 0, 1]) await sendTo(alice, 'Hi', threeLines[line]);
	expect(bench.calls('CreateChat')).toHaveLength(2);
});

test('one that the server does not know any more is opened once more, and the text is sent once', async () => {
	bench = await GatewayBench.start({ plan: 'dedicated' });
	await sendTo(alice, 'One');
	bench.spectrum.faults.add('SendTextMessage', { type: 'error', code: 'chatNotFound' });
	await sendTo(alice, 'Two');
	await sendTo(alice, 'Three');
	expect(made()).toEqual(['CreateChat', 'SendTextMessage', 'SendTextMessage', 'CreateChat', 'SendTextMessage', 'SendTextMessage']);
	expect(bench.spectrum.phone(alice).messages.map(({ text }) => text)).toEqual(['One', 'Two', 'Three']);
});

test('one that stays unknown is an error after the second try', async () => {
	bench = await GatewayBench.start({ plan: 'dedicated' });
	await sendTo(alice);
	bench.spectrum.faults.add('SendTextMessage', { type: 'error', code: 'chatNotFound' }, { times: 2 });
	await expect(sendTo(alice)).rejects.toMatchObject({ code: 'chatNotFound' });
	expect(bench.calls('SendTextMessage')).toHaveLength(3);
});
