/**
 * Does the same with each thing, a few at a time, in their order. The first failure rejects: what has begun goes on, and
 * nothing more begins.
 *
 * @param width things at a time
 */
export async function sideBySide<Thing>(things: Iterable<Thing>, width: number, task: (thing: Thing) => Promise<void>): Promise<void> {
	const rest = things[Symbol.iterator]();
	let hasFailed = false;
	const work = async (): Promise<void> => {
		try {
			for (let next = rest.next(); next.done !== true && !hasFailed; next = rest.next()) await task(next.value);
		} catch (error) {
			hasFailed = true;
			throw error;
		}
	};
	await Promise.all(Array.from({ length: width }, work));
}
