import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { ImessagePoll } from '../../../nodes/ImessagePoll/ImessagePoll.node';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { ImessageTrigger } from '../../../nodes/ImessageTrigger/ImessageTrigger.node';
import { sharedPool } from '../../../nodes/shared/spectrum/gateway/pool/pool';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import { Action } from '../../support/action';
import type { TestHost, WorkflowJson } from '../../support/host';
import { credentials, startHostFor } from '../../support/oneNode';
import { items, sendType, triggerType } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const anna = '+15551230001';
const listType = 'test.list';
const writerType = 'test.writer';
const pollType = 'n8n-nodes-spectrum-imessage.imessagePoll';

/** What a database gives this time, and what an AI writes for each of it. */
let listed: Array<Record<string, string>> = [{}];
let written: (item: INodeExecutionData, index: number) => string = () => '';
const list = new Action(() => listed.map((json) => ({ json, pairedItem: { item: 0 } })));
const writer = new Action((context) =>
	context.getInputData().map((one, item) => ({ json: { text: written(one, item) }, pairedItem: { item } })),
);

const startSetting = useSpectrum((simulator) =>
	startHostFor(simulator, {
		[sendType]: new Imessage(),
		[pollType]: new ImessagePoll(),
		[triggerType]: new ImessageTrigger(),
		[listType]: list,
		[writerType]: writer,
	}),
);
let spectrum: Simulator;
let host: TestHost;

async function start(options: SimulatorOptions = {}): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

afterEach(() => {
	listed = [{}];
});

const event = { event: 'message.received', id: 'm1', sequence: '7', space: { id: `any;-;${anna}`, type: 'dm', phone: 'shared' } };
const texts = () => spectrum.phone(anna).messages.map(({ text }) => text);
const to = { __rl: true, mode: 'address', value: anna };
const node = (name: string, type: string, parameters: INodeParameters = {}) => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	parameters,
	credentials,
});
const wire = (...names: string[]) => ({ main: [names.map((name) => ({ node: name, type: 'main' as const, index: 0 }))] });

/** Trigger, a list, an AI that writes something for each item of it, and Send. */
function workflow(send: INodeParameters = {}, settings: object = {}): WorkflowJson {
	return {
		id: 'w',
		nodes: [
			node('Trigger', triggerType),
			node('List', listType),
			node('Writer', writerType),
			{ ...node('Send', sendType, { to, text: '={{ $json.text }}', ...send }), ...settings },
		],
		connections: { Trigger: wire('List'), List: wire('Writer'), Writer: wire('Send') },
	};
}

const run = async (of = workflow(), json: object = event) => await host.execute(of, { startNode: 'Trigger', triggerItems: items(json) });

describe.each(['original', 'duplicateMessage'] as const)('the same write in new words, to a server that answers %s', (repeats) => {
	test('is a success that says what was really sent', async () => {
		await start({ repeats });
		written = () => 'Your parcel is on its way';
		const [first] = (await run()).json('Send');
		written = () => 'The parcel has left us';
		const repeat = await run();
		expect(repeat.json('Send')).toEqual([{ ...first, alreadySent: true, text: 'Your parcel is on its way' }]);
		expect(texts()).toEqual(['Your parcel is on its way']);
	});

	test('also when the process knows nothing of it, as far as the server says it', async () => {
		await start({ repeats });
		written = () => 'One';
		const [first] = (await run()).json('Send');
		sharedPool.close();
		written = () => 'Another one';
		const [second] = (await run()).json('Send');
		if (repeats === 'original') expect(second).toEqual({ ...first, alreadySent: true, text: 'One' });
		else expect(second).toEqual({ spaceId: first?.spaceId, spaceType: 'dm', line: 'shared', alreadySent: true });
	});

	test('the same words are found among the newest messages, unless they are there twice', async () => {
		await start({ repeats });
		written = () => 'One';
		const [first] = (await run()).json('Send');
		sharedPool.close();
		const found = repeats === 'original' ? first : { ...first, alreadySent: true, text: 'One' };
		expect((await run()).json('Send')).toEqual([found]);
		await run(workflow(), { ...event, id: 'm2' });
		sharedPool.close();
		const unclear = repeats === 'original' ? first : { spaceId: first?.spaceId, spaceType: 'dm', line: 'shared', alreadySent: true };
		expect((await run()).json('Send')).toEqual([unclear]);
	});

	test('a poll gives the one that was created', async () => {
		await start({ repeats });
		const poll = { operation: 'create', to, title: '={{ $json.text }}', optionsAs: 'list', optionList: ['Yes', 'No'] };
		const { nodes, ...rest } = workflow();
		const asking = { ...rest, nodes: nodes.map((one) => (one.name === 'Send' ? node('Send', pollType, poll) : one)) };
		written = () => 'Lunch?';
		const [first] = (await run(asking)).json('Send');
		written = () => 'Shall we eat?';
		expect((await run(asking)).json('Send')).toEqual([{ ...first, alreadySent: true }]);
		expect(spectrum.phone(anna).messages).toHaveLength(1);
	});
});

