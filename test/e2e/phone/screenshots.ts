import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { emojiFont } from '../services/systemFonts';
import { scrollToTop } from './inBrowser.cjs';
import { fillScene } from './scene';
import { ada, ben, Stage, type Look } from '../support/stage';

interface Shot {
	readonly name: string;
	readonly pose: (page: Page) => Promise<void>;
}

const phoneOf = (page: Page, address: string) => page.locator(`.phone[data-phone="${address}"]`);

async function open(page: Page, address: string, name: RegExp): Promise<void> {
	await phoneOf(page, address).getByRole('button', { name }).click();
	await phoneOf(page, address).locator('.bubble').first().waitFor();
}

const shots: readonly Shot[] = [
	{ name: 'lists', pose: async () => undefined },
	{
		name: 'conversations',
		pose: async (page) => {
			await open(page, ada, /^\+1 \(555\) 000-0001\./);
			await open(page, ben, /^Hiking/);
		},
	},
	{
		name: 'media',
		pose: async (page) => {
			await open(page, ben, /^\+1 \(555\) 000-0002\./);
			await open(page, ada, /^\+1 \(555\) 000-0002\./);
		},
	},
	{
		name: 'media above',
		pose: async (page) => {
			await open(page, ben, /^\+1 \(555\) 000-0002\./);
			await phoneOf(page, ben).locator('.scroller').evaluate(scrollToTop);
			await open(page, ada, /^Hiking/);
		},
	},
	{
		name: 'menus',
		pose: async (page) => {
			await open(page, ada, /^\+1 \(555\) 000-0001\./);
			await phoneOf(page, ada).locator('.bubble').nth(2).click({ button: 'right' });
			await open(page, ben, /^Hiking/);
			await phoneOf(page, ben).locator('.plus').click();
		},
	},
	{
		name: 'sheets',
		pose: async (page) => {
			await open(page, ada, /^Hiking/);
			await phoneOf(page, ada).locator('.thread-who').click();
			await open(page, ben, /^Hiking/);
			await phoneOf(page, ben).locator('.plus').click();
			await phoneOf(page, ben).getByRole('menuitem', { name: 'Photos' }).click();
			await phoneOf(page, ben).getByRole('button', { name: 'Sunset' }).click();
		},
	},
	{
		name: 'composing',
		pose: async (page) => {
			await open(page, ada, /^\+1 \(555\) 000-0001\./);
			const editor = phoneOf(page, ada).getByRole('textbox', { name: /Message to/ });
			await editor.fill('A bold word');
			await editor.press('Control+Shift+ArrowLeft');
			await phoneOf(page, ada).getByRole('button', { name: 'Bold' }).click();
			await phoneOf(page, ada).getByRole('button', { name: 'Text Effects' }).click();
			await open(page, ben, /^Hiking/);
			await phoneOf(page, ben)
				.getByRole('textbox', { name: /Message to/ })
				.fill('See you there');
			await phoneOf(page, ben).getByRole('button', { name: 'Send with an effect' }).click();
		},
	},
];

const looks: ReadonlyArray<Look & { readonly name: string }> = [
	{ name: 'light', theme: 'light' },
	{ name: 'dark', theme: 'dark' },
	{ name: 'light-narrow', theme: 'light', size: { width: 390, height: 780 }, scale: 2 },
	{ name: 'dark-narrow', theme: 'dark', size: { width: 390, height: 780 }, scale: 2 },
];

/**
 * Pictures of the phones in both themes, wide and narrow, into a new folder; with words only those whose names have one
 * of them.
 */
async function main(words: readonly string[]): Promise<void> {
	const folder = mkdtempSync(path.join(tmpdir(), 'phone-screenshots-'));
	await emojiFont();
	const stage = await Stage.open({ lines: ['+15550000001', '+15550000002'] });
	try {
		fillScene(stage.spectrum);
		for (const { name, ...look } of looks) {
			mkdirSync(path.join(folder, name));
			for (const shot of shots) {
				if (words.length > 0 && !words.some((word) => `${shot.name} ${name}`.includes(word))) continue;
				const page = await stage.page(look);
				page.setDefaultTimeout(5000);
				await page.locator('.space').first().waitFor();
				try {
					await shot.pose(page);
				} catch (error) {
					process.stderr.write(`${shot.name} (${name}): ${String(error)}\n`);
				}
				await page.screenshot({ path: path.join(folder, name, `${shot.name.replaceAll(' ', '-')}.png`), animations: 'disabled' });
				await page.context().close();
			}
		}
		for (const complaint of stage.complaints) process.stderr.write(`${complaint}\n`);
	} finally {
		await stage.close();
	}
	process.stdout.write(`${folder}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
	process.stderr.write(`${String(error)}\n`);
	process.exitCode = 1;
});
