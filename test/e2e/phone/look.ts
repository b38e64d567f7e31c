import type { Locator } from 'playwright-core';
import { until } from '../../../scripts/n8n/until';

/** How long something may take until it shows. */
const patience = { milliseconds: 15_000 };

/** Statements about a part of the page, each of which waits until it is true, and fails with what was there instead. */
export interface Looked {
	toBeVisible(): Promise<void>;
	toHaveCount(count: number): Promise<void>;
	toContainText(text: string): Promise<void>;
	notToContainText(text: string): Promise<void>;
	/** One text, or those of all that are there. */
	toHaveText(text: string | readonly string[]): Promise<void>;
	toHaveAttribute(name: string, value: string): Promise<void>;
	toHaveClass(name: string): Promise<void>;
	toBeFocused(): Promise<void>;
}

export function look(at: Locator): Looked {
	return {
		toBeVisible: async () => await at.first().waitFor({ timeout: patience.milliseconds }),
		toHaveCount: async (count) => await shows(at, `${count} of them`, async () => [(await at.count()) === count, await at.count()]),
		toContainText: async (text) => await shows(at, `the text ${text}`, async () => await textOf(at, (found) => found.includes(text))),
		notToContainText: async (text) => await shows(at, `no text ${text}`, async () => await textOf(at, (found) => !found.includes(text))),
		toHaveText: async (text) =>
			await shows(at, `the text ${JSON.stringify(text)}`, async () => {
				const found = await at.allInnerTexts();
				const wanted = typeof text === 'string' ? [text] : text;
				return [JSON.stringify(found.map((one) => one.trim())) === JSON.stringify(wanted), found];
			}),
		toHaveAttribute: async (name, value) =>
			await shows(at, `${name}=${value}`, async () => {
				const found = await at.getAttribute(name, { timeout: 1000 });
				return [found === value, found];
			}),
		toHaveClass: async (name) =>
			await shows(at, `the class ${name}`, async () => {
				const found = (await at.getAttribute('class', { timeout: 1000 })) ?? '';
				return [found.split(' ').includes(name), found];
			}),
		toBeFocused: async () =>
			await shows(at, 'the focus', async () => {
				const focused = await at.page().locator(':focus').getAttribute('aria-label', { timeout: 1000 });
				return [(await at.and(at.page().locator(':focus')).count()) === 1, focused];
			}),
	};
}

async function textOf(at: Locator, fits: (found: string) => boolean): Promise<[boolean, unknown]> {
	const found = (await at.first().innerText({ timeout: 1000 })).replaceAll(/\s+/g, ' ');
	return [fits(found), found];
}

async function shows(at: Locator, what: string, find: () => Promise<[boolean, unknown]>): Promise<void> {
	let found: unknown = 'nothing';
	try {
		await until(
			what,
			async () => {
				const [fits, seen] = await find();
				found = seen;
				return fits;
			},
			patience,
		);
	} catch {
		throw new Error(`${String(at)} should show ${what}; it shows ${JSON.stringify(found)}`);
	}
}
