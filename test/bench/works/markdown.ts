/** Markdown of many shapes: whether the time grows with the length alone, and what an ordinary text adds. */
import { builtMarkdown } from '../built';
import { cpuMilliseconds, leastCpuRatio } from '../../support/cpuTime';
import { figure, type Figure } from '../figures';
import type { WorkSettings } from '../work';

/** Each piece is a shape of its own, and so is each pair of a piece with words or with another piece. */
const pieces = [
	'*',
	'**',
	'_',
	'__',
	'~~',
	'`',
	'```\n',
	'[',
	'](',
	'<b>',
	'</b>',
	'> ',
	'- ',
	'1. ',
	'# ',
	'|',
	'\\',
	'&amp;',
	'![',
	'\n',
];
const followers = ['', 'a', ' a ', ' *b* '];

export function shapes(): string[] {
	return pieces.flatMap((piece) => followers.map((follower) => piece + follower));
}

const ordinary = 'Hello **Ada**, your *order* is on its way: see [the page](https://example.com/orders). ~~Monday~~ Friday at `noon`.\n\n';

/** A time per character that grows by more is measured again. */
const suspicious = 2;

export async function work({ isShort }: WorkSettings): Promise<Figure[]> {
	const fromMarkdown = builtMarkdown();
	const longest = isShort ? 20_000 : 160_000;
	const textOf = (shape: string, length: number): string => shape.repeat(Math.ceil(length / shape.length)).slice(0, length);
	const readings = (text: string, times: number) => (): void => {
		for (let index = 0; index < times; index++) fromMarkdown(text);
	};
	const read = (text: string, times: number): number => cpuMilliseconds(readings(text, times)) / times;
	// A single reading of a shorter text takes less than a collection of garbage.
	const times = isShort ? 10 : 1;
	const growth = shapes().map((shape) => {
		const long = readings(textOf(shape, longest), times);
		const short = readings(textOf(shape, longest / 10), 10 * times);
		// Below a tenth of a millisecond for each reading the clock decides, and not the text.
		return leastCpuRatio(suspicious, long, short, times);
	});
	const text = ordinary.repeat(20).slice(0, 2_000);
	read(text, 200);
	const added = Array.from({ length: 9 }, () => read(text, 100));
	return [figure('markdown.growth', '×', growth), figure('markdown.2kB', 'ms', added)];
}
