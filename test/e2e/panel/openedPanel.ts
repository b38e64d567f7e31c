import type { Locator, Page } from 'playwright-core';
import { rawClient, type RawClient } from '../../../simulator/test/rawCall';
import { Receiver } from '../../../simulator/test/receiver';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import { Stage, type Look } from '../support/stage';

/** The host of `receiver`, as webhooks name it. */
export const receiverHost = 'n8n.example.com';

/** The control panel in a browser, a client of the first line, and a receiver of webhooks. */
export class OpenedPanel {
	private constructor(
		private readonly stage: Stage,
		readonly page: Page,
		readonly receiver: Receiver,
		readonly client: RawClient,
	) {}

	/** On the shared plan, unless the options say another one. */
	static async open(options: SimulatorOptions = {}, look: Look = {}): Promise<OpenedPanel> {
		const receiver = await Receiver.start();
		const stage = await Stage.open({ plan: 'shared', hosts: { [receiverHost]: receiver.port }, ...options });
		return new OpenedPanel(stage, await stage.panel(look), receiver, rawClient(stage.spectrum));
	}

	get spectrum(): Simulator {
		return this.stage.spectrum;
	}

	get root(): Locator {
		return this.page.getByRole('complementary', { name: 'Control panel' });
	}

	/** Opens a tab; the answer is what it shows. */
	async tab(name: string): Promise<Locator> {
		await this.root.getByRole('tab', { name }).click();
		return this.root.getByRole('tabpanel', { name });
	}

	async click(name: string): Promise<void> {
		await this.root.getByRole('button', { name, exact: true }).click();
	}

	async says(text: string | RegExp): Promise<void> {
		await this.root.getByText(text).first().waitFor();
	}

	/** Closes everything; fails when the page has complained, or asked anyone else for anything. */
	async close(): Promise<void> {
		this.client.close();
		await this.stage.close();
		await this.receiver.stop();
		expect(this.stage.complaints).toEqual([]);
		expect(this.stage.elsewhere).toEqual([]);
	}
}
