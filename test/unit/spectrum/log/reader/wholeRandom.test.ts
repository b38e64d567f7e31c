import { randomBytes } from 'node:crypto';
import type { RunOutcome } from '../../../../../nodes/shared/spectrum/log/dispatch/acknowledge';
import { Dispatcher, type Delivery } from '../../../../../nodes/shared/spectrum/log/dispatch/dispatcher';
import { Feeds, type Subscription } from '../../../../../nodes/shared/spectrum/log/line/feeds';
import { Follower } from '../../../../../nodes/shared/spectrum/log/reader/follower';
import { readStoredProgress } from '../../../../../nodes/shared/spectrum/log/reader/storedProgress';
import { Progress } from '../../../../../nodes/shared/spectrum/log/reader/progress';
import { seededRandom } from '../../../../../simulator/src/random';
import { FakeClock } from '../../../../support/fakeClock';
import { FakeServer } from '../fakeServer';
import { message } from '../dispatch/gatherSupport';

const runDeadline = 3_600_000;

/** What is known of one event's runs. */
interface Told {
	readonly attempts: number[];
	state: 'running' | 'ended' | 'again';
}

/** A workflow on a server in trouble, that is closed, opened and killed. */
class Life {
	readonly clock = new FakeClock();
	readonly server: FakeServer;
	readonly told = new Map<number, Told>();
	/** By space, in the order in which events were handed on for the first time. */
	readonly orders = new Map<string, number[]>();
	private readonly feeds = new Feeds();
	private progress = new Progress();
	private stored = '{"log":0}';
	private doneInStore = new Set<number>();
	private process = 0;
	private close = (): void => {};

	constructor(private readonly random: () => number) {
		this.server = new FakeServer(this.clock, random);
		this.open();
	}

	async step(): Promise<void> {
		const chance = this.random();
		if (chance < 0.7) {
			for (let count = this.random() * 6; count > 0; count--) this.server.append(`space ${Math.floor(this.random() * 4)}`);
		} else if (chance < 0.86) this.server.breakSomething();
		else if (chance < 0.93) this.reopen();
		else if (chance < 0.96) this.kill();
		await this.clock.advance(this.random() ** 2 * 3_000);
	}

	/** Time in which everything heals. */
	async end(): Promise<void> {
		this.server.trouble = 0;
		await this.clock.advance(15 * 60_000);
		expect([...this.told.keys()].sort((one, other) => one - other)).toEqual(this.server.log.map(({ sequence }) => sequence));
		expect([...this.told.values()].filter(({ state }) => state !== 'ended')).toEqual([]);
		if (this.server.head > 0) expect(this.progress.cursor).toBe(String(this.server.head));
		for (const order of this.orders.values()) expect(order).toEqual(order.toSorted((one, other) => one - other));
		this.close();
		await this.clock.settle();
		expect([this.feeds.size, this.server.openSessions]).toEqual([0, 0]);
		// The runs of a process that was killed have only their deadline left.
		await this.clock.advance(runDeadline);
		expect(this.clock.pending).toBe(0);
	}

	private open(): void {
		const { clock, random, progress, process } = this;
		const dispatcher = new Dispatcher<string>({
			settings: { acknowledge: 'finished', maxParallel: 3, deadline: runDeadline, maxAttempts: 1_000 },
			host: {
				prepare: async ({ sequence }) => {
					if (this.server.isUnlucky()) throw new Error('not yet');
					return await Promise.resolve(message(sequence, undefined));
				},
				prepareWithoutLookups: () => {
					throw new Error('Nothing is refused for so long');
				},
				itemOfGap: () => {
					throw new Error('There is no gap in this log');
				},
				itemOf: async ({ id }) => await Promise.resolve(id),
				run: (_item, delivery) => this.run(delivery, process),
				warn: () => {},
			},
			clock,
			random,
		});
		const followers: Follower[] = [];
		const subscription: Subscription = this.feeds.subscribe(
			{ source: this.server, clock, random, onWarning: () => {} },
			{
				onLine: (live) => {
					const follower = new Follower({
						line: live.line,
						progress,
						startAt: 'everything',
						consumer: dispatcher,
						maxOpen: 12,
						clock,
						random,
						onWarning: () => {},
					});
					followers.push(follower);
					follower.follow(live);
				},
				onLineGone: () => {},
				// As n8n, which starts a trigger again that has ended with an error.
				onFatal: () => this.reopen(),
			},
		);
		this.close = () => {
			subscription.close();
			for (const follower of followers) follower.close();
			dispatcher.close();
		};
	}

	/** As a workflow that is published anew: in the same process, while its last runs go on. */
	private reopen(): void {
		this.close();
		this.open();
	}

	/** Nothing is left but what was stored. */
	private kill(): void {
		this.process += 1;
		this.close();
		for (const [sequence, one] of this.told) if (!this.doneInStore.has(sequence)) one.state = 'again';
		this.progress = new Progress(readStoredProgress(this.stored));
		this.open();
	}

	private run({ entries, attempt }: Delivery, process: number): Promise<RunOutcome> {
		// As n8n: what is known at that moment is stored with the event.
		this.stored = this.progress.storedText();
		this.doneInStore = new Set([...this.told].filter(([, { state }]) => state === 'ended').map(([sequence]) => sequence));
		const [{ sequence, change }] = entries as [(typeof entries)[0]];
		const number = Number(sequence);
		const one = this.told.get(number) ?? { attempts: [], state: 'again' as const };
		if (!this.told.has(number)) this.orders.set(change.spaceId, [...(this.orders.get(change.spaceId) ?? []), number]);
		this.told.set(number, one);
		if (one.state !== 'again') throw new Error(`Event ${sequence} is handed on though it is ${one.state}`);
		if (one.attempts.includes(attempt)) throw new Error(`Event ${sequence} has attempt ${attempt} twice`);
		one.state = 'running';
		one.attempts.push(attempt);
		return new Promise((resolve) => {
			this.clock.after(this.random() ** 4 * 20_000, () => {
				// The end of a process is the end of its runs.
				if (process !== this.process) return;
				const outcome = this.server.isUnlucky() ? 'crashed' : this.server.isUnlucky() ? 'notRecorded' : 'succeeded';
				one.state = outcome === 'succeeded' ? 'ended' : 'again';
				if (outcome === 'notRecorded') one.attempts.pop();
				resolve(outcome);
			});
		});
	}
}

async function randomLife(seed: number): Promise<void> {
	const random = seededRandom(seed);
	const life = new Life(random);
	await life.clock.settle();
	life.server.trouble = 0.05;
	for (let step = 0; step < 60; step++) await life.step();
	await life.end();
}

it('loses nothing, tells nothing twice, keeps the order of each space, and leaves nothing behind', async () => {
	const seed = Number(process.env.SEED ?? randomBytes(4).readUInt32BE());
	for (let run = 0; run < 15; run++) {
		try {
			await randomLife(seed + run);
		} catch (caught) {
			throw new Error(`Failed with seed ${seed + run}: SEED=${seed + run} repeats it`, { cause: caught });
		}
	}
});
