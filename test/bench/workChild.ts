/** Runs one work in this process. */
import { join } from 'node:path';
import { answerOrders } from './ownProcess';
import type { Work, WorkName, WorkSettings } from './work';

answerOrders(async ({ name, settings }: { name: WorkName; settings: WorkSettings }) => {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- only the work that is run is loaded
	const { work } = require(join(__dirname, 'works', `${name}.ts`)) as { work: Work };
	return await work(settings);
});
