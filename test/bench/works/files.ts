/** How much memory a large file takes on its way: down in pieces into a file, and up in one message. */
import { join } from 'node:path';
import { installNode } from '../../../scripts/n8n/programs';
import { measureDownload } from '../download';
import { figure, type Figure } from '../figures';
import { measureUpload } from '../upload';
import type { WorkSettings } from '../work';

const mebibyte = 1024 * 1024;

export async function work({ isShort }: WorkSettings): Promise<Figure[]> {
	const own = process.versions.node.split('.')[0] ?? '';
	const nodes: Record<string, string> = { [own]: process.execPath };
	for (const version of isShort ? [] : (['20', '24'] as const)) {
		if (version !== own) nodes[version] = join(await installNode(version), 'bin/node');
	}
	const figures: Figure[] = [];
	const rounds = isShort ? [0] : [0, 1, 2];
	for (const [version, execPath] of Object.entries(nodes)) {
		for (const chunkBytes of isShort ? [64 * 1024] : [64 * 1024, mebibyte]) {
			const risen: number[] = [];
			for (const _ of rounds) {
				const measured = await measureDownload({ fileBytes: (isShort ? 20 : 100) * mebibyte, chunkBytes, execPath });
				if (!measured.isIntact) throw new Error('The downloaded file is damaged');
				risen.push(measured.risenBytes / mebibyte);
			}
			figures.push(figure(`files.down.${chunkBytes / 1024}.${version}`, 'MiB', risen));
		}
		const shares: number[] = [];
		for (const _ of rounds) {
			const measured = await measureUpload({ fileBytes: (isShort ? 20 : 99) * mebibyte, execPath });
			if (!measured.isIntact) throw new Error('The uploaded file is damaged');
			shares.push(measured.risenBytes / measured.bytes);
		}
		figures.push(figure(`files.up.${version}`, '× file', shares));
	}
	return figures;
}
