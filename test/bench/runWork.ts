import type { Figure } from './figures';
import { OwnProcess } from './ownProcess';
import type { WorkName, WorkSettings } from './work';

/** Has a work done in a process of its own, so that what it loads and leaves behind is no other work's. */
export async function runWork(name: WorkName, settings: WorkSettings): Promise<Figure[]> {
	const child = OwnProcess.start('workChild.ts', ['--expose-gc']);
	try {
		return await child.ask<Figure[]>({ name, settings });
	} finally {
		await child.stop();
	}
}
