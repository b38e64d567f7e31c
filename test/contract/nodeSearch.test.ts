import { builtFiles } from '../support/allNodes';
import { aliasesOf, searchNodes } from '../support/nodeSearch';
import { lessClearPhrases, othersPhrases, searchPhrases } from '../support/searchPhrases';

const namesFor = (phrase: string) => searchNodes(phrase).map(({ name }) => name);

test.each(searchPhrases)('"%s" finds %j', (phrase, [best, ...others]) => {
	expect(namesFor(phrase)).toEqual(expect.arrayContaining([best, ...others]));
	const [first, second] = searchNodes(phrase);
	expect(first?.name).toBe(best);
	expect(first?.score).toBeGreaterThan(second?.score ?? Number.NEGATIVE_INFINITY);
});

test.each(lessClearPhrases)('"%s" finds %j, in whatever order', (phrase, finds) => {
	expect(namesFor(phrase)).toEqual(expect.arrayContaining([...finds]));
});

test.each(othersPhrases)('"%s" finds the node of that name before any of ours', (phrase) => {
	expect(searchNodes(phrase, [phrase])[0]?.name).toBe(phrase);
});

test.each(builtFiles)('%s: no word stands there twice, or in a way that nobody types', (file) => {
	const aliases = aliasesOf(file);
	expect(new Set(aliases).size).toBe(aliases.length);
	expect(aliases.filter((alias) => alias !== alias.trim().toLowerCase() || alias.length > 30)).toEqual([]);
});
