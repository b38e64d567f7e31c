import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Simulator } from '../../../simulator/src';
import { FakeClock } from '../../support/fakeClock';
import { cloudCredential } from '../../support/triggerHost';
import { Draw } from '../draw';
import { Journal } from '../journal';
import { Life } from '../life';
import { People } from './people';
import type { FromWaits, QuestionOrder, ToWaits, WaitsLine } from './protocol';
import { WaitsRecord } from './record';
import { judgeWaits, type WaitsVerdict } from './verdict';

export interface WaitsOptions {
	readonly seed: number;
	readonly questions: number;
	/** How often n8n is killed and started again. */
	readonly kills: number;
	/** How many people are asked: the fewer, the more questions of one conversation are open at once. */
	readonly people: number;
	/** From the first question to the last one, in minutes of the world. */
	readonly minutes: number;
	/** The shortest and the longest limit of a question, in minutes of the world. */
	readonly limits: readonly [shortest: number, longest: number];
}

/** Everything that is known of a run. */
export interface WaitsReport {
	readonly options: WaitsOptions;
	readonly verdict: WaitsVerdict;
	readonly record: WaitsRecord;
	readonly acts: number;
	readonly kills: number;
	readonly closing: string;
	readonly warnings: readonly string[];
	readonly milliseconds: number;
}

const childFile = path.join(__dirname, 'child.ts');
const minute = 60_000;

/** Many workflows ask people and wait, while n8n is killed again and again. */
export async function runWaits(options: WaitsOptions): Promise<WaitsReport> {
	const begun = Date.now();
	const campaign = await WaitsCampaign.start(options);
	try {
		await campaign.play();
		return { ...(await campaign.report()), milliseconds: Date.now() - begun };
	} finally {
		await campaign.stop();
	}
}

class WaitsCampaign {
	private readonly folder = mkdtempSync(path.join(tmpdir(), 'chaos-waits-'));
	private readonly warnings: string[] = [];
	private readonly record = new WaitsRecord();
	private readonly questions: readonly QuestionOrder[];
	private readonly people: People;
	private readonly draw: Draw;
	private lives = 0;
	private kills = 0;
	private current: Life<ToWaits, FromWaits> | undefined;
	private next: Life<ToWaits, FromWaits> | undefined = this.prepare();
	/** Questions that are to be asked as soon as n8n is there. */
	private readonly due: QuestionOrder[] = [];
	/** Executions that go on in n8n, as it said last. */
	private open = 0;
	private hear: (message: FromWaits) => void = () => undefined;

	private constructor(
		private readonly options: WaitsOptions,
		private readonly clock: FakeClock,
		private readonly spectrum: Simulator,
	) {
		const draw = new Draw(options.seed);
		this.draw = draw;
		this.questions = Array.from({ length: options.questions }, (_, key) => ({
			key,
			person: `+1555123${1_000 + draw.between(1, options.people)}`,
			limitMinutes: draw.between(...options.limits),
			hasPoll: draw.chance(0.5),
		}));
		const limitOf = (key: number): number => this.questions[key]?.limitMinutes ?? 0;
		this.people = new People(spectrum, new Draw(options.seed + 1), limitOf);
	}

	static async start(options: WaitsOptions): Promise<WaitsCampaign> {
		const clock = new FakeClock(Date.now());
		const spectrum = await Simulator.start({
			plan: 'dedicated',
			rateLimit: Number.POSITIVE_INFINITY,
			// The node that asks has the system's clock, by which a token of a day ends in seconds here.
			tokenTtlSeconds: 90 * 24 * 60 * 60,
			clock,
			seed: options.seed,
		});
		const unlimited = { messagesPerDay: Number.POSITIVE_INFINITY, newConversationsPerDay: Number.POSITIVE_INFINITY };
		Object.assign(spectrum.settings, unlimited);
		return new WaitsCampaign(options, clock, spectrum);
	}

	async play(): Promise<void> {
		const { kills, minutes, limits } = this.options;
		const begun = this.clock.now();
		const share = (): number => (this.clock.now() - begun) / (minutes * minute);
		for (const question of this.questions) this.clock.after(this.draw.between(0, minutes * minute), () => this.ask(question));
		await this.begin();
		while (share() < 1) {
			const isDue = this.kills < kills && share() > (this.kills + this.draw.random()) / kills;
			await this.step(isDue);
		}
		// The last question ends at its limit, or some minutes later without its clock. A clock may beat a quarter of an hour later.
		const end = this.clock.now() + (limits[1] + 60) * minute;
		do await this.step(false);
		while (this.open > 0 && this.clock.now() < end);
	}

