import { seededRandom } from '../../simulator/src/random';
import { cloudCredential } from '../support/triggerHost';
import { Campaign, type CampaignOptions } from './campaign';
import { parametersFor } from './inProcess';
import { Lives } from './lives';
import type { Report } from './report';

export interface KilledOptions extends CampaignOptions {
	/** How often n8n is killed in mid-stream and started again. */
	readonly kills: number;
	/** How often it is stopped in good order and started again. */
	readonly stops: number;
	/** Whether n8n knows deduplication keys. */
	readonly deduplicates: boolean;
	readonly node?: object;
}

/** Many lives of n8n, one after the other. */
export async function runKilled(options: KilledOptions): Promise<Report> {
	const begun = Date.now();
	const { seed, speed, deduplicates, receiveBy, kills, stops } = options;
	const campaign = await Campaign.start(options);
	const { spectrum, weather, clock } = campaign;
	const lives = new Lives(() => ({
		credential: cloudCredential(spectrum),
		routes: weather.routes,
		deduplicates,
		parameters: parametersFor(receiveBy, options.node),
		speed,
		origin: clock.origin,
		seed,
	}));
	const random = seededRandom(seed + 5);
	const ends = Array.from({ length: kills + stops }, (_, index) => (index < kills ? 'kill' : 'end')).sort(() => random() - 0.5);
	let closing = 'clean';
	try {
		await lives.begin();
		await campaign.run(lives.ledger, async (share) => {
			lives.tellRoutes(weather.routes);
			const done = lives.killed.length + lives.ended.length;
			const due = ends[done];
			if (due === undefined || share < (done + 1) / (ends.length + 1)) return;
			// In mid-stream: what was said just now is being handed on.
			campaign.traffic.burst(60);
			const rows = lives.ledger.rows.length + Math.floor(random() * 40);
			await lives.ledger.until(() => lives.ledger.rows.length >= rows, 500);
			await (due === 'kill' ? lives.kill() : lives.end());
			campaign.traffic.burst(60);
			await lives.begin();
		});
		const { verdict, milliseconds } = await campaign.settle(lives.ledger);
		const facts = campaign.facts();
		await lives.end().catch((error: unknown) => {
			closing = String(error);
		});
		const counts = { killed: lives.killed.length, ended: lives.ended.length };
		return {
			options,
			verdict,
			ledger: lives.ledger,
			facts,
			failed: [],
			closing,
			warnings: lives.warnings,
			settled: milliseconds,
			milliseconds: Date.now() - begun,
			lives: counts,
		};
	} finally {
		await lives.stop();
		await campaign.stop();
	}
}
