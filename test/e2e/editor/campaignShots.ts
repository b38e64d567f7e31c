import type { Locator, Page } from 'playwright-core';
import { campaignCanvas, campaignScene } from './scene';
import { open, type Clip, type Set, type Shot } from './shot';

/** The panel of a campaign's node after it ran. */
async function runCampaign(set: Set, node: string, campaign: string): Promise<Locator> {
	const { session, editor, scene } = set;
	await editor.openWorkflow(await scene.workflow(campaignScene));
	await editor.openNode(node);
	await session.by('parameter-input-campaign').locator('input').fill(campaign);
	await session.by('node-execute-button').click();
	await session.by('node-run-status-success').first().waitFor();
	await session.quiet();
	return editor.panel;
}

/** The part of the canvas with the notes and what lies in them, without the editor's own buttons. */
async function aroundNotes({ page, by }: { page: Page; by: (id: string) => Locator }): Promise<Clip> {
	await page.addStyleTag({ content: '[data-test-id="canvas-controls"], [data-test-id="execute-workflow-button"] { visibility: hidden }' });
	const boxes = (await Promise.all((await by('sticky').all()).map(async (note) => await note.boundingBox()))).filter((box) => box !== null);
	const left = Math.min(...boxes.map(({ x }) => x)) - 12;
	const top = Math.min(...boxes.map(({ y }) => y)) - 12;
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + 12;
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + 12;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Pictures of the node iMessage Campaign, and of what belongs to it. */
export const campaignShots: readonly Shot[] = [
	{
		name: 'campaign flow',
		docs: 'campaign-flow-light.png',
		docsDark: 'campaign-flow-dark.png',
		pose: async ({ editor, scene, session }) => {
			await editor.openWorkflow(await scene.workflow(campaignCanvas));
			await session.by('zoom-to-fit').click();
			await session.settled();
			return await aroundNotes({ page: session.page, by: (id) => session.by(id) });
		},
	},
	{
		name: 'campaign panel',
		docs: 'campaign-panel-light.png',
		docsDark: 'campaign-panel-dark.png',
		pose: async (set) => await runCampaign(set, 'Send to Those Left', 'spring menu'),
	},
	{ name: 'campaign preview', pose: async (set) => void (await runCampaign(set, 'Preview', 'spring menu')) },
	{
		name: 'campaign options',
		pose: async (set) => {
			await open(set, 'iMessage Campaign');
			await set.editor.openOffered();
		},
	},
	...['Preview', 'Report', 'Check Opt-Out'].map((operation) => ({
		name: `campaign ${operation}`,
		pose: async (set: Set) => {
			await open(set, 'iMessage Campaign');
			await set.editor.choose('operation', operation);
		},
	})),
	{
		name: 'campaign options added',
		pose: async (set) => {
			await open(set, 'iMessage Campaign');
			for (const option of ['Sending Hours', 'Days', 'Without iMessage', 'Workers']) await set.editor.add(option);
			await set.session.by('parameter-input-workers').scrollIntoViewIfNeeded();
		},
	},
	{
		name: 'limit output',
		pose: async (set) => {
			await open(set, 'iMessage');
			await set.editor.add('When a Limit Is Reached');
			await set.editor.choose('whenLimit', 'Output Not Sent');
		},
	},
];
