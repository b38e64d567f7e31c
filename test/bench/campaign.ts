import { CampaignStage } from '../support/campaignHost';
import { type List, listOf, optOutWord, type Row } from './campaignList';
import { type Figures, figuresOf } from './campaignFigures';
import { type Random, seededRandom } from '../../simulator/src/random';

const hour = 60 * 60_000;
const day = 24 * hour;
/** The schedule of the flow. */
const betweenRuns = 6 * hour;
const firstLines = ['+15550000001', '+15550000002', '+15550000003'] as const;
const laterLine = '+15550000004';

export interface BenchOptions {
	readonly seed: number;
	/** Rows of the list. */
	readonly size: number;
	/** New conversations of a line in 24 hours, as the server allows and the node is set. */
	readonly newPerDay: number;
	/** How often n8n is killed in the middle of a message, of all runs with something to send. */
	readonly kills: number;
	readonly onDay?: (line: string) => void;
}

/** Something that a person does, at its time. */
interface Deed {
	readonly at: number;
	readonly act: () => void;
}

/** A campaign over weeks on a moved clock: a schedule, a table, people who answer and opt out, and an n8n that is killed. */
export class CampaignBench {
	private readonly random: Random;
	private readonly list: List;
	private readonly deeds: Deed[] = [];
	private readonly optedOutAt = new Map<string, number>();
	private kills = 0;
	private runs = 0;

	private constructor(
		private readonly stage: CampaignStage,
		private readonly options: BenchOptions,
		private readonly start: number,
	) {
		this.random = seededRandom(options.seed);
		this.list = listOf(options.size, this.random);
	}

	static async play(options: BenchOptions): Promise<Figures> {
		// A Wednesday: ten in New York, sixteen in Berlin, midnight in Tokyo.
		const start = Date.parse('2026-01-07T15:00:00Z');
		const stage = await CampaignStage.start({ lines: [...firstLines] }, { start });
		stage.spectrum.settings.newConversationsPerDay = options.newPerDay;
		const bench = new CampaignBench(stage, options, start);
		try {
			return await bench.run();
		} finally {
			await stage.stop();
		}
	}

	private async run(): Promise<Figures> {
		const { stage, options, start } = this;
		this.plan();
		stage.time.onMoved = () => this.catchUp();
		const began = performance.now();
		let at = start;
		for (; this.left().length > 0 && at < start + 120 * day; at += betweenRuns) {
			if (at === start + 4 * day) await stage.spectrum.addLine(laterLine);
			stage.time.at = Math.max(stage.time.at, at);
			this.catchUp();
			await this.oneRun();
			if ((at - start) % day === 0) options.onDay?.(`day ${(at - start) / day + 1}: ${this.left().length} left`);
		}
		return figuresOf({
			stage,
			list: this.list,
			lines: [...firstLines, laterLine],
			start,
			newPerDay: options.newPerDay,
			optedOutAt: this.optedOutAt,
			kills: this.kills,
			runs: this.runs,
			seconds: (performance.now() - began) / 1_000,
		});
	}

	/** What people will do, whatever we do, and what they did before. */
	private plan(): void {
		for (const { address, hasImessage, optsOutAfter } of this.list.contacts.values()) {
			this.stage.spectrum.phone(address).imessage = hasImessage;
			if (optsOutAfter !== undefined) this.later(this.start + optsOutAfter, () => this.optOut(address));
		}
		this.deeds.sort((one, other) => one.at - other.at);
	}

	private later(at: number, act: () => void): void {
		this.deeds.push({ at, act });
	}

	private optOut(address: string): void {
		const { spectrum, time } = this.stage;
		const lines = spectrum.lines.map(({ phone }) => phone ?? '');
		const at = Math.min(time.at, this.start + (this.list.contacts.get(address)?.optsOutAfter ?? 0));
		spectrum.receive({
			from: address,
			text: optOutWord(this.random),
			line: lines[Math.floor(this.random() * lines.length)],
			at,
			webhooks: false,
		});
		this.optedOutAt.set(address, time.at);
	}

	/** Everything that has happened by now. */
	private catchUp(): void {
		for (let deed = this.deeds[0]; deed !== undefined && deed.at <= this.stage.time.at; deed = this.deeds[0]) {
			this.deeds.shift();
			deed.act();
		}
	}

	private left(): Row[] {
		return this.list.rows.filter(({ status }) => status === '' || status === 'later');
	}

	/** The flow: rows of the table that are left, the node, and what became of them back into the table. */
	private async oneRun(): Promise<void> {
		const { stage, options } = this;
		const rows = this.left();
		this.runs += 1;
		const isKilled = this.random() < options.kills;
		const fault = isKilled
			? stage.spectrum.faults.add(
					'SendTextMessage',
					{ type: 'hold', beforeWrite: this.random() < 0.5 },
					{ after: Math.floor(this.random() * 60) },
				)
			: undefined;
		const running = stage.start(
			rows.map(({ id, name, phone }) => ({ id, name, phone })),
			{ newPerDay: options.newPerDay, options: { defaultCountry: 'US' } },
		);
		const ended = await Promise.race([running.then(() => 'ended'), ...(fault === undefined ? [] : [fault.struck.then(() => 'struck')])]);
		if (ended === 'struck') {
			running.cancel();
			await running;
			this.kills += 1;
			await stage.restart();
			await this.callsEnd();
		} else this.note(await running);
		fault?.remove();
		this.answer();
	}

	/** The server has noticed that its client is gone, before the time moves on: otherwise it would write hours later. */
	private async callsEnd(): Promise<void> {
		while (this.stage.spectrum.calls.some(({ outcome }) => outcome === undefined)) {
			await new Promise<void>((resolve) => setImmediate(resolve));
		}
	}

	private note(execution: Awaited<ReturnType<CampaignStage['start']>>): void {
		if (execution.status !== 'success') throw new Error(`A run ended with ${execution.status}: ${execution.error?.message}`);
		const byId = new Map(this.list.rows.map((row) => [row.id, row]));
		for (const output of [0, 1, 2]) {
			for (const json of execution.json('Campaign', output)) {
				const row = byId.get(json.id as number);
				const { status, reason = '' } = json.campaign as { status: string; reason?: string };
				if (row !== undefined) Object.assign(row, { status, reason });
			}
		}
	}

	/** People who have just got a message answer it some time later. */
	private answer(): void {
		const { spectrum, time } = this.stage;
		let isChanged = false;
		for (const { phone: line } of spectrum.lines) {
			for (const { isFromMe, chatGuid, createdAt } of spectrum.store(line).messages.values()) {
				const address = chatGuid.slice('any;-;'.length);
				const { answersAfter } = this.list.contacts.get(address) ?? {};
				if (!isFromMe || answersAfter === undefined || this.answered.has(address)) continue;
				this.answered.add(address);
				this.later(Math.max(time.at, createdAt + answersAfter), () =>
					spectrum.receive({ from: address, text: 'Thanks!', line, webhooks: false }),
				);
				isChanged = true;
			}
		}
		if (isChanged) this.deeds.sort((one, other) => one.at - other.at);
	}

	private readonly answered = new Set<string>();
}
