import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { Simulator, startWeb, type SimulatorOptions, type Web } from '../../../simulator/src';
import { chromiumArguments, chromiumProgram } from '../editor/chromium';

/** Who has a phone on the page. */
export const ada = '+15551234567';
export const ben = '+15557654321';

export interface Look {
	readonly theme?: 'light' | 'dark';
	readonly size?: { readonly width: number; readonly height: number };
	/** Default reduced: nothing has to be waited for. */
	readonly motion?: 'reduce' | 'no-preference';
	/** Pixels for each pixel of the page. */
	readonly scale?: number;
	/** The test makes the simulator refuse actions, which the browser notes in its console; the page shows them at their controls. */
	readonly isRefused?: boolean;
}

/** A page opened for the control panel. */
const panelSize = { width: 1280, height: 900 };

/** A simulator, its page, and a browser that looks at it. */
export class Stage {
	/** What went wrong in the page: errors of its console, those that nobody caught, and what its policy refused. */
	readonly complaints: string[] = [];
	/** Requests to anywhere else; there must be none. */
	readonly elsewhere: string[] = [];

	private constructor(
		readonly spectrum: Simulator,
		public web: Web,
		private readonly browser: Browser,
	) {}

	static async open(options: SimulatorOptions = {}): Promise<Stage> {
		const spectrum = await Simulator.start({ plan: 'dedicated', tls: false, ...options });
		const web = await startWeb(spectrum);
		const browser = await chromium.launch({
			executablePath: await chromiumProgram(),
			// A microphone that hums, so that a voice memo can be recorded.
			args: [...chromiumArguments, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
		});
		return new Stage(spectrum, web, browser);
	}

	/** The page as a new visitor sees it. */
	async page({
		theme = 'light',
		size = { width: 1360, height: 880 },
		motion = 'reduce',
		scale = 1,
		isRefused = false,
	}: Look = {}): Promise<Page> {
		const context = await this.browser.newContext({
			viewport: size,
			colorScheme: theme,
			reducedMotion: motion,
			deviceScaleFactor: scale,
			timezoneId: 'UTC',
			locale: 'en-US',
			permissions: ['microphone', 'clipboard-read', 'clipboard-write'],
		});
		const page = await context.newPage();
		// A limit only ends what hangs: a busy machine takes its time.
		page.setDefaultTimeout(60_000);
		this.listen(context, page, isRefused);
		await page.goto(this.web.url);
		await page.locator('.phone').first().waitFor();
		return page;
	}

	/** The page with its control panel, which a narrow one does not begin with. */
	async panel(look: Look = {}): Promise<Page> {
		const page = await this.page({ size: panelSize, isRefused: true, ...look });
		const button = page.getByRole('button', { name: 'Control panel' });
		if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
		await page.getByRole('tablist', { name: 'Control panel' }).waitFor();
		return page;
	}

	/** Closes the page's server, lets something happen, and starts it at the same place. */
	async whileAway(happen: () => Promise<unknown>): Promise<void> {
		const port = Number(new URL(this.web.url).port);
		await this.web.close();
		await happen();
		this.web = await startWeb(this.spectrum, { port });
	}

	async close(): Promise<void> {
		await this.browser.close();
		await this.web.close();
		await this.spectrum.stop({ disconnectClients: true });
	}

	private listen(context: BrowserContext, page: Page, isRefused: boolean): void {
		page.on('pageerror', ({ message }) => this.complaints.push(message));
		page.on('console', (message) => {
			if (isRefused && message.text().includes('422')) return;
			if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(`${message.text()} ${message.location().url}`);
		});
		context.on('request', (request) => {
			const url = request.url();
			if (!url.startsWith(this.web.url) && !/^(blob|data):/.test(url)) this.elsewhere.push(url);
		});
	}
}
