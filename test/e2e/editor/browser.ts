import { chromium, selectors, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import type { Owner } from '../../../scripts/n8n/client';
import { chromiumArguments, chromiumProgram } from './chromium';

export type Theme = 'light' | 'dark';

export interface Place {
	/** Of n8n. */
	readonly url: string;
	readonly owner: Owner;
}

/**
 * What a page complains about although nothing is wrong: n8n asks every node for the fields of its output. Its own may
 * have none; nor has our Trigger, as no trigger has, or Typing, which passes on what came in.
 */
const harmless = /\/schemas\/((?!n8n-nodes-spectrum-imessage)|.*\.imessage(Trigger|Typing)\b)/;

/** n8n's editor asks its maker's servers, which no test reaches. */
const isElsewhere = (url: string) => url.startsWith('http') && !/^https?:\/\/(localhost|127\.0\.0\.1)\b/.test(url);

/** n8n says so of its own elements. */
selectors.setTestIdAttribute('data-test-id');

/** A browser in which the owner of an n8n is logged in. */
export class Session {
	/** What went wrong in the page: errors of its console, and those that nobody caught. */
	readonly complaints: string[] = [];

	private constructor(
		private readonly browser: Browser,
		private readonly context: BrowserContext,
		readonly page: Page,
	) {}

	/** @param scale pixels for each pixel of the page */
	static async open(place: Place, theme: Theme, size = { width: 1280, height: 860 }, scale = 1): Promise<Session> {
		const browser = await chromium.launch({ executablePath: await chromiumProgram(), args: chromiumArguments });
		try {
			const context = await browser.newContext({
				// The name that n8n is told it has: its editor calls that one.
				baseURL: place.url.replace('127.0.0.1', 'localhost'),
				viewport: size,
				deviceScaleFactor: scale,
				colorScheme: theme,
				reducedMotion: 'reduce',
				timezoneId: 'UTC',
				locale: 'en-US',
			});
			const page = await context.newPage();
			// A limit only ends what hangs: a busy machine takes a minute for the first page.
			page.setDefaultTimeout(120_000);
			const session = new Session(browser, context, page);
			await session.logIn(place.owner);
			session.listen();
			return session;
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	/** An element of n8n's by the id that it gives to tests. */
	by(testId: string): Locator {
		return this.page.getByTestId(testId);
	}

	/** Resolves when nothing moves any more. */
	async settled(): Promise<void> {
		await this.page.waitForFunction(
			"document.fonts.status === 'loaded' && document.getAnimations().every((one) => one.playState !== 'running' || one.effect.getComputedTiming().iterations === Infinity)",
		);
	}

	/** Without what n8n tells in the corner for some seconds: it covers what is below. Until the next page. */
	async quiet(): Promise<void> {
		await this.page.addStyleTag({ content: '.el-notification { display: none !important }' });
		await this.settled();
	}

	async close(): Promise<void> {
		await this.context.close();
		await this.browser.close();
	}

	private async logIn({ email, password }: Owner): Promise<void> {
		await this.page.goto('/signin');
		await this.page.locator('input[name=emailOrLdapLoginId]').fill(email);
		await this.page.locator('input[name=password]').fill(password);
		await this.page.getByRole('button', { name: 'Sign in' }).click();
		await this.page.waitForURL(/home|workflow/);
		await this.page.waitForLoadState('networkidle');
	}

	/** From now on: before the login the page asks who is there, and is told nobody. */
	private listen(): void {
		this.page.on('pageerror', ({ message }) => this.complaints.push(message));
		this.page.on('console', (message) => {
			const { url } = message.location();
			if (message.type() === 'error' && !harmless.test(url) && !isElsewhere(url)) this.complaints.push(`${message.text()} ${url}`);
		});
	}
}
