import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { rawClient } from '../../../simulator/test/rawCall';
import { scrollToTop } from '../phone/inBrowser.cjs';
import { lineRow } from '../phone/pair';
import { fillScene } from '../phone/scene';
import { Screen } from '../phone/screen';
import { ada, ben, Stage } from '../support/stage';

const cleo = '+15550102030';
const size = { width: 1360, height: 880 };

/** The phones in a light picture, and two of them beside the control panel in a dark one. */
export async function takePhones(folder: string): Promise<void> {
	const stage = await Stage.open({ lines: ['+15550000001', '+15550000002'] });
	try {
		await takeLight(stage, path.join(folder, 'phone-light.png'));
		await takeDark(stage, path.join(folder, 'phone-dark.png'));
	} finally {
		await stage.close();
	}
	if (stage.complaints.length > 0) throw new Error(stage.complaints.join('\n'));
}

async function takeLight(stage: Stage, file: string): Promise<void> {
	const page = await stage.page({ theme: 'light', size });
	await page.getByRole('button', { name: 'Control panel' }).click();
	await page.getByRole('button', { name: 'Add a person' }).click();
	const dialog = page.getByRole('dialog', { name: 'Add a person' });
	await dialog.getByLabel('Name').fill('Cleo Martin');
	await dialog.getByLabel('Number').fill(cleo);
	await dialog.getByRole('button', { name: 'Add' }).click();
	const third = new Screen(page, cleo);
	await third.root.waitFor();
	fillScene(stage.spectrum, cleo);
	await new Screen(page, ada).open(lineRow);
	await new Screen(page, ben).open(/^Hiking/);
	await third.open(/^\+1 \(555\) 000-0002\./);
	await third.root.locator('.scroller').evaluate(scrollToTop);
	await shoot(page, file);
}

async function takeDark(stage: Stage, file: string): Promise<void> {
	const page = await stage.page({ theme: 'dark', size });
	const panel = page.getByRole('complementary', { name: 'Control panel' });
	await panel.getByRole('tab', { name: 'Faults' }).click();
	const client = rawClient(stage.spectrum);
	const send = async (text: string) => await client.send({ chat_guid: `any;-;${ada}`, text, client_message_id: text });
	try {
		await send('We are open until midnight.');
		await panel.getByRole('button', { name: 'Refuse the token' }).click();
		await panel
			.getByRole('button', { name: /^Remove: / })
			.first()
			.waitFor();
		await send('Your table is ready.').catch(() => undefined);
		await send('Your table is ready.');
	} finally {
		client.close();
	}
	await panel.getByRole('button', { name: 'Lose the answer' }).click();
	await new Screen(page, ada).open(lineRow);
	await new Screen(page, ben).open(/^Hiking/);
	await shoot(page, file);
}

async function shoot(page: Page, file: string): Promise<void> {
	await page.mouse.move(0, 0);
	const picture = PNG.sync.read(await page.screenshot({ animations: 'disabled' }));
	// A fifth smaller than the browser makes it.
	writeFileSync(file, PNG.sync.write(picture, { colorType: 2, filterType: 0, deflateLevel: 9, deflateStrategy: 0 }));
	await page.context().close();
}
