import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import globalSetup from '../globalSetup';
import globalTeardown from '../globalTeardown';
import { World } from '../support/world';
import { Session, type Theme } from './browser';
import { Editor } from './editor';
import { makeScene, type Scene } from './scene';
import type { Shot } from './shot';
import { shots } from './shots';

const root = path.resolve(__dirname, '..', '..', '..');

/**
 * `npm run screenshots [-- words]`: pictures of the pack in n8n, in both themes, into a new folder; with words only those
 * whose names have one of them. `npm run screenshots -- --docs` takes those of the documentation again, into `docs/`.
 */
async function main(args: readonly string[]): Promise<void> {
	const forDocs = args.includes('--docs');
	const words = args.filter((word) => !word.startsWith('--'));
	const wanted = shots.filter(
		({ name, docs }) => (!forDocs || docs !== undefined) && (words.length === 0 || words.some((word) => name.includes(word))),
	);
	const folder = forDocs ? path.join(root, 'docs') : mkdtempSync(path.join(tmpdir(), 'imessage-screenshots-'));
	await globalSetup();
	const world = await World.start();
	const failed: string[] = [];
	try {
		const scene = await makeScene(world);
		for (const theme of ['light', 'dark'] as const) {
			const ofTheme = forDocs ? wanted.filter((shot) => docsName(shot, theme) !== undefined) : wanted;
			if (ofTheme.length > 0) failed.push(...(await takeAll(world, scene, theme, ofTheme, forDocs ? folder : path.join(folder, theme))));
		}
	} finally {
		await world.stop();
		globalTeardown();
	}
	process.stdout.write(`${path.relative(process.cwd(), folder)}\n`);
	if (failed.length > 0) throw new Error(`Not taken: ${failed.join(', ')}`);
}

function docsName({ docs, docsDark }: Shot, theme: Theme): string | undefined {
	return theme === 'dark' ? docsDark : docs;
}

async function takeAll(world: World, scene: Scene, theme: Theme, wanted: readonly Shot[], folder: string): Promise<string[]> {
	mkdirSync(folder, { recursive: true });
	const failed: string[] = [];
	const session = await Session.open({ url: world.n8n.url, owner: world.client.owner }, theme);
	try {
		const editor = new Editor(session);
		for (const shot of wanted) {
			const { name, pose } = shot;
			try {
				const part = (await pose({ session, editor, scene })) ?? session.page;
				const file = (folder.endsWith('docs') ? docsName(shot, theme) : undefined) ?? `${name.replaceAll(' ', '-')}.png`;
				const options = { path: path.join(folder, file), animations: 'disabled' as const };
				await ('screenshot' in part ? part.screenshot(options) : session.page.screenshot({ ...options, clip: part }));
			} catch (error) {
				// The others are worth having all the same.
				failed.push(`${name} (${theme})`);
				process.stderr.write(`${name} (${theme}): ${String(error)}\n`);
				await session.page.screenshot({ path: path.join(folder, `failed-${name.replaceAll(' ', '-')}.png`) });
			}
		}
	} finally {
		await session.close();
	}
	return failed;
}

main(process.argv.slice(2)).catch((error: unknown) => {
	process.stderr.write(`${String(error)}\n`);
	process.exitCode = 1;
});
