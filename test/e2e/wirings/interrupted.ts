import { status } from '@grpc/grpc-js';
import { until, within } from '../../../scripts/n8n/until';
import { row } from './flow';
import { code, ours, parts, send, set, toAddress } from './nodes';
import { lines, manager, people, spaceWith, stranger } from './people';
import { Scene } from './scene';
import { tellServer, type Told } from './tellServer';
import { arrivals, nobody, severalToWriter, type Place, type Wiring } from './wiring';

/** The only one who writes to the first line: what is held there is this person's. */
const [first] = people;
const everyPart = severalToWriter('one', 'two', 'three');

/** Each a Spectrum of its own, in which calls go wrong. */
export function describeInterrupted(place: () => Place): void {
	let scene: Scene | undefined;

	afterEach(async () => {
		await scene?.close();
		scene = undefined;
	});

	const open = async (wiring: Wiring) => (scene = await Scene.open(place(), [wiring]));

	test.each([
		['the answer is lost', { type: 'answerLost' }],
		['the server fails after the write', { type: 'error', code: 'internalError', afterWrite: true }],
		['the server fails before the write', { type: 'error', code: 'internalError' }],
	] as const)('Retry on Fail: everyone is written to once (%s)', async (_name, fault) => {
		const wiring: Wiring = {
			name: 'Retry on Fail',
			make: ({ words }) => row(set({}), send(words.expression, { retryOnFail: true, maxTries: 5, waitBetweenTries: 1 })),
		};
		const opened = await open(wiring);
		const added = opened.connected.spectrum.faults.add('SendTextMessage', fault, { times: people.length });
		opened.play();
		expect(await opened.outcome(wiring)).toEqual(opened.expected(wiring));
		expect(added.hits).toBe(people.length);
	});

	test('a call that the server cancels lets no foreign item through', async () => {
		const wiring: Wiring = {
			name: 'Cancelled by the server',
			make: ({ words }) =>
				row(
					code(`return [{ json: { spaceId: '${spaceWith(stranger)}' } }];`),
					ours(
						'Conversation',
						'History',
						{ resource: 'conversation', operation: 'history', to: toAddress(manager) },
						{ onError: 'continueRegularOutput' },
					),
					send(words.expression),
				),
			ends: ['one way or another'],
			reaches: nobody,
		};
		const opened = await open(wiring);
		const cancelled = opened.connected.spectrum.faults.add(
			'ListChatMessages',
			{ type: 'error', code: 'cancelled', status: status.CANCELLED },
			{ times: Infinity },
		);
		opened.play();
		const { reached } = await opened.outcome(wiring);
		expect(cancelled.hits).toBeGreaterThanOrEqual(people.length);
		expect(reached.filter((text) => text.startsWith(stranger) || people.some(({ address }) => text.startsWith(address)))).toEqual([]);
	});

	test('a person stops a run: it reaches nobody more, and the others get theirs', async () => {
		const wiring: Wiring = {
			name: 'Stopped',
			make: ({ words, server }) => row(tellServer(server.url('/stopped')), ...parts, send(`=${words.plain('{{ $json.part }}')}`)),
			ends: ['one way or another'],
			reaches: everyPart,
		};
		const { world, server } = place();
		const opened = await open(wiring);
		const { spectrum } = opened.connected;
		const held = spectrum.faults.add('SendTextMessage', { type: 'hold', beforeWrite: true }, { after: 1, line: lines[0] });
		opened.play();
		await within('the second text reaches Spectrum', held.struck);
		const told = await until('the run has said which it is', () =>
			(server.bodies('/stopped') as Told[]).find(({ who }) => who === first?.address),
		);
		await world.client.stopExecution(told.execution);
		held.remove();
		const { runs, reached } = await opened.outcome(wiring);
		expect(runs).toEqual(['canceled', 'success', 'success']);
		expect(world.logged(/Node "Send" stopped after item 1 of 3/)).toHaveLength(1);
		const isOfStopped = (text: string) => text.startsWith(first?.address ?? '');
		const { reached: all } = opened.expected(wiring);
		expect(reached.filter((text) => !isOfStopped(text))).toEqual(all.filter((text) => !isOfStopped(text)));
		expect(reached.filter(isOfStopped)).toEqual(all.filter((text) => isOfStopped(text) && text.endsWith(' one')));
	});

	test('n8n is killed before one write and after another: the repeats give everyone each text once', async () => {
		const wiring: Wiring = {
			name: 'Killed',
			trigger: { options: { acknowledge: 'finished' } },
			make: ({ words }) => row(...parts, send(`=${words.plain('{{ $json.part }}')}`)),
			reaches: everyPart,
		};
		const { world } = place();
		const opened = await open(wiring);
		const { spectrum } = opened.connected;
		const held = lines.map((line) =>
			spectrum.faults.add('SendTextMessage', { type: 'hold', beforeWrite: line === lines[0] }, { after: 1, line }),
		);
		opened.play();
		await within('a second text reaches each line', Promise.all(held.map(async ({ struck }) => await struck)));
		await world.n8n.kill();
		for (const fault of held) fault.remove();
		await world.startAgain();
		const { reached } = opened.expected(wiring);
		await until('everyone has every text', () => new Set(arrivals(spectrum)).size >= reached.length);
		await until('no run of the workflow goes on', async () => await world.client.isQuiet(opened.playing(wiring).workflowId));
		expect(arrivals(spectrum)).toEqual(reached);
	});
}
