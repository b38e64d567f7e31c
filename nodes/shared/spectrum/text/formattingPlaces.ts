/** From `start` up to, not including, `end`; UTF-16 code units. */
export interface Place {
	readonly start: number;
	readonly end: number;
}

/**
 * Finds stretches of a text by their words, each at most once: a second search for the same words finds the next place
 * that has them. Many searches take time in proportion to the length of the text, not to their product.
 */
export class Places {
	/** In the order of the text; no two overlap. */
	private readonly taken: Place[] = [];
	/** Where the next search for the same words begins: what is taken stays taken. */
	private readonly searchedTo = new Map<string, number>();

	constructor(private readonly text: string) {}

	/** The first place that has these words and is free. Undefined when there is none. */
	take(words: string): Place | undefined {
		if (words === '') return this.takeAll();
		let from = this.searchedTo.get(words) ?? 0;
		for (let start = this.find(words, from); start !== -1; start = this.find(words, from)) {
			const place = { start, end: start + words.length };
			const obstacle = this.lastBefore(place.end);
			const isFree = obstacle === undefined || obstacle.end <= start;
			from = isFree ? start + 1 : obstacle.end;
			if (!isFree || !this.isWhole(place)) continue;
			this.searchedTo.set(words, place.end);
			return this.keep(place);
		}
		this.searchedTo.set(words, this.text.length);
		return undefined;
	}

	private find(words: string, from: number): number {
		return from + words.length > this.text.length ? -1 : this.text.indexOf(words, from);
	}

	private takeAll(): Place | undefined {
		return this.taken.length === 0 ? this.keep({ start: 0, end: this.text.length }) : undefined;
	}

	private keep(place: Place): Place {
		this.taken.splice(this.countBefore(place.start), 0, place);
		return place;
	}

	private lastBefore(end: number): Place | undefined {
		return this.taken[this.countBefore(end) - 1];
	}

	/** How many taken places begin before this one. */
	private countBefore(at: number): number {
		let low = 0;
		let high = this.taken.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.taken[middle] as Place).start < at) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	/** Whether it begins and ends between characters as people see them: half an emoji is none. */
	private isWhole({ start, end }: Place): boolean {
		return isEdge(this.text, start) && isEdge(this.text, end);
	}
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * How much before and behind a place tells whether a character ends there; more than twice the longest emoji. The
 * segmenter copies its text for each grapheme, so the whole of a long text is never given to it.
 */
const surroundings = 64;

function isEdge(text: string, at: number): boolean {
	if (at === 0 || at === text.length) return true;
	const from = Math.max(0, at - surroundings);
	const around = text.slice(from, at + surroundings);
	return graphemes.segment(around).containing(at - from)?.index === at - from;
}
