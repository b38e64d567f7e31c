import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Locator } from 'playwright-core';
import type { Book } from '../../../scripts/dev/n8n/book';
import { firstExample } from '../../../scripts/dev/n8n/examples';
import { ownRow } from '../../../scripts/ports';
import { DevRun } from '../../support/devRun';
import { Session } from '../editor/browser';
import { chromiumArguments, chromiumProgram } from '../editor/chromium';
import { Screen } from '../phone/screen';
import { ada } from '../support/stage';
import { Film, type Box } from './film';

const patience = 300_000;
const message = 'Hi, are you open on Sunday?';

/** Both pages in the picture, and by how much they are smaller there. */
const phoneBox: Box = { left: 20, top: 20, width: 256, height: 480, radius: 38 };
const phoneScale = phoneBox.width / 396;
const n8nBox: Box = { left: 296, top: 20, width: 584, height: 480, radius: 10 };
const n8nScale = n8nBox.width / 1000;

/**
 * Writes an animated picture: a message on the phone, the workflow that runs, and its answer. Everything is what
 * `npm run dev` starts.
 */
export async function takeAnimation(root: string, file: string): Promise<void> {
	const state = mkdtempSync(path.join(tmpdir(), 'try-it-'));
	const run = DevRun.start({ root, args: ['--state', state, '--port', String(await ownRow())] });
	let browser: Browser | undefined;
	try {
		const lines = await run.lines(patience);
		const [, url = '', email = '', password = ''] = /^(\S+) +\((\S+), password (\S+)\)$/.exec(lines.n8n) ?? [];
		const { workflows } = JSON.parse(readFileSync(path.join(state, 'shared', 'n8n.json'), 'utf8')) as Book;
		browser = await chromium.launch({ executablePath: await chromiumProgram(), args: chromiumArguments });
		const phone = await openPhone(browser, lines.Phone);
		const size = { width: 1000, height: Math.round(n8nBox.height / n8nScale) };
		const session = await Session.open({ url, owner: { email, password } }, 'light', size, n8nScale);
		try {
			await session.page.goto(`/workflow/${workflows[firstExample] ?? ''}`);
			await session.by('canvas-node').first().waitFor();
			await session.quiet();
			const film = await Film.open(browser, [
				{ name: 'phone', box: phoneBox, look: async () => await phone.root.screenshot({ animations: 'disabled' }) },
				{ name: 'n8n', box: n8nBox, look: async () => await session.page.screenshot({ animations: 'disabled' }) },
			]);
			await play(film, phone, session);
			writeFileSync(file, await film.gif());
			process.stdout.write(`${path.relative(root, file)}: ${(film.milliseconds / 1000).toFixed(1)} s\n`);
		} finally {
			await session.close();
		}
	} finally {
		await browser?.close();
		await run.stop();
		rmSync(state, { recursive: true, force: true });
	}
}

async function openPhone(browser: Browser, url: string): Promise<Screen> {
	const page = await browser.newPage({
		// As high as leaves the phone the height that it has in the picture.
		viewport: { width: 1360, height: Math.round(phoneBox.height / phoneScale) + 104 },
		deviceScaleFactor: phoneScale,
		reducedMotion: 'reduce',
		timezoneId: 'UTC',
		locale: 'en-US',
	});
	await page.goto(url);
	const phone = new Screen(page, ada);
	await phone.start('Shared line');
	return phone;
}

async function play(film: Film, phone: Screen, session: Session): Promise<void> {
	await film.take(1500);
	await phone.field.click();
	for (const letter of message) {
		await phone.field.pressSequentially(letter);
		await film.take(letter === ' ' ? 110 : 70);
	}
	await film.take(500);
	await phone.field.press('Enter');
	await phone.bubble(message).first().waitFor();
	await film.take(600);
	await phone.bubble(/^Thanks/).waitFor();
	await film.take(1200);
	const executions = session.page.getByText('Executions', { exact: true }).first();
	await film.point(await placeOf(executions), { x: 640, y: 440 });
	await executions.click();
	await session.by('edge-label').first().waitFor();
	await session.settled();
	await film.take(800);
	await film.hidePointer(4000);
}

/** The middle of something of n8n's page, in the picture. */
async function placeOf(part: Locator): Promise<{ readonly x: number; readonly y: number }> {
	const box = await part.boundingBox();
	if (box === null) throw new Error(`n8n does not show ${String(part)}`);
	return { x: n8nBox.left + (box.x + box.width / 2) * n8nScale, y: n8nBox.top + (box.y + box.height / 2) * n8nScale };
}
