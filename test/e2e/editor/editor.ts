import type { Locator } from 'playwright-core';
import type { Session } from './browser';

/** Fields of n8n's own, on the panel's other tab. */
const general = ['Always Output Data', 'Execute Once', 'Retry On Fail', 'On Error', 'Notes', 'Display Note in Flow?'];

/** Finds no node. */
const nothingCalledThat = 'zzqqxx';

/** What somebody does in n8n's editor. */
export class Editor {
	constructor(readonly session: Session) {}

	async openWorkflow(id: string): Promise<void> {
		await this.session.page.goto(`/workflow/${id}`);
		await this.session.by('canvas-node').first().waitFor();
		await this.session.settled();
	}

	/** A workflow that may have notes only; all of it is in sight. */
	async openCanvas(id: string): Promise<void> {
		await this.session.page.goto(`/workflow/${id}`);
		await this.session.by('sticky').first().waitFor();
		await this.session.by('zoom-to-fit').click();
		await this.session.settled();
	}

	/** A node on the canvas, by its name. */
	node(name: string): Locator {
		return this.session.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** What stands at the outputs of a node on the canvas; nothing at a single one. */
	async outputs(name: string): Promise<string[]> {
		await this.session.settled();
		const labels = this.node(name).getByTestId('canvas-node-output-handle');
		return (await labels.allInnerTexts()).map((text) => text.trim()).filter((text) => text !== '');
	}

	/** Opens a node's panel. */
	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.panel.waitFor();
		await this.session.by('node-parameters').waitFor();
		await this.session.settled();
	}

	async closeNode(): Promise<void> {
		await this.session.by('ndv-close-button').click();
		await this.panel.waitFor({ state: 'hidden' });
	}

	get panel(): Locator {
		return this.session.by('ndv');
	}

	/** File names of the icons on the panel: the node's own, and those of its neighbours on the canvas. */
	async icons(): Promise<string[]> {
		await this.panel.locator('img').first().waitFor();
		const images = await this.panel.locator('img').all();
		const sources = await Promise.all(images.map((image) => image.getAttribute('src')));
		return sources.map((source) => source?.split('/').at(-1) ?? '');
	}

	/** Names of the fields that are shown, from top to bottom. */
	async fields(): Promise<string[]> {
		await this.session.settled();
		const labels = await this.session.by('node-parameters').getByTestId('input-label').allInnerTexts();
		return labels.map((label) => (label.split('\n')[0] ?? '').trim()).filter((label) => !general.includes(label));
	}

	/** What a list of choices offers. The list is closed again. */
	async choices(parameter: string): Promise<string[]> {
		await this.openChoices(parameter);
		const option = this.session.page.getByRole('option');
		const options = await option.allInnerTexts();
		await this.session.page.keyboard.press('Escape');
		await option.first().waitFor({ state: 'hidden' });
		return options.map((text) => text.split('\n')[0] ?? '');
	}

	async openChoices(parameter: string): Promise<void> {
		await this.session.by(`parameter-input-${parameter}`).locator('input').first().click();
		await this.session.page.getByRole('option').first().waitFor();
		await this.session.settled();
	}

	async choose(parameter: string, option: string): Promise<void> {
		await this.openChoices(parameter);
		const { page } = this.session;
		await page
			.getByRole('option')
			.filter({ has: page.getByText(option, { exact: true }) })
			.first()
			.click();
		await page.getByRole('option').first().waitFor({ state: 'hidden' });
		await this.session.settled();
	}

	/** What the button of a collection offers: of the first, the second … on the panel. */
	async offered(collection = 0): Promise<string[]> {
		await this.openOffered(collection);
		const option = this.session.by('collection-parameter-option').filter({ visible: true });
		const offered = await option.allInnerTexts();
		await this.session.page.keyboard.press('Escape');
		await option.first().waitFor({ state: 'hidden' });
		return offered;
	}

	async openOffered(collection = 0): Promise<void> {
		await this.session.by('collection-parameter-add').nth(collection).click();
		await this.session.by('collection-parameter-option').filter({ visible: true }).first().waitFor();
		await this.session.settled();
	}

	async add(option: string, collection = 0): Promise<void> {
		await this.openOffered(collection);
		await this.session.by('collection-parameter-option').filter({ visible: true, hasText: option }).first().click();
		await this.session.settled();
	}

	/** Opens the list of a resource locator; the answer is what stands in it. */
	async openList(parameter: string): Promise<string[]> {
		const { page } = this.session;
		const locator = this.session.by(`resource-locator-${parameter}`);
		await locator.getByTestId('rlc-mode-selector').click();
		await page.getByRole('option', { name: 'From list' }).click();
		await locator.getByTestId('rlc-input').click();
		await this.session.by('rlc-item').filter({ visible: true }).first().waitFor();
		await this.session.settled();
		return await this.session.by('rlc-item').filter({ visible: true }).allInnerTexts();
	}

	/** Chooses from the list of a resource locator. */
	async pick(parameter: string, item: string): Promise<void> {
		await this.openList(parameter);
		await this.session.by('rlc-item').filter({ visible: true, hasText: item }).first().click();
		await this.session.settled();
	}

	/** Closes it by a click beside it. */
	async closeList(): Promise<void> {
		await this.session.by('node-title-container').click();
		await this.session.by('rlc-item').filter({ visible: true }).first().waitFor({ state: 'hidden' });
	}

	/** Opens the panel that offers nodes. */
	async openCreator(): Promise<void> {
		await this.session.by('node-creator-plus-button').first().click();
		await this.session.by('node-creator-search-bar').waitFor();
	}

	/** Types into its search; the answer is the names that it finds, the best first. */
	async search(term: string): Promise<string[]> {
		const field = this.session.by('node-creator-search-bar');
		// It answers a moment after the last letter. An answer that was empty before belongs to the term.
		await field.fill(nothingCalledThat);
		await this.session.by('node-creator-no-results').waitFor();
		await field.fill(term);
		const names = this.session.by('node-creator-item-name');
		await names.first().waitFor();
		await this.session.settled();
		return await names.allInnerTexts();
	}

	/** What the nodes panel says about an entry that it shows. */
	async descriptionOf(entry: string): Promise<string> {
		return await this.entry(entry).getByTestId('node-creator-item-description').innerText();
	}

	/** An entry of the nodes panel by its whole name: a node, or one of a node's actions. */
	entry(name: string): Locator {
		const named = this.session.by('node-creator-item-name').getByText(name, { exact: true });
		return this.session.by('item-iterator-item').filter({ has: named });
	}
}
