/**
 * Plays a campaign of 5,000 contacts over weeks and prints its figures; ends with an error when one is missed.
 * `CAMPAIGN_SEED` plays the same list again, `CAMPAIGN_SIZE` a shorter one.
 */
import { CampaignBench } from './campaign';

async function main(): Promise<void> {
	const seed = Number(process.env.CAMPAIGN_SEED ?? Math.floor(Math.random() * 1_000_000));
	const size = Number(process.env.CAMPAIGN_SIZE ?? 5_000);
	console.log(`seed ${seed}`);
	const { facts, limits } = await CampaignBench.play({ seed, size, newPerDay: 50, kills: 0.1, onDay: (line) => console.log(line) });
	for (const [name, value] of facts) console.log(`${name}: ${value}`);
	for (const { name, value, most } of limits)
		console.log(`${value <= most ? 'ok  ' : 'MISS'} ${name}: ${Number(value.toFixed(2))} (at most ${most})`);
	if (limits.some(({ value, most }) => !(value <= most))) process.exitCode = 1;
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
