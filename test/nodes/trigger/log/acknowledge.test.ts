import { type IExecuteFunctions, type INodeType, NodeConnectionTypes } from 'n8n-workflow';
import { ImessageTrigger } from '../../../../nodes/ImessageTrigger/ImessageTrigger.node';
import { picture } from '../../../contract/pictures';
import { description } from '../../../support/action';
import { logWorkflow, nextTexts, useLogStage, type LogStage } from '../../../support/logHost';
import { triggerType, warnings } from '../../../support/triggerHost';

const alice = '+15551230001';
const bob = '+15551230002';

/** A node that does with each text what the test says. */
class Worker implements INodeType {
	readonly begun: string[] = [];
	does: (text: string) => Promise<void> | void = () => undefined;
	description = description('worker', { inputs: [NodeConnectionTypes.Main] });
	execute: INodeType['execute'];

	constructor() {
		const work = async (text: string) => {
			this.begun.push(text);
			await this.does(text);
		};
		this.execute = async function (this: IExecuteFunctions) {
			const items = this.getInputData();
			for (const { json } of items) await work(String((json.message as { text?: string } | undefined)?.text));
			return [items];
		};
	}
}

const startStage = useLogStage();
let stage: LogStage;
let worker: Worker;
beforeEach(async () => {
	worker = new Worker();
	stage = await startStage({
		host: { nodes: { [triggerType]: new ImessageTrigger({ random: () => 0 }), 'test.worker': worker } },
	});
});
function workflow(options: object) {
	const json = logWorkflow({ options });
	const nodes = json.nodes.map((node) => (node.name === 'Next' ? { ...node, type: 'test.worker' } : node));
	return { ...json, nodes };
}

/** Holds each run until it is let go, in the order in which they have begun. */
function gate() {
	const held: Array<() => void> = [];
	const waiters: Array<() => void> = [];
	worker.does = () =>
		new Promise<void>((resolve) => {
			held.push(resolve);
			for (const wake of waiters.splice(0)) wake();
		});
	return {
		begun: async (count: number) => {
			while (held.length < count) await new Promise<void>((resolve) => waiters.push(resolve));
		},
		letGo: (index: number) => held[index]?.(),
	};
}

const say = (from: string, text: string) => stage.spectrum.receive({ from, text });

test('when received: the runs of a conversation begin in order and do not wait for each other', async () => {
	const runs = gate();
	await stage.host.activate(workflow({ acknowledge: 'received' }));
	for (const text of ['1', '2', '3']) say(alice, text);
	await runs.begun(3);
	expect(worker.begun).toEqual(['1', '2', '3']);
	for (const index of [2, 1, 0]) runs.letGo(index);
	expect((await nextTexts(stage.host, 3)).sort()).toEqual(['1', '2', '3']);
});

test('when finished: one run of a conversation after the other, conversations side by side', async () => {
	const runs = gate();
	await stage.host.activate(workflow({ acknowledge: 'finished' }));
	for (const text of ['1', '2']) say(alice, text);
	say(bob, 'B');
	await runs.begun(2);
	expect(worker.begun.sort()).toEqual(['1', 'B']);
	runs.letGo(0);
	await runs.begun(3);
	expect(worker.begun.at(-1)).toBe('2');
	for (const index of [1, 2]) runs.letGo(index);
	await nextTexts(stage.host, 3);
});

test('when finished: the next run of a conversation waits, too, where the workflow is published again meanwhile', async () => {
	const runs = gate();
	await stage.host.activate(workflow({ acknowledge: 'finished' }));
	say(alice, '1');
	await runs.begun(1);
	await stage.host.activate(workflow({ acknowledge: 'finished' }));
	say(alice, '2');
	say(bob, 'B');
	await runs.begun(2);
	expect(worker.begun).toEqual(['1', 'B']);
	runs.letGo(0);
	await runs.begun(3);
	expect(worker.begun.at(-1)).toBe('2');
	for (const index of [1, 2]) runs.letGo(index);
	await nextTexts(stage.host, 3);
});

