/**
 * Does the same with each thing, a few at a time, in their order. The first failure rejects, and what has begun goes on.
 *
 * @param width things at a time
 */
export async function sideBySide<Thing>(things: Iterable<Thing>, width: number, task: (thing: Thing) => Promise<void>): Promise<void> {
	const rest = things[Symbol.iterator]();
	const work = async (): Promise<void> => {
		for (let next = rest.next(); next.done !== true; next = rest.next()) await task(next.value);
	};
	await Promise.all(Array.from({ length: width }, work));
}
