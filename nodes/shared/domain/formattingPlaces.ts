/** From `start` up to, not including, `end`; UTF-16 code units. */
export interface Place {
	readonly start: number;
	readonly end: number;
}

/**
 * Finds stretches of a text by their words, each at most once: a second search for the same words finds the next place
 * that has them.
 */
export class Places {
	private readonly taken: Place[] = [];
	private edges: ReadonlySet<number> | undefined;

	constructor(private readonly text: string) {}

	/** The first place that has these words and is free. Undefined when there is none. */
	take(words: string): Place | undefined {
		if (words === '') return this.takeAll();
		for (let start = this.text.indexOf(words); start !== -1; start = this.text.indexOf(words, start + 1)) {
			const place = { start, end: start + words.length };
			if (this.isFree(place) && this.isWhole(place)) return this.keep(place);
		}
		return undefined;
	}

	private takeAll(): Place | undefined {
		const place = { start: 0, end: this.text.length };
		return this.isFree(place) ? this.keep(place) : undefined;
	}

	private keep(place: Place): Place {
		this.taken.push(place);
		return place;
	}

	private isFree({ start, end }: Place): boolean {
		return this.taken.every((other) => end <= other.start || start >= other.end);
	}

	/** Whether it begins and ends between characters as people see them: half an emoji is none. */
	private isWhole({ start, end }: Place): boolean {
		this.edges ??= edgesOf(this.text);
		return this.edges.has(start) && this.edges.has(end);
	}
}

function edgesOf(text: string): ReadonlySet<number> {
	const edges = new Set<number>([text.length]);
	for (const { index } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) edges.add(index);
	return edges;
}
