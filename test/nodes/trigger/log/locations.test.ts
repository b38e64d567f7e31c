import { type IExecuteFunctions, type INodeType, NodeConnectionTypes } from 'n8n-workflow';
import { ImessageTrigger } from '../../../../nodes/ImessageTrigger/ImessageTrigger.node';
import { description } from '../../../support/action';
import { triggerType, warnings } from '../../../support/triggerHost';
import { logWorkflow, nextEvents, useLogStage } from '../../../support/logHost';

const alice = '+15551230001';
const bob = 'bob@example.com';
const line = '+15550000001';
const berlin = { latitude: 52.52, longitude: 13.405, accuracy: 12.5, shortAddress: 'Berlin' };

const start = useLogStage();

/** A node that works on each place until it is let go. */
class Worker implements INodeType {
	/** Latitudes, in the order in which their runs have begun. */
	readonly begun: unknown[] = [];
	description = description('worker', { inputs: [NodeConnectionTypes.Main] });
	execute: INodeType['execute'];
	private wake = (): void => {};
	private letGo = (): void => {};
	private readonly gone = new Promise<void>((resolve) => (this.letGo = resolve));

	constructor() {
		const work = async (latitude: unknown) => {
			this.begun.push(latitude);
			this.wake();
			await this.gone;
		};
		this.execute = async function (this: IExecuteFunctions) {
			const items = this.getInputData();
			for (const { json } of items) await work((json.location as { latitude?: number }).latitude);
			return [items];
		};
	}

	async hasBegun(count: number): Promise<void> {
		while (this.begun.length < count) await new Promise<void>((resolve) => (this.wake = resolve));
	}

	letAllGo(): void {
		this.letGo();
	}
}

const byLocation = (parameters: object = {}) => logWorkflow({ events: ['location.updated'], ...parameters });
type Stage = Awaited<ReturnType<typeof start>>;
const watching = ({ streams }: Stage['spectrum']) => streams.filter(({ method }) => method === 'WatchSharedFriendLocations');

/** Resolves when a line's stream of locations is open. */
async function watched(spectrum: Stage['spectrum']): Promise<void> {
	while ((await spectrum.nextStream()).method !== 'WatchSharedFriendLocations');
}

