/** How much of a part is done, and by which seed. */
export interface LoadSettings {
	readonly seed: number;
	readonly count: number;
}

/** What came of a part. */
export interface LoadResult {
	/** What was done, in numbers. */
	readonly done: Readonly<Record<string, number>>;
	/** What must not be: one sentence each, the first hundred. */
	readonly complaints: readonly string[];
}

/** Gathers complaints. */
export class Complaints {
	private readonly list: string[] = [];
	private left = 100;

	add(complaint: string): void {
		this.left -= 1;
		if (this.left >= 0) this.list.push(complaint);
	}

	unless(isFine: boolean, complaint: string): void {
		if (!isFine) this.add(complaint);
	}

	get all(): readonly string[] {
		return this.left >= 0 ? this.list : [...this.list, `and ${-this.left} more`];
	}
}

/** What keeps the process alive, by kind. */
export function openResources(): Readonly<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const name of process.getActiveResourcesInfo()) counts[name] = (counts[name] ?? 0) + 1;
	return counts;
}

/** Turns of the event loop in which what was closed has to be gone: about a second, because libraries have short timers. */
const turns = 100_000;

/** Waits until it is true, for so many turns of the event loop at most. */
export async function soon(isTrue: () => boolean): Promise<boolean> {
	for (let turn = 0; turn < turns && !isTrue(); turn++) await new Promise<void>((resolve) => setImmediate(resolve));
	return isTrue();
}

/** What is left that was not there before, after the process had time to close it: sockets, servers, timers. */
export async function leftOver(before: Readonly<Record<string, number>>): Promise<string[]> {
	await soon(() => moreThan(before).length === 0);
	return moreThan(before);
}

function moreThan(before: Readonly<Record<string, number>>): string[] {
	const kinds = ['TCPSocketWrap', 'TCPServerWrap', 'TLSWrap', 'Timeout', 'FSEvent', 'ChildProcess'];
	const now = openResources();
	return kinds.flatMap((kind) => {
		const more = (now[kind] ?? 0) - (before[kind] ?? 0);
		return more > 0 ? [`${more} × ${kind} left open`] : [];
	});
}