	/**
	 * Some time passes for everyone. It stands still while n8n does what was due, so a busy machine changes nothing.
	 *
	 * @param isLast n8n is killed meanwhile, and started again
	 */
	private async step(isLast: boolean): Promise<void> {
		await this.clock.advance(this.draw.between(5, 60) * 1_000);
		// What people do now comes to n8n while it works on what is due.
		const done = this.goOn();
		await pause(isLast ? this.draw.between(0, 60) : this.draw.between(0, 5));
		if (!isLast) return await done;
		await this.kill();
		await this.clock.advance(this.draw.one([0, 10, 60, 600]) * 1_000);
		await this.begin();
	}

	/** Tells n8n the time. Resolves when it has done what was due, or was killed. */
	private async goOn(): Promise<void> {
		const life = this.current;
		if (life === undefined) return;
		const now = this.clock.now();
		const done = new Promise<void>((resolve) => {
			this.hear = (message) => {
				if (message.type === 'at' && message.now === now) resolve();
			};
		});
		life.tell({ type: 'time', now });
		await Promise.race([done, life.exited]);
	}

	async report(): Promise<Omit<WaitsReport, 'milliseconds'>> {
		const closing = await this.end();
		const { record } = this;
		this.readOn();
		const keys = this.questions.map(({ key }) => key);
		const verdict = judgeWaits(keys, this.people, record);
		return { options: this.options, verdict, record, acts: this.people.acts.length, kills: this.kills, closing, warnings: this.warnings };
	}

	async stop(): Promise<void> {
		const left = [this.current, this.next].filter((life) => life !== undefined);
		this.current = undefined;
		for (const life of left) life.signal('SIGKILL');
		await Promise.all(left.map(({ exited }) => exited));
		this.people.stop();
		await this.spectrum.stop({ disconnectClients: true });
		rmSync(this.folder, { recursive: true, force: true });
	}

	private get journal(): string {
		return path.join(this.folder, 'journal');
	}

	private ask(question: QuestionOrder): void {
		if (this.current === undefined) this.due.push(question);
		else this.current.tell({ type: 'ask', question });
	}

	private async begin(): Promise<void> {
		const life = this.next;
		if (life === undefined) throw new Error('There is no further life');
		await life.loaded;
		this.lives += 1;
		const { journal, clock, spectrum } = this;
		const orders = { life: this.lives, credential: cloudCredential(spectrum), journal, now: clock.now(), seed: this.options.seed };
		life.tell({ type: 'begin', orders });
		const exited = life.exited.then((code) => {
			if (this.current === life) throw new Error(`n8n ended with ${code} and nobody told it to`);
		});
		exited.catch(() => undefined);
		await Promise.race([life.started, life.exited]);
		this.current = life;
		for (const question of this.due.splice(0)) life.tell({ type: 'ask', question });
		this.next = this.kills < this.options.kills ? this.prepare() : undefined;
	}

	private async kill(): Promise<void> {
		const life = this.current;
		if (life === undefined) throw new Error('n8n is not running');
		this.current = undefined;
		this.kills += 1;
		life.signal('SIGKILL');
		await life.exited;
		this.readOn();
		this.record.killed();
		// Neither a run that was cut off nor one without a clock can be answered any more.
		for (const { key, hasCrashed, hasLostClock } of this.record.runs.values()) if (hasCrashed || hasLostClock) this.people.over.add(key);
	}

	private readOn(): void {
		this.record.readOn(Journal.read<WaitsLine>(this.journal, this.record.count));
	}

	/** Ends it in good order. The answer is `clean`, or what went wrong. */
	private async end(): Promise<string> {
		const life = this.current;
		this.current = undefined;
		if (life === undefined) return 'n8n is not running';
		return (await life.end()) ?? 'clean';
	}

	private prepare(): Life<ToWaits, FromWaits> {
		const life: Life<ToWaits, FromWaits> = new Life((message) => {
			if (message.type === 'warning') this.warnings.push(message.message);
			if (message.type === 'done') this.people.over.add(message.done.key);
			if (message.type === 'at') this.open = message.open;
			this.hear(message);
		}, childFile);
		return life;
	}
}

/** Real time, for what goes on in two processes. */
async function pause(milliseconds: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
