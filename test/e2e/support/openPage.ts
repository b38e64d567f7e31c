import { chromium, type Browser, type Page } from 'playwright-core';
import { Simulator, startWeb, type SimulatorOptions } from '../../../simulator/src';
import { chromiumArguments, chromiumProgram } from '../editor/chromium';

/** The simulator's page in a browser. */
export interface OpenPage {
	readonly spectrum: Simulator;
	readonly page: Page;
	/** What went wrong in the page: errors of its console besides refused actions, those that nobody caught, and requests to elsewhere. */
	readonly complaints: readonly string[];
	close(): Promise<void>;
}

export interface PageOptions {
	readonly theme?: 'light' | 'dark';
	readonly size?: { readonly width: number; readonly height: number };
}

/** Starts a simulator, and opens its page as a person does who has never been there. */
export async function openPage(
	options: SimulatorOptions,
	{ theme = 'light', size = { width: 1280, height: 900 } }: PageOptions = {},
): Promise<OpenPage> {
	const spectrum = await Simulator.start({ tls: false, ...options });
	const web = await startWeb(spectrum);
	const browser = await chromium.launch({ executablePath: await chromiumProgram(), args: chromiumArguments });
	const complaints: string[] = [];
	const close = async (): Promise<void> => {
		await browser.close();
		await web.close();
		await spectrum.stop({ disconnectClients: true });
	};
	try {
		const page = await pageIn(browser, theme, size);
		page.on('pageerror', ({ message }) => complaints.push(message));
		page.on('console', (message) => {
			// The browser itself notes an action that is refused; the page shows it at its control.
			if (message.type() === 'error' && !message.text().includes('422')) complaints.push(message.text());
		});
		page.on('request', (request) => {
			if (!request.url().startsWith(web.url) && !/^(data|blob):/.test(request.url())) complaints.push(`A request to ${request.url()}`);
		});
		await page.goto(web.url);
		await showPanel(page);
		return { spectrum, page, complaints, close };
	} catch (error) {
		await close();
		throw error;
	}
}

async function pageIn(browser: Browser, colorScheme: 'light' | 'dark', viewport: { width: number; height: number }): Promise<Page> {
	const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce', timezoneId: 'UTC', locale: 'en-US' });
	const page = await context.newPage();
	// A limit only ends what hangs: a busy machine takes its time.
	page.setDefaultTimeout(60_000);
	return page;
}

/** A narrow page begins with the phones alone. */
async function showPanel(page: Page): Promise<void> {
	const button = page.getByRole('button', { name: 'Control panel' });
	if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
	await page.getByRole('tablist', { name: 'Control panel' }).waitFor();
}
