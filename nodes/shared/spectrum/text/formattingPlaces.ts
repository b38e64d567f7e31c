import { graphemesOf } from '../values/graphemes';

/** From `start` up to, but not including, `end`, in UTF-16 code units. */
export interface Place {
	readonly start: number;
	readonly end: number;
}

/**
 * How many places in a row may cut an emoji before the search ends. They overlap, so comparing all of them would take the product
 * of both lengths. Only a text made for this has so many.
 */
const mostCuts = 1_000;

/**
 * Finds places in a text by their words. Each place is found once: a second search for the same words finds the next
 * place. The time of many searches is proportional to the length of the text, and not to the product of both.
 */
export class Places {
	/** In the order of the text, without overlaps. */
	private readonly taken: Place[] = [];
	/** Where the next search for the same words begins. Taken places stay taken. */
	private readonly searchedTo = new Map<string, number>();

	constructor(private readonly text: string) {}

	/** Takes the first free place with these words. Undefined when there is none. */
	take(words: string): Place | undefined {
		if (words === '') return this.takeAll();
		let from = this.searchedTo.get(words) ?? 0;
		let cuts = 0;
		for (let start = this.find(words, from); start !== -1; start = this.find(words, from)) {
			const place = { start, end: start + words.length };
			const obstacle = this.lastBefore(place.end);
			const isFree = obstacle === undefined || obstacle.end <= start;
			from = isFree ? start + 1 : obstacle.end;
			if (!isFree) continue;
			if (!this.isWhole(place)) {
				cuts += 1;
				if (cuts > mostCuts) break;
				continue;
			}
			this.searchedTo.set(words, place.end);
			return this.occupy(place);
		}
		this.searchedTo.set(words, this.text.length);
		return undefined;
	}

	private find(words: string, from: number): number {
		return from + words.length > this.text.length ? -1 : this.text.indexOf(words, from);
	}

	private takeAll(): Place | undefined {
		return this.taken.length === 0 ? this.occupy({ start: 0, end: this.text.length }) : undefined;
	}

	private occupy(place: Place): Place {
		this.taken.splice(this.countBefore(place.start), 0, place);
		return place;
	}

	private lastBefore(end: number): Place | undefined {
		return this.taken[this.countBefore(end) - 1];
	}

	/** How many taken places begin before `at`. */
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

	/** True when the place begins and ends between graphemes, so that it does not cut an emoji. */
	private isWhole({ start, end }: Place): boolean {
		return isEdge(this.text, start) && isEdge(this.text, end);
	}
}

/**
 * Length of the text before and after a place that shows whether a grapheme ends there: more than twice the longest emoji.
 * The segmenter copies its text for each grapheme, so it never gets the whole of a long text.
 */
const surroundings = 64;

function isEdge(text: string, at: number): boolean {
	if (at === 0 || at === text.length) return true;
	const from = Math.max(0, at - surroundings);
	const around = text.slice(from, at + surroundings);
	return graphemesOf(around).containing(at - from)?.index === at - from;
}
