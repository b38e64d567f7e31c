/** Limits of what is remembered about one node's deliveries. */
export interface RepeatLimits {
	/** Number of keys. Spectrum's retries of one message end within minutes, and a server sends 5,000 messages a day. */
	readonly entries: number;
	/** Milliseconds since the first delivery. */
	readonly ageMilliseconds: number;
}

export const defaultRepeatLimits: RepeatLimits = { entries: 1_000, ageMilliseconds: 24 * 60 * 60 * 1_000 };

/**
 * What survives a restart: a line of text for each key, the oldest first, with when its delivery was first seen, in
 * milliseconds since the epoch. It is one text because n8n stores it with each delivery, and copies a thousand entries one by
 * one.
 */
export type StoredRepeats = string;

/** Hex digits of a key: half a SHA-256. Short enough to store a thousand, long enough that no two collide. */
export const keyLength = 32;

/** Hex digits that tell the lines of a project apart. */
export const lineLength = 8;

/** A key, which may name the line, and when it was first seen. */
const entry = new RegExp(`^([0-9a-f]{${keyLength}}(?::[0-9a-f]{${lineLength}})?) (\\d{1,16})$`);

/** UTF-16 code units of an entry. */
const longestEntry = keyLength + 1 + lineLength + 1 + 16 + 1;

/**
 * The keys of one node's deliveries. A delivery costs the same however many are remembered: the text to store grows at its end
 * and shrinks at its beginning.
 */
export class RepeatMemory {
	/** The oldest first. */
	private seen = new Map<string, number>();
	/** These keys as they are stored. Undefined when a change has made the text out of date. */
	private text: string | undefined = '';
	private newestAt = Number.NEGATIVE_INFINITY;

	constructor(private readonly limits: RepeatLimits) {}

	/** What is to be stored. */
	get stored(): StoredRepeats {
		this.text ??= [...this.seen].map(([key, at]) => lineOf(key, at)).join('');
		return this.text;
	}

	has(key: string): boolean {
		return this.seen.has(key);
	}

	/** Whether one of the names is known with whatever line. */
	hasOnSomeLine(names: readonly string[]): boolean {
		return [...this.seen.keys()].some((key) => names.includes(key.slice(0, keyLength)));
	}

	/** Whether every key is too old. */
	isAged(now: number): boolean {
		return this.newestAt <= now - this.limits.ageMilliseconds;
	}

	/** Takes in what another process has stored, and forgets what is too old. */
	update(stored: StoredRepeats, now: number): void {
		if (stored !== this.text) this.join(stored);
		// A time in the future is from before the clock was set back. It counts as now: otherwise the key would push out newer
		// ones, and would expire too late.
		if (this.newestAt > now) this.replace([...this.seen].map(([key, at]) => [key, Math.min(at, now)]));
		this.shorten(now);
	}

	add(keys: readonly string[], now: number): void {
		for (const key of keys) {
			this.seen.set(key, now);
			if (this.text !== undefined) this.text += lineOf(key, now);
		}
		this.newestAt = now;
		this.shorten(now);
	}

	remove(keys: readonly string[]): void {
		for (const key of keys) this.seen.delete(key);
		this.text = undefined;
	}

	/** What this process knows of a key counts. Runs that end later may store older data. */
	private join(stored: StoredRepeats): void {
		const others = entriesOf(stored, this.limits.entries).filter(([key]) => !this.seen.has(key));
		if (others.length > 0) this.replace([...others, ...this.seen].sort(([, first], [, second]) => first - second));
	}

	private replace(oldestFirst: ReadonlyArray<readonly [string, number]>): void {
		this.seen = new Map(oldestFirst);
		this.newestAt = oldestFirst.at(-1)?.[1] ?? Number.NEGATIVE_INFINITY;
		this.text = undefined;
	}

	/** Forgets the oldest keys: those that are too many, and those that are too old. */
	private shorten(now: number): void {
		for (const [key, at] of this.seen) {
			if (this.seen.size <= this.limits.entries && at > now - this.limits.ageMilliseconds) return;
			this.seen.delete(key);
			this.text = this.text?.slice(this.text.indexOf('\n') + 1);
		}
	}
}

function lineOf(key: string, at: number): string {
	return `${key} ${at}\n`;
}

/** The entries of a stored text. A person can change it, so it may be anything. */
function entriesOf(stored: StoredRepeats, entries: number): Array<readonly [string, number]> {
	const newest = stored.slice(-entries * longestEntry);
	return newest.split('\n').flatMap((line) => {
		const [, key, at] = entry.exec(line) ?? [];
		return key === undefined ? [] : [[key, Number(at)] as const];
	});
}
