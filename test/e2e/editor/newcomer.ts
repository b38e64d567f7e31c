import type { Locator } from 'playwright-core';
import { until } from '../../../scripts/n8n/until';
import type { Editor } from './editor';

/** What a person does who builds a workflow by hand: on an empty canvas, with the mouse and the words on the screen. */
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

	/** Searches for words and opens an entry; the answer is what it offers in the list that is unfolded, in its order. */
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

	/** What a list of choices of the open panel has chosen. */
	async chosen(parameter: string): Promise<string> {
		return await this.editor.session.by(`parameter-input-${parameter}`).locator('input').first().inputValue();
	}

	/** As {@link chosen}, where there may be several. */
	async allChosen(parameter: string): Promise<string[]> {
		return await this.editor.session.by(`parameter-input-${parameter}`).locator('.el-tag').allInnerTexts();
	}

	/** From the panel of a node that has no credential yet: the form of a new one. */
	async beginCredential(): Promise<void> {
		const { session } = this.editor;
		const button = session.by('node-credentials-empty-state').getByRole('button').first();
		const list = session.by('node-credentials-select');
		await button.or(list).first().waitFor();
		if (await button.isVisible()) await button.click();
		else {
			// 2.8 has no button: a new credential is the last choice of an empty list.
			await list.click();
			await session.page.locator('[data-test-id^="node-credentials-select-item-new"]').filter({ visible: true }).first().click();
		}
		await this.form.waitFor();
		await this.editor.session.settled();
	}

	/** The name that n8n gives the credential in the form. */
	async credentialName(): Promise<string> {
		return (await this.editor.session.by('credential-name').innerText()).split('\n')[0] ?? '';
	}

	/** Types into fields of the form, by their names. */
	async fillIn(fields: Readonly<Record<string, string>>): Promise<void> {
		for (const [name, value] of Object.entries(fields)) {
			await this.form.getByTestId(`parameter-input-${name}`).locator('input, textarea').first().fill(value);
		}
	}

	/** Switches a field of the form on. */
	async switchOn(field: string): Promise<void> {
		await this.form.getByTestId(`parameter-input-${field}`).click();
		await this.editor.session.settled();
	}

	/** Saves a credential that n8n cannot connect with; the answer is what the form says then. */
	async saveRefused(): Promise<string> {
		await this.saveButton.click();
		await this.form.getByText('More details').click();
		await this.editor.session.settled();
		return await this.form.innerText();
	}

	/** Saves a credential that n8n can connect with, and closes the form if n8n has not. */
	async save(): Promise<void> {
		await this.saveButton.click();
		const isConnected = this.form.getByText('Connection tested successfully').filter({ visible: true });
		await until('the credential is connected', async () => (await isConnected.count()) > 0 || (await this.form.count()) === 0);
		if (await this.form.isVisible()) await this.form.getByRole('button', { name: 'Close' }).click();
		await this.form.waitFor({ state: 'hidden' });
	}

	/** Types into a field of the open panel. */
	async type(parameter: string, text: string): Promise<void> {
		await this.editor.session.by(`parameter-input-${parameter}`).locator('input, textarea').first().fill(text);
	}

	/** Publishes the workflow on the canvas, and reads what n8n says about it. */
	async publish(): Promise<string> {
		const { session } = this.editor;
		await session.by('workflow-open-publish-modal-button').click();
		await session.by('workflow-publish-button').click();
		const said = session.page.getByRole('dialog').filter({ hasText: 'Workflow published' });
		const text = await said.innerText();
		await said.getByRole('button', { name: 'Got it' }).click();
		return text;
	}

	/** Saves the workflow on the canvas with the keyboard, and waits until it has an address of its own. */
	async saveWorkflow(): Promise<void> {
		const { session } = this.editor;
		await session.page.keyboard.press('Control+s');
		await until('the workflow is saved', () => this.workflowId !== '' && this.workflowId !== 'new');
		await session.settled();
	}

	/** The id of the workflow on the canvas. */
	get workflowId(): string {
		return /\/workflow\/([^/?]+)/.exec(this.editor.session.page.url())?.[1] ?? '';
	}

	/** The form of a credential. */
	private get form(): Locator {
		return this.editor.session.by('editCredential-modal');
	}

	private get saveButton(): Locator {
		return this.editor.session.by('credential-save-button').getByRole('button');
	}
}