describe('Location Updated by stream', () => {
	it('starts a run with everything that the person shares, and none for what was before', async () => {
		const { spectrum, host } = await start();
		spectrum.phone(alice).shareLocation({ latitude: 1, longitude: 2 });
		const active = await host.activate(byLocation());
		await watched(spectrum);
		const at = Date.UTC(2026, 10, 29, 12);
		spectrum.phone(alice).shareLocation({ ...berlin, name: 'Alice', at, kind: 'shallow' });
		const [event] = await nextEvents(host, 1);
		expect(event).toEqual({
			event: 'location.updated',
			id: expect.stringContaining(alice),
			timestamp: '2026-11-29T12:00:00.000Z',
			space: { id: `any;-;${alice}`, type: 'dm', phone: line },
			sender: { id: alice, address: alice },
			location: { name: 'Alice', ...berlin, isLocating: false, source: 'approximate', locatedAt: '2026-11-29T12:00:00.000Z' },
			account: expect.any(String),
		});
		await active.deactivate();
		await spectrum.whenIdle();
		expect(spectrum.streams).toEqual([]);
		expect(warnings(host)).toEqual([]);
	});

	it('is off by default: nobody watches', async () => {
		const { spectrum, host } = await start();
		await host.activate(logWorkflow());
		spectrum.receive({ from: alice, text: 'Hi' });
		await nextEvents(host, 1);
		expect(watching(spectrum)).toEqual([]);
	});

	it('leaves the place in the log as it is, and comes beside the events of the log', async () => {
		const { spectrum, host, freshNodes } = await start({ host: { deduplicates: true } });
		await host.activate(byLocation({ events: ['location.updated', 'message.received'] }));
		await watched(spectrum);
		spectrum.receive({ from: alice, text: '1' });
		expect((await nextEvents(host, 1))[0]?.sequence).toBeDefined();
		spectrum.phone(alice).shareLocation(berlin);
		const [moved] = await nextEvents(host, 1);
		expect(moved?.event).toBe('location.updated');
		expect(moved).not.toHaveProperty('sequence');
		// Nothing is replayed of the locations, and nothing is lost of the messages.
		const down = host.restart(freshNodes());
		spectrum.phone(alice).shareLocation({ latitude: 3, longitude: 4 });
		spectrum.receive({ from: alice, text: '2' });
		await down;
		await watched(spectrum);
		spectrum.phone(alice).shareLocation({ latitude: 5, longitude: 6 });
		const events = await nextEvents(host, 2);
		expect(events.map(({ message, location }) => message?.text ?? location?.latitude).sort()).toEqual(['2', 5].sort());
	});

	it('goes on after the connection broke, and after its stream alone ended', async () => {
		const { spectrum, host } = await start();
		await host.activate(byLocation());
		await watched(spectrum);
		spectrum.cutConnections();
		await watched(spectrum);
		spectrum.phone(alice).shareLocation(berlin);
		expect((await nextEvents(host, 1))[0]?.location?.latitude).toBe(52.52);
		watching(spectrum)[0]?.strike({ type: 'endStream' });
		await watched(spectrum);
		spectrum.phone(alice).shareLocation({ latitude: 7, longitude: 8 });
		expect((await nextEvents(host, 1))[0]?.location?.latitude).toBe(7);
		expect(warnings(host)).toEqual([]);
	});

	it('warns once of a server without locations, and the messages come all the same', async () => {
		const { spectrum, host } = await start();
		spectrum.faults.add('WatchSharedFriendLocations', { type: 'error', code: '', status: 12 }, { times: Number.POSITIVE_INFINITY });
		await host.activate(byLocation({ events: ['location.updated', 'message.received'] }));
		spectrum.receive({ from: alice, text: 'Hi' });
		expect((await nextEvents(host, 1))[0]?.message?.text).toBe('Hi');
		expect(warnings(host)).toEqual([expect.stringContaining(`Line ${line} has no stream of locations`)]);
	});

	it('takes the filters: senders and lines', async () => {
		const lines = [line, '+15550000002'];
		const { spectrum, host } = await start({ simulator: { lines } });
		await host.activate(byLocation({ filters: { senders: bob, lines: lines[1] } }));
		await watched(spectrum);
		spectrum.phone(alice).shareLocation(berlin, lines[1]);
		spectrum.phone(bob).shareLocation(berlin, lines[0]);
		spectrum.phone(bob).shareLocation({ latitude: 9, longitude: 9 }, lines[1]);
		const [event] = await nextEvents(host, 1);
		expect(event).toMatchObject({ sender: { address: bob }, space: { phone: lines[1] }, location: { latitude: 9 } });
		expect(host.executions).toHaveLength(1);
	});

	it('keeps two accounts apart', async () => {
		const { spectrum, host } = await start();
		const other = await start();
		await host.activate(byLocation());
		await watched(spectrum);
		await other.host.activate(byLocation());
		await watched(other.spectrum);
		spectrum.phone(alice).shareLocation(berlin);
		other.spectrum.phone(alice).shareLocation({ latitude: 1, longitude: 1 });
		const [[here], [there]] = await Promise.all([nextEvents(host, 1), nextEvents(other.host, 1)]);
		expect([here?.location?.latitude, there?.location?.latitude]).toEqual([52.52, 1]);
		expect(here?.account).not.toBe(there?.account);
	});

	it('while a run of a person goes on, lets their newest place alone wait', async () => {
		const worker = new Worker();
		const nodes = { [triggerType]: new ImessageTrigger({ random: () => 0 }), 'test.worker': worker };
		const { spectrum, host } = await start({ host: { nodes } });
		const workflow = byLocation();
		await host.activate({
			...workflow,
			nodes: workflow.nodes.map((node) => (node.name === 'Next' ? { ...node, type: 'test.worker' } : node)),
		});
		await watched(spectrum);
		const share = (address: string, latitude: number) => spectrum.phone(address).shareLocation({ latitude, longitude: 0 });
		share(alice, 1);
		await worker.hasBegun(1);
		for (const latitude of [2, 3, 4]) share(alice, latitude);
		// What comes after them on the same stream shows that they are here.
		share(bob, 9);
		await worker.hasBegun(2);
		worker.letAllGo();
		await worker.hasBegun(3);
		expect(worker.begun).toEqual([1, 9, 4]);
		expect(await nextEvents(host, 3)).toHaveLength(3);
	});
});

describe('Location Updated in the editor', () => {
	const manual = { mode: 'manual' } as const;

	it('shows the newest place that is shared now, marked as a sample', async () => {
		const { spectrum, host } = await start();
		spectrum.phone(bob).shareLocation({ latitude: 1, longitude: 1, at: Date.UTC(2026, 10, 29, 13) });
		spectrum.phone(alice).shareLocation({ ...berlin, at: Date.UTC(2026, 10, 29, 12) });
		const run = await host.execute(byLocation(), manual);
		expect(run.json('Next')).toMatchObject([
			{ event: 'location.updated', sender: { address: bob }, location: { latitude: 1 }, sample: true },
		]);
	});

	it('says that there is no test event when nobody shares', async () => {
		const { host } = await start();
		const run = await host.execute(byLocation(), manual);
		expect(run.error?.message).toContain('There is no test event yet');
	});

	it('waits for the next place, where the option says so', async () => {
		const { spectrum, host } = await start();
		const run = host.execute(byLocation({ options: { testEvent: 'next' } }), manual);
		await watched(spectrum);
		spectrum.phone(alice).shareLocation(berlin);
		const execution = await run;
		expect(execution.json('Next')).toMatchObject([{ event: 'location.updated', location: { latitude: 52.52 } }]);
		expect(execution.json('Next')[0]).not.toHaveProperty('sample');
		await spectrum.whenIdle();
		expect(warnings(host)).toEqual([]);
	});
});

describe('Location Updated in other ways to receive', () => {
	it('is refused by polling, with the reason', async () => {
		const { host } = await start();
		const activation = host.activate(byLocation({ receiveBy: 'polling' }));
		await expect(activation).rejects.toThrow('events that are not in the log, so polling cannot find them: Location Updated');
	});

	it('is refused by webhook, with the reason', async () => {
		const { host } = await start();
		const activation = host.activate(
			byLocation({ receiveBy: 'webhook', publicAddress: { __rl: true, mode: 'url', value: 'https://n8n.example.test' } }),
		);
		await expect(activation).rejects.toThrow('does not deliver by webhook: Location Updated');
	});
});
