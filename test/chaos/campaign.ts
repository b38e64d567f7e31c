import { seededRandom } from '../../simulator/src/random';
import { Simulator } from '../../simulator/src';
import { FastClock } from '../support/fastClock';
import { Draw } from './draw';
import { Faults, type Struck } from './faults';
import type { Ledger } from './ledger';
import { Traffic } from './traffic';
import { Expected, judgeRows, type KeptOrder, type Verdict } from './verdict';
import { Weather } from './weather';

export interface CampaignOptions {
	readonly seed: number;
	/** Events that the logs have at the end, at least. */
	readonly events: number;
	readonly faults: number;
	/** How many times as fast the world's clock runs. */
	readonly speed: number;
	readonly receiveBy: 'stream' | 'polling';
	readonly lines?: number;
	/** How long nothing new may come after the last fault while something is missing, in real milliseconds. */
	readonly patience: number;
	/** Default `space`. */
	readonly keptOrder?: KeptOrder;
}

export interface CampaignFacts {
	readonly events: number;
	readonly lines: number;
	readonly faults: readonly Struck[];
	/** Connections of clients, those that were refused included. */
	readonly connections: number;
	readonly replays: number;
}

/** A Spectrum behind a network, with people who talk, and faults that strike. */
export class Campaign {
	private constructor(
		readonly options: CampaignOptions,
		readonly clock: FastClock,
		readonly spectrum: Simulator,
		readonly weather: Weather,
		readonly traffic: Traffic,
		readonly faults: Faults,
		private readonly draw: Draw,
		private readonly expected: Expected,
	) {}

	static async start(options: CampaignOptions): Promise<Campaign> {
		const { seed, speed, receiveBy, lines = 3 } = options;
		const clock = new FastClock(speed);
		const spectrum = await Simulator.start({
			plan: 'dedicated',
			lines: Array.from({ length: lines }, (_, index) => `+1555000000${index + 1}`),
			rateLimit: Number.POSITIVE_INFINITY,
			// Ten minutes: tokens end in mid-stream now and then, as on the real servers.
			tokenTtlSeconds: 600,
			clock,
			seed,
		});
		// Days pass in minutes here, and nobody is to run into a limit.
		const unlimited = { messagesPerDay: Number.POSITIVE_INFINITY, newConversationsPerDay: Number.POSITIVE_INFINITY };
		Object.assign(spectrum.settings, unlimited);
		const weather = new Weather(new Draw(seed + 1));
		await weather.cover(spectrum);
		const draw = new Draw(seed);
		const at = (): number => spectrum.lines.reduce((sum, { id }) => sum + spectrum.eventLog(id).length, 0);
		const faults = new Faults({ spectrum, weather, draw: new Draw(seed + 2), isPolling: receiveBy === 'polling', at });
		return new Campaign(options, clock, spectrum, weather, new Traffic(spectrum, new Draw(seed + 3)), faults, draw, new Expected(spectrum));
	}

	/** Numbers for the node's jitter, by the seed too. */
	get jitter(): () => number {
		return seededRandom(this.options.seed + 4);
	}

	get logged(): number {
		return this.spectrum.lines.reduce((sum, { id }) => sum + Number(this.spectrum.store(id).log.head), 0);
	}

	/**
	 * Lets people talk and faults strike. It waits for what was delivered, now and then until it is much, now and then
	 * until it is all: faults strike an idle line as well as one that is far behind.
	 *
	 * @param onStep called before each burst, with the share of the events that are done
	 */
	async run(ledger: Ledger, onStep: (share: number) => Promise<void> = async () => {}): Promise<void> {
		const { events, faults: count, patience } = this.options;
		const { draw, faults } = this;
		while (this.logged < events) {
			const share = this.logged / events;
			await onStep(share);
			while (faults.struck.length < count * share) await faults.strike();
			this.traffic.burst(draw.between(1, 2 * Math.ceil(Math.min(60, events / count / 3))));
			const behind = draw.one([0, 30, 100, 300, 1_500]);
			this.expected.readOn();
			const enough = this.expected.places.size - behind;
			// Not for longer: what keeps them back may be a fault that only a later one ends.
			await ledger.until(() => ledger.known.size >= enough, Math.min(patience, 200));
		}
		while (faults.struck.length < count) await faults.strike();
	}

	/** What happened, in figures. */
	facts(): CampaignFacts {
		const { spectrum, weather, faults, logged } = this;
		return {
			events: logged,
			lines: spectrum.lines.length,
			faults: [...faults.struck],
			connections: weather.opened,
			replays: spectrum.calls.filter(({ method }) => method === 'CatchUpEvents').length,
		};
	}

	/** Resolves when every event has its row, or when nothing new comes: a busy machine is slow, and does not stand still. */
	async settle(ledger: Ledger): Promise<{ readonly verdict: Verdict; readonly milliseconds: number }> {
		const begun = Date.now();
		this.faults.callOff();
		this.expected.readOn();
		const { places } = this.expected;
		const { patience, keptOrder = 'space' } = this.options;
		for (let before = -1; ledger.known.size > before; ) {
			before = ledger.known.size;
			if (await ledger.until(() => ledger.known.size >= places.size, patience)) break;
		}
		return { verdict: judgeRows(places, ledger.rows, keptOrder), milliseconds: Date.now() - begun };
	}

	/** What clients left open is seen at the network's near end; a connection that was cut in a stall is open behind it. */
	async stop(): Promise<void> {
		await this.weather.stop();
		await this.spectrum.stop({ disconnectClients: true });
	}
}
