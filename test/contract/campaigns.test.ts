import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { campaignOptions } from '../../nodes/ImessageCampaign/campaignOptions';
import { laterReasons, neverReasons } from '../../nodes/shared/spectrum/campaign/mayWrite';
import { quotaCodes } from '../../nodes/shared/spectrum/errors/quotas';
import { skipReasons, waitReasons } from '../../nodes/shared/spectrum/gateway/recipes/campaign/outcome';

const page = readFileSync(path.resolve(__dirname, '..', '..', 'docs', 'campaigns.md'), 'utf8');

/** First cells of the tables between two pieces of text. */
function namesBetween(start: string, end: string): string[] {
	const part = page.slice(page.indexOf(start), page.indexOf(end, page.indexOf(start) + start.length));
	return [...part.matchAll(/^\| ([^|]+?) \|/gm)].flatMap(([, cell = '']) => cell.split(', ')).map((name) => name.replaceAll('`', ''));
}

const without = (names: readonly string[], ...headings: string[]) => names.filter((name) => !headings.includes(name)).sort();

test('the page explains every reason that an item may have', () => {
	// What the list itself does comes before Spectrum is asked.
	const ofList = ['invalid', 'duplicate'];
	expect(without(namesBetween('**Later.**', '**Skipped.**'), 'reason')).toEqual([...laterReasons, ...waitReasons].sort());
	expect(without(namesBetween('**Skipped.**', '## The rules'), 'reason')).toEqual([...neverReasons, ...skipReasons, ...ofList].sort());
});

test('the page says what each limit of Spectrum does', () => {
	expect(without(namesBetween('**When Spectrum refuses', '## The other operations'), 'code')).toEqual([...quotaCodes].sort());
});

test('the page names every option, and no other, with its default', () => {
	// Explained beside the operation that they belong to.
	const elsewhere = ['Most iMessage Checks', 'Return Each Person'];
	const named = namesBetween('## The rules', '**When Spectrum refuses');
	const options = campaignOptions.map(({ displayName }: INodeProperties) => displayName);
	expect(without(named, 'option', 'Urgent')).toEqual(without(options, 'Urgent', ...elsewhere));
	const rows = new Map([...page.matchAll(/^\| ([^|]+?) \| ([^|]*?) \|/gm)].map(([, name = '', value = '']) => [name, value]));
	for (const { displayName, default: usual } of campaignOptions.filter(({ type }) => type === 'number')) {
		if (!elsewhere.includes(displayName)) expect([displayName, rows.get(displayName)]).toEqual([displayName, String(Number(usual))]);
	}
});
