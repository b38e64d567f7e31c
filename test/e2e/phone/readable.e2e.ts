import type { Page } from 'playwright-core';
import { markDecoration, spill } from './inBrowser.cjs';
import { fillScene } from './scene';
import { lineRow } from './pair';
import { Screen } from './screen';
import { ada, ben, Stage } from '../support/stage';
import { leastContrast, nameless } from '../support/readable.cjs';
import { emojiFont } from '../services/systemFonts';
import { fontsOf } from '../support/fonts';

/** What a person has in front of them, and how they get there. */
const scenes: Readonly<Record<string, (page: Page) => Promise<Screen>>> = {
	list: async (page) => new Screen(page, ada),
	conversation: async (page) => await opened(page, ada, /^\+1 \(555\) 000-0001\./),
	edits: async (page) => {
		const phone = await opened(page, ada, /^\+1 \(555\) 000-0001\./);
		await phone.button('Edited').click();
		await phone.root.getByRole('list', { name: 'Earlier versions' }).waitFor();
		return phone;
	},
	group: async (page) => await opened(page, ben, /^Hiking/),
	files: async (page) => await opened(page, ben, /^\+1 \(555\) 000-0002\./),
	sms: async (page) => await opened(page, ada, /^\+1 \(555\) 000-0002\./),
	details: async (page) => {
		const phone = await opened(page, ada, /^Hiking/);
		await phone.button('Details of Hiking on Sunday').click();
		return phone;
	},
	poll: async (page) => {
		const phone = await opened(page, ada, /^Hiking/);
		await phone.app('Polls');
		return phone;
	},
	effects: async (page) => {
		const phone = await opened(page, ada, /^Hiking/);
		await phone.field.fill('Hello');
		await phone.button('Send with an effect').click();
		return phone;
	},
	'new message': async (page) => {
		const phone = new Screen(page, ada);
		await phone.button('New message').click();
		await phone.dialog('New Message').getByRole('radio').first().waitFor();
		return phone;
	},
	settings: async (page) => {
		const phone = new Screen(page, ada);
		await phone.button(/^Settings of/).click();
		return phone;
	},
};

async function opened(page: Page, address: string, name: RegExp): Promise<Screen> {
	const phone = new Screen(page, address);
	await phone.open(name);
	await phone.root.locator('.bubble').first().waitFor();
	return phone;
}

describe.each(['light', 'dark'] as const)('the phones in the %s theme', (theme) => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await Stage.open({ lines: ['+15550000001', '+15550000002'] });
		fillScene(stage.spectrum);
		const [first] = stage.spectrum.store().messages.keys();
		stage.spectrum.phone(ada).edit(first as string, 'Hi, do you have a table for two tonight, please?');
	});
	afterAll(async () => await stage.close());

	test.each([
		['wide', { width: 1360, height: 880 }],
		['narrow', { width: 360, height: 700 }],
	])('on a %s page every control has a name, every text stands out, and nothing spills', async (_name, size) => {
		for (const [name, show] of Object.entries(scenes)) {
			const page = await stage.page({ theme, size });
			const { root } = await show(page);
			expect([name, await root.evaluate(nameless)]).toEqual([name, []]);
			// What no screen reader says is decoration.
			await root.evaluate(markDecoration);
			const { ratio, text } = await root.evaluate(leastContrast);
			expect([name, text, ratio >= 4.5 || ratio]).toEqual([name, text, true]);
			expect([name, await root.evaluate(spill)]).toEqual([name, [0, 0, 0]]);
			await page.context().close();
		}
	});
});

// Fonts for emoji have figures and spaces too, and drew those where none of the fonts that the page names is there.
test('fonts for emoji draw emoji, and nothing else', async () => {
	await emojiFont();
	const stage = await Stage.open();
	try {
		stage.spectrum.receive({ from: ada, text: '🎉' });
		const page = await stage.panel();
		for (const words of ['.toolbar h1 span', '.status-time', '.panel .p-time b', '.panel .p-quota-words span + span']) {
			expect([words, await fontsOf(page, words)]).toEqual([words, [expect.not.stringMatching(/emoji/i)]]);
		}
		await new Screen(page, ada).open(lineRow);
		expect(await fontsOf(page, '.bubble-jumbo .rich span')).toEqual([expect.stringMatching(/emoji/i)]);
	} finally {
		await stage.close();
	}
});
