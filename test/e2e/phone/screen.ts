import type { Locator, Page } from 'playwright-core';
import { until } from '../../../scripts/n8n/until';

/** One phone of the page, as a person uses it. */
export class Screen {
	readonly root: Locator;

	constructor(
		readonly page: Page,
		readonly address: string,
	) {
		this.root = page.locator(`.phone[data-phone="${address}"]`);
	}

	button(name: string | RegExp): Locator {
		return this.root.getByRole('button', { name, exact: typeof name === 'string' });
	}

	/** A conversation in the list. */
	row(name: RegExp): Locator {
		return this.root.getByRole('list', { name: 'Conversations' }).getByRole('button', { name });
	}

	/** Opens a conversation of the list. */
	async open(name: RegExp): Promise<void> {
		await this.row(name).click();
		await this.field.waitFor();
	}

	/** Starts a conversation with a line, or a group with others. */
	async start(line: string, others: readonly string[] = [], groupName = ''): Promise<void> {
		await this.button('New message').click();
		const sheet = this.root.getByRole('dialog', { name: 'New Message' });
		await sheet.getByRole('radio', { name: line }).check();
		for (const name of others) await sheet.getByRole('checkbox', { name: new RegExp(name) }).check();
		if (groupName !== '') await sheet.getByRole('textbox', { name: /Group name/ }).fill(groupName);
		await sheet.getByRole('button', { name: 'Start' }).click();
		await this.field.waitFor();
	}

	get field(): Locator {
		return this.root.getByRole('textbox', { name: /^Message to/ });
	}

	async write(text: string): Promise<void> {
		await this.field.fill(text);
		await this.button('Send').click();
		await this.bubble(text).last().waitFor();
	}

	/** The bubble with a text. */
	bubble(text: string | RegExp): Locator {
		return this.root.locator('.timeline .bubble', { hasText: text });
	}

	/** The message that a bubble belongs to, with all that stands around it. */
	message(text: string | RegExp): Locator {
		return this.root.locator('.timeline .message', { hasText: text });
	}

	get menu(): Locator {
		return this.root.getByRole('dialog', { name: 'Tapbacks and actions' });
	}

	/** Rests on a bubble until its menu opens. */
	async press(text: string | RegExp): Promise<void> {
		await until(`the menu of ${String(text)} opens`, async () => {
			// A bubble that still moves would leave the pointer behind, which ends the press. So it is pressed where it rests.
			await this.bubble(text).hover({ position: { x: 12, y: 12 } });
			await this.page.mouse.down();
			const opens = await this.menu.waitFor({ timeout: 5_000 }).then(
				() => true,
				() => false,
			);
			await this.page.mouse.up();
			return opens;
		});
	}

	async act(text: string | RegExp, action: string): Promise<void> {
		await this.press(text);
		await this.menu.getByRole('menuitem', { name: action }).click();
	}

	/** Opens what is behind the plus. */
	async app(name: string): Promise<void> {
		await this.button('Photos, stickers, polls and more').click();
		await this.root.getByRole('menuitem', { name }).click();
	}

	dialog(name: string): Locator {
		return this.root.getByRole('dialog', { name });
	}
}