test('so many runs at a time', async () => {
	const runs = gate();
	await stage.host.activate(workflow({ maxParallel: 2 }));
	for (const text of ['1', '2', '3']) say(alice, text);
	await runs.begun(2);
	expect(worker.begun).toEqual(['1', '2']);
	runs.letGo(0);
	await runs.begun(3);
	for (const index of [1, 2]) runs.letGo(index);
	await nextTexts(stage.host, 3);
});

test('when finished, a run that fails is not repeated', async () => {
	worker.does = (text) => {
		if (text === '1') throw new Error('no');
	};
	await stage.host.activate(workflow({ acknowledge: 'finished' }));
	for (const text of ['1', '2']) say(alice, text);
	await nextTexts(stage.host, 1);
	expect(worker.begun).toEqual(['1', '2']);
});

test('when succeeded, a run that fails is repeated before the next begins, so often and then passed aloud', async () => {
	let failures = 0;
	worker.does = (text) => {
		if (text === 'bad' || (text === '1' && failures++ < 2)) throw new Error('no');
	};
	await stage.host.activate(workflow({ acknowledge: 'succeeded', maxAttempts: 3 }));
	for (const text of ['1', 'bad', '2']) say(alice, text);
	expect(await nextTexts(stage.host, 2)).toEqual(['1', '2']);
	expect(worker.begun).toEqual(['1', '1', '1', 'bad', 'bad', 'bad', '2']);
	expect(warnings(stage.host).filter((message) => /3 runs have failed/.test(message))).toHaveLength(1);
});

test('messages of one person are gathered into one run, with their files', async () => {
	await stage.host.activate(workflow({ gatherSeconds: 0.2, downloadAttachments: true }));
	const send = (content: Parameters<typeof stage.spectrum.receive>[0]['content']) => stage.spectrum.receive({ from: alice, content });
	send({ type: 'text', text: 'Look' });
	send({ type: 'attachment', name: 'a.png', mimeType: 'image/png', bytes: picture('png') });
	const last = send({ type: 'text', text: 'nice?' });
	const execution = await stage.host.nextExecution();
	const [item] = execution.items('Next');
	expect(item?.json).toMatchObject({
		event: 'message.received',
		message: { id: last.messageId, text: 'Look\nnice?' },
		content: { type: 'burst', items: [{}, {}, {}] },
	});
	expect(item?.json).not.toHaveProperty('downloadError');
	expect(Object.keys(item?.binary ?? {})).toEqual(['attachment_0']);
});

test('messages of a line that is chosen by its ID are gathered too, and their text counts together', async () => {
	const json = workflow({ gatherSeconds: 0.2 });
	// The ID of a line of one's own server is its address.
	const filters = { lines: stage.spectrum.lines[0]?.address, textContains: ['nice'] };
	const changed = { authentication: 'spectrumSelfHostedApi', filters };
	const nodes = json.nodes.map((node) => ({ ...node, parameters: { ...node.parameters, ...changed } }));
	await stage.host.activate({ ...json, nodes });
	say(bob, 'Nothing');
	for (const text of ['Look', 'nice?']) say(alice, text);
	const execution = await stage.host.nextExecution();
	expect(execution.json('Next')).toMatchObject([{ message: { text: 'Look\nnice?' } }]);
});

test('what is gathered when n8n stops comes again', async () => {
	await stage.host.activate(workflow({ gatherSeconds: 600 }));
	const { messageId } = say(alice, 'Hi');
	await stage.spectrum.nextStream();
	while (!stage.host.running.length && stage.spectrum.calls.length < 6) await stage.spectrum.nextCall();
	await stage.host.activate(workflow({}));
	const execution = await stage.host.nextExecution();
	expect(execution.json('Next')).toMatchObject([{ message: { id: messageId } }]);
});