test('what Retry on Fail repeats of earlier items says that it was sent already', async () => {
	await start();
	listed = [{ n: '1' }, { n: '2' }];
	written = (_item, index) => `Text ${index}`;
	spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError' }, { times: 1, after: 1 });
	const tried = await run(workflow({}, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }));
	expect(tried.json('Send').map(({ alreadySent }) => alreadySent)).toEqual([true, undefined]);
	expect(texts()).toEqual(['Text 0', 'Text 1']);
});

describe('another write under the same key is refused', () => {
	const keyed = (idempotencyKey: string) => workflow({ options: { idempotencyKey } });

	test('another item of the same run, which the error says in full', async () => {
		await start();
		listed = [{ order: '1' }, { order: '2' }];
		written = (_item, index) => `Order ${index + 1} was shipped`;
		const failed = await run(keyed('shipped'));
		expect(failed.errorOf('Send')).toMatchObject({
			message: expect.stringMatching(/^Not sent: another item or branch was already sent under the same key, as message "spc-msg-/),
			description: expect.stringContaining('a key of its own'),
		});
		expect(texts()).toEqual(['Order 1 was shipped']);
	});

	test('but not another item that says the same', async () => {
		await start();
		listed = [{ order: '1' }, { order: '2' }];
		written = () => 'Something was shipped';
		const told = await run(keyed('shipped'));
		expect(told.json('Send').map(({ alreadySent }) => alreadySent)).toEqual([undefined, true]);
		expect(texts()).toEqual(['Something was shipped']);
	});

	test('nor the same order later, in new words', async () => {
		await start();
		written = () => 'Shipped';
		await run(keyed('order-1'));
		written = () => 'It is on its way';
		const later = await run(keyed('order-1'), { ...event, id: 'm2' });
		expect(later.json('Send')).toMatchObject([{ alreadySent: true, text: 'Shipped' }]);
	});

	test('another branch', async () => {
		await start();
		const { nodes, connections, ...rest } = keyed('order-1');
		const branches = {
			...rest,
			nodes: [...nodes, node('Cancelled', writerType)],
			connections: { ...connections, List: wire('Writer', 'Cancelled'), Cancelled: wire('Send') },
		};
		let times = 0;
		written = () => ['Shipped', 'Cancelled'][times++] ?? '';
		const failed = await run(branches);
		expect(failed.errorOf('Send', 1)?.message).toContain('another item or branch');
		expect(texts()).toEqual(['Shipped']);
	});

	test('an item that a repeated run reads in another order', async () => {
		await start();
		listed = [{ invoice: '1' }, { invoice: '2' }];
		const says = ({ json }: INodeExecutionData) => `Invoice ${json.invoice as string}`;
		written = says;
		// The run ends before the second one.
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError' }, { times: 1, after: 1 });
		await run();
		listed = [{ invoice: '2' }, { invoice: '1' }];
		const repeat = await run();
		expect(repeat.errorOf('Send')?.message).toContain('another item or branch');
		expect(texts()).toEqual(['Invoice 1']);
	});
});

test('a list that an AI makes is no other list because it has other words', async () => {
	await start();
	const made = (...parts: string[]) => {
		listed = parts.map((text) => ({ text }));
		written = ({ json }) => json.text as string;
	};
	made('One', 'Two');
	await run();
	made('First', 'Second');
	expect((await run()).json('Send')).toMatchObject([
		{ alreadySent: true, text: 'One' },
		{ alreadySent: true, text: 'Two' },
	]);
	expect(texts()).toEqual(['One', 'Two']);
});

test('what the process knows of a write is not looked up again', async () => {
	await start({ repeats: 'duplicateMessage' });
	written = () => 'One';
	const [first] = (await run()).json('Send');
	const before = spectrum.calls.length;
	expect((await run()).json('Send')).toEqual([{ ...first, alreadySent: true, text: 'One' }]);
	expect(spectrum.calls.slice(before).map(({ method }) => method)).toEqual(['SendTextMessage']);
});

test('words that were refused, and others that went through: what is said later is what went through', async () => {
	await start({ repeats: 'duplicateMessage' });
	spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError' });
	for (const text of ['Draft', 'One', 'Draft']) {
		written = () => text;
		await run();
	}
	expect((await run()).json('Send')).toMatchObject([{ alreadySent: true, text: 'One' }]);
	expect(texts()).toEqual(['One']);
});
