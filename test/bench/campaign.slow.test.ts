import { CampaignBench } from './campaign';

const seed = Math.floor(Math.random() * 1_000_000);

test('a short campaign with kills, opt-outs and answers meets its figures', async () => {
	console.log(`seed ${seed}`);
	const { limits } = await CampaignBench.play({ seed, size: 120, newPerDay: 8, kills: 0.4 });
	// Too few days for a percentage of them.
	const missed = limits.filter(({ name, value, most }) => !name.startsWith('days') && !(value <= most));
	expect({ seed, missed }).toEqual({ seed, missed: [] });
});
