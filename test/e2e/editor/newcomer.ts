import type { Locator } from 'playwright-core';
import type { Editor } from './editor';

/** What somebody does who builds a workflow by hand: on an empty canvas, with the mouse and the words on the screen. */
export class Newcomer {
	constructor(private readonly editor: Editor) {}

	/** An empty workflow, and the panel that asks what starts it. */
	async beginWorkflow(): Promise<void> {
		const { session } = this.editor;
		await session.page.goto('/workflow/new');
		await session.by('canvas-plus-button').click();
		await session.by('node-creator-search-bar').waitFor();
		await session.settled();
	}

	/** The panel that offers what follows a node. */
	async continueAfter(node: string): Promise<void> {
		const { session } = this.editor;
		await this.editor.node(node).getByTestId('canvas-handle-plus').click();
		await session.by('node-creator-search-bar').waitFor();
		await session.settled();
	}

	/** Searches for words and opens an entry; the answer is the actions that it offers, in their order. */
	async openEntry(words: string, entry: string): Promise<string[]> {
		await this.editor.search(words);
		await this.editor.entry(entry).click();
		await this.editor.session.by('node-creator-category-item').first().waitFor();
		await this.editor.session.settled();
		return await this.editor.session.by('node-creator-item-name').allInnerTexts();
	}

	/** Takes one of the actions: its node is on the canvas then, and its panel is open. */
	async takeAction(action: string): Promise<void> {
		await this.editor.entry(action).click();
		await this.editor.panel.waitFor();
		await this.editor.session.by('node-parameters').waitFor();
		await this.editor.session.settled();
	}

	/** From the panel of a node: the form of a new credential. */
	async beginCredential(): Promise<Locator> {
		const { session } = this.editor;
		await session.by('node-credentials-select').click();
		await session.by('node-credentials-select-item-new').click();
		const form = session.by('editCredential-modal');
		await form.waitFor();
		await session.settled();
		return form;
	}

	/** Types into fields of the form of a credential, by their labels. */
	async fillIn(form: Locator, fields: Readonly<Record<string, string>>): Promise<void> {
		for (const [name, value] of Object.entries(fields)) {
			await form.getByTestId(`parameter-input-${name}`).locator('input, textarea').first().fill(value);
		}
	}

	/** Types into a field of the open panel. */
	async type(parameter: string, text: string): Promise<void> {
		await this.editor.session.by(`parameter-input-${parameter}`).locator('input, textarea').first().fill(text);
	}

	/** Publishes the workflow on the canvas; resolves when the editor says that it is published. */
	async publish(): Promise<void> {
		const { session } = this.editor;
		await session.by('workflow-open-publish-modal-button').click();
		await session.by('workflow-publish-button').click();
		await session.by('workflow-active-version-indicator').waitFor();
	}

	/** The id of the workflow on the canvas. */
	get workflowId(): string {
		return /\/workflow\/([^/?]+)/.exec(this.editor.session.page.url())?.[1] ?? '';
	}
}
