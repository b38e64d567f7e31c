import type { Locator, PageScreenshotOptions } from 'playwright-core';
import type { Session } from './browser';
import type { Editor } from './editor';
import type { Scene } from './scene';

/** What a picture is taken with. */
export interface Set {
	readonly session: Session;
	readonly editor: Editor;
	readonly scene: Scene;
}

/** A part of the page, in pixels. */
export type Clip = NonNullable<PageScreenshotOptions['clip']>;

/** One picture. */
export interface Shot {
	readonly name: string;
	/** Brings the editor to where it is worth a look; the answer is the part to show, default everything. */
	readonly pose: (set: Set) => Promise<Locator | Clip | void>;
	/** Stands in the documentation under this name, in the light theme. */
	readonly docs?: string;
	/** The same in the dark theme, for a page that shows what fits to its reader's. */
	readonly docsDark?: string;
}

/** A new workflow with that node, and its panel. */
export async function open({ editor, scene }: Set, workflow: string, node = workflow): Promise<void> {
	await editor.openWorkflow(await scene.workflow(workflow));
	await editor.openNode(node);
}
