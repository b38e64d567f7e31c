import { Simulator } from '../../simulator/src';
import { cloudCredential } from '../support/triggerHost';
import { parametersFor } from './inProcess';
import { Lives } from './lives';

/** Run by orphan.slow.test.ts: has an n8n that listens, and one that waits for its turn; says so, and waits to be killed. */
async function main(): Promise<void> {
	const spectrum = await Simulator.start({ plan: 'dedicated' });
	const lives = new Lives(() => ({
		credential: cloudCredential(spectrum),
		routes: {},
		deduplicates: true,
		parameters: parametersFor('stream'),
		speed: 60,
		origin: Date.now(),
		seed: 1,
	}));
	await lives.begin();
	process.stdout.write('there');
}

void main();
