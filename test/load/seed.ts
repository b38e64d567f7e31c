/** The seed of `LOAD_SEED`, otherwise one by chance. Print it. */
export function seedOfLoad(): number {
	const given = process.env.LOAD_SEED;
	if (given === undefined || given === '') return Math.floor(Math.random() * 1e9);
	const seed = Number(given);
	if (!Number.isSafeInteger(seed)) throw new Error(`LOAD_SEED must be a whole number, not "${given}"`);
	return seed;
}
