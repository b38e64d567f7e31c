/**
 * `npm run dev`: a simulated Spectrum, phones in the browser, and a real n8n with the nodes of this folder. What is not
 * there in a clean checkout is made first.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { generateIfOlder } from './generate';

const root = path.resolve(__dirname, '..', '..');

async function main(): Promise<void> {
	if (!existsSync(path.join(root, 'node_modules', '@grpc', 'grpc-js'))) throw new Error('Run `npm ci` first');
	await generateIfOlder(root);
	// Loaded only now: the simulator needs the generated code.
	const { runDev } = await import('./run');
	process.exitCode = await runDev(root, process.argv.slice(2));
}

main().catch((error: unknown) => {
	process.exitCode = 1;
	console.error(error instanceof Error ? error.message : error);
});
